"""Leaving people alone: on the list first, from which moment nothing goes out; then their leads."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from leadwright.clock import Clock
from leadwright.errors import Unavailable
from leadwright.governance.audit import AuditEvent
from leadwright.governance.naming import Naming
from leadwright.governance.vault import LeadErased
from leadwright.journey import record
from leadwright.journey.outbox.intents import IntentKind, IntentState
from leadwright.journey.outbox.marks import Mark, Note, marks_of
from leadwright.journey.outbox.ports import SuppressionList
from leadwright.journey.ports import Change, Desk, Opening, StaleSession
from leadwright.journey.stages import NEXT
from leadwright.leads.donottouch import Suppressible, lookups
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import Approval, ApprovalMove, ApprovalMoved, ApprovalStatus

_TRIES: Final = 20
_PAGE: Final = 200
_WAITING: Final = (Stage.AWAITING_APPROVAL, Stage.APPROVED)
_UNSENT: Final = frozenset({IntentState.PENDING, IntentState.QUEUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """What came of it."""

    new: frozenset[Suppressible]  # the others were on the list already
    stopped: tuple[LeadId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOuts:
    """Puts people on the list and stops the work on their leads."""

    desk: Desk
    listed: SuppressionList
    naming: Naming
    clock: Clock

    async def suppress(self, items: Collection[Suppressible], note: Note) -> LeftAlone:
        """Leave these alone. What is on the list already stays as it is; its leads stop too."""
        marks = marks_of(self.naming, items)
        new = await self.listed.add(marks, note)
        stopped = await self._stop_carriers(marks, note)
        return LeftAlone(new=frozenset(marks[mark] for mark in new), stopped=stopped)

    async def unsubscribe(self, mark: Mark, note: Note) -> tuple[LeadId, ...]:
        """Somebody whom only their mark tells; the leads that were stopped."""
        await self.listed.add([mark], note)
        return await self._stop_carriers([mark], note)

    async def allow(self, items: Collection[Suppressible], note: Note) -> frozenset[Suppressible]:
        """Take these off the list; those that were on it. Their leads stay where they are."""
        marks = marks_of(self.naming, items)
        return frozenset(marks[mark] for mark in await self.listed.remove(marks, note))

    async def stop_waiting(self, note: Note) -> tuple[LeadId, ...]:
        """Stop every lead with a mail that waits and may not go out.

        A company has no key by which its leads are found, so all that wait are looked at.
        """
        stopped: list[LeadId] = []
        for stage in _WAITING:
            seen = 0
            while rows := await self.desk.list_leads(stage=stage, limit=_PAGE, offset=seen):
                gone = [row.lead.lead_id for row in rows if await self.on_list(lookups(row.lead))]
                found = [lead_id for lead_id in gone if await self._stop(lead_id, note)]
                stopped += found
                seen += len(rows) - len(found)
        return tuple(stopped)

    async def on_list(self, items: Iterable[Suppressible]) -> frozenset[Suppressible]:
        """Those of them that are to be left alone."""
        marks = marks_of(self.naming, items)
        return frozenset(marks[mark] for mark in await self.listed.which(marks))

    async def _stop_carriers(self, marks: Collection[Mark], note: Note) -> tuple[LeadId, ...]:
        hashes = {mark.hash for mark in marks}
        return tuple(
            [
                lead_id
                for lead_id in await self.listed.carriers(marks)
                if await self._stop(lead_id, note, meant=hashes)
            ]
        )

    async def _stop(
        self, lead_id: LeadId, note: Note, *, meant: Collection[bytes] | None = None
    ) -> bool:
        for _ in range(_TRIES):
            try:
                opening = await self.desk.open(lead_id)
            except LeadErased:
                return False
            if meant is not None and not self._is_meant(opening.lead, meant):
                return False
            if Stage.UNSUBSCRIBED not in NEXT[opening.session.stage]:
                return False
            try:
                await self.desk.apply(await self._change(opening, note))
            except (StaleSession, ApprovalMoved):
                continue  # somebody was faster: read again
            return True
        raise Unavailable(f"lead {lead_id} changes faster than it can be stopped; try again")

    def _is_meant(self, lead: Lead, hashes: Collection[bytes]) -> bool:
        return any(mark.hash in hashes for mark in marks_of(self.naming, lookups(lead)))

    async def _change(self, opening: Opening, note: Note) -> Change:
        session = opening.session
        at, number = max(self.clock.now(), session.last_updated), session.version + 1
        after = record.unsubscribed(session, note.reason, by=note.actor, at=at)
        approvals = await self._unsent(session.lead_id)
        event = AuditEvent(
            id=f"{opening.pseudonym}:{number}/unsubscribe",
            timestamp=at,
            actor=note.actor,
            action="unsubscribe",
            subject=opening.pseudonym,
            release=session.release or note.release,
            detail=json.dumps({"withdrawn": [approval.id for approval in approvals]}),
        )
        return Change(
            session=replace(after, version=number, last_updated=at),
            expected_version=session.version,
            audit=[event],
            approval_moves=[_ended(one, by=note.actor, at=at) for one in approvals],
            withdraw_approvals=[approval.id for approval in approvals],  # and their intents
        )

    async def _unsent(self, lead_id: LeadId) -> list[Approval]:
        """What waits for a yes, and mails that have one and have not left."""
        mails = {
            intent.approval_id
            for intent in await self.desk.intents(lead_id)
            if intent.kind == IntentKind.EMAIL and intent.state in _UNSENT
        }
        return [
            approval
            for approval in await self.desk.approvals(lead_id)
            if approval.status is ApprovalStatus.PENDING
            or (approval.status is ApprovalStatus.APPROVED and approval.id in mails)
        ]


def _ended(approval: Approval, *, by: str, at: datetime) -> ApprovalMove:
    ended = replace(approval, status=ApprovalStatus.WITHDRAWN, decided_by=by, decided_at=at)
    return ApprovalMove(approval=ended, before=approval.status)
