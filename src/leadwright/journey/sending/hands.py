"""What sender and reconciler share: reading a case, and storing what is told of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from leadwright.clock import Clock
from leadwright.errors import Refused, Unavailable
from leadwright.journey.outbox.intents import (
    Intent,
    IntentKind,
    IntentMoved,
    IntentState,
    IntentUnknown,
)
from leadwright.journey.ports import Change, Desk, StaleSession
from leadwright.journey.sending.case import Case
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import ApprovalStatus

_TRIES: Final = 20
_log: Final = logging.getLogger("leadwright.outbox")
Telling = Callable[[Case], Change | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Reads and stores cases."""

    desk: Desk
    clock: Clock

    async def read(self, lead_id: LeadId, intent_id: str) -> Case:
        """A lead with one of its intents, read together.

        Raises:
            IntentUnknown: the lead has no such intent.
        """
        while True:
            opening = await self.desk.open(lead_id)
            intents = await self.desk.intents(lead_id)
            approvals = await self.desk.approvals(lead_id)
            again = await self.desk.open(lead_id)
            if again.session.version == opening.session.version:
                break  # nothing of the lead changed while it was read
        for intent in intents:
            if intent.id == intent_id:
                by_id = {approval.id: approval for approval in approvals}
                approval = by_id.get(intent.approval_id or "")
                doubted = any(_is_doubted(one) for one in intents if one.id != intent_id)
                return Case(
                    opening=again,
                    intent=intent,
                    approval=approval,
                    companions=tuple(
                        one.id
                        for one in approvals
                        if one.status is ApprovalStatus.PENDING and one.id != intent.approval_id
                    ),
                    is_doubted=doubted,
                )
        raise IntentUnknown(intent_id)

    async def tell(self, case: Case, telling: Telling, *, anew: bool = False) -> Case | None:
        """Store what is told of a case; when somebody changed the lead, tell it of the lead anew.

        Returns the case as it was told of, or None when there is nothing more to tell.

        Raises:
            Unavailable: the database does not answer.
        """
        for _ in range(_TRIES):
            if anew:
                case = await self.read(case.lead.lead_id, case.intent.id)
            anew = True
            try:
                change = telling(case)
                if change is None:
                    return None
                await self.desk.apply(change)
            except (StaleSession, IntentMoved) as moved:
                _log.debug("%s: %s", case.intent.id, moved)
            else:
                return case
        raise Unavailable(f"lead {case.lead.lead_id} changes faster than it can be told of")

    async def try_to_tell(self, change: Change) -> Refused | None:
        """Store a change once; the refusal where it does not fit any more."""
        try:
            await self.desk.apply(change)
        except Refused as refusal:
            return refusal
        return None


def _is_doubted(intent: Intent) -> bool:
    states = {IntentState.SENDING, IntentState.UNCERTAIN}
    return intent.kind == IntentKind.EMAIL and intent.state in states
