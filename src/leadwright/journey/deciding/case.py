"""What a decision is made on: an approval with its lead, its intent and all that hangs on it."""

import json
from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.ports import ApprovalInbox, Desk, Opening
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalStatus, content_hash
from leadwright.review.decisions import ContentChanged

SEND, UPDATE = "send_email", "update_crm"


class LeadMovedOn(Refused):
    """The mail is no longer what the lead waits for."""

    code: ClassVar[str] = "lead_moved_on"

    def __init__(self, session: Session) -> None:
        super().__init__(
            f"lead {session.lead_id} is {session.stage.value.replace('_', ' ')} by now, so its "
            "mail can no longer be decided this way; `leadwright leads show` tells why"
        )


class AlreadyOnItsWay(Refused):
    """What was approved has left, or is leaving; it cannot be taken back any more."""

    code: ClassVar[str] = "already_on_its_way"

    def __init__(self, intent: Intent) -> None:
        super().__init__(
            f"{intent.id} is {intent.state} and cannot be taken back; `leadwright outbox list` "
            "tells what became of it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One approval as it stands, read with the version of the session that guards it."""

    opening: Opening
    approval: Approval
    bound: Intent  # what the approval stands for
    approvals: tuple[Approval, ...]  # of the lead
    intents: tuple[Intent, ...]

    @property
    def session(self) -> Session:
        """The lead's session."""
        return self.opening.session

    @property
    def is_mail(self) -> bool:
        """Whether it is about a mail; only then the lead's stage follows the decision."""
        return self.approval.action == SEND

    @property
    def content(self) -> dict[str, object]:
        """What would happen, as it is bound."""
        content: dict[str, object] = json.loads(self.bound.content)
        return content

    def check_bytes(self) -> None:
        """Refuse where the intent does not hold what the approval is bound to.

        Raises:
            ContentChanged: its bytes have another hash.
        """
        held = {content_hash(self.content), self.bound.content_hash}
        if held != {self.approval.content_hash}:
            raise ContentChanged(self.approval)

    def check_stage(self, stage: Stage) -> None:
        """Refuse to decide on a mail where its lead stands elsewhere.

        Raises:
            LeadMovedOn: it does.
        """
        if self.is_mail and self.session.stage is not stage:
            raise LeadMovedOn(self.session)

    def siblings(self) -> tuple["Case", ...]:
        """The lead's other approvals that wait."""
        waiting = [one for one in self.approvals if one.status is ApprovalStatus.PENDING]
        return tuple(self.of(one) for one in waiting if one.id != self.approval.id)

    def of(self, approval: Approval) -> "Case":
        """The same lead's case of another approval."""
        return Case(
            opening=self.opening,
            approval=approval,
            bound=_bound(approval, self.intents),
            approvals=self.approvals,
            intents=self.intents,
        )


async def read(desk: Desk, inbox: ApprovalInbox, approval_id: str) -> Case:
    """An approval and its lead. The session is read first: what changes later makes it stale.

    Raises:
        ApprovalUnknown: nothing goes by that id.
        ContentChanged: no intent is bound to it.
    """
    lead_id = (await inbox.get(approval_id)).lead_id
    opening = await desk.open(lead_id)
    approvals, intents = await desk.approvals(lead_id), await desk.intents(lead_id)
    approval = next(one for one in approvals if one.id == approval_id)
    return Case(
        opening=opening,
        approval=approval,
        bound=_bound(approval, intents),
        approvals=approvals,
        intents=intents,
    )


def _bound(approval: Approval, intents: tuple[Intent, ...]) -> Intent:
    """The intent of an approval.

    Raises:
        ContentChanged: there is none.
    """
    for intent in intents:
        if intent.approval_id == approval.id:
            return intent
    raise ContentChanged(approval)


def is_unsent(intent: Intent) -> bool:
    """Whether nobody has begun to carry it out."""
    return intent.state in {IntentState.PENDING, IntentState.QUEUED}
