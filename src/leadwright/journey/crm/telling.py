"""What a person did to the CRM, told in the lead's session and in the audit trail."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from leadwright.clock import Clock
from leadwright.governance.audit import AuditEvent
from leadwright.journey.crm.ports import CrmEntry
from leadwright.journey.ports import Change, Desk, Opening, StaleSession
from leadwright.leads.lead import LeadId
from leadwright.memory.session import Action
from leadwright.models.journal import digest

TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells each entry once, however often it is asked to."""

    desk: Desk
    clock: Clock

    async def tell(self, lead_id: LeadId, entries: Sequence[CrmEntry]) -> None:
        """Put entries of the CRM's log into the session of their lead, those that are not there.

        Raises:
            StaleSession: others changed the session all the time; asking again tells it.
        """
        for left in reversed(range(TRIES)):
            opening = await self.desk.open(lead_id)
            told = {(action.output or {}).get("entry") for action in opening.session.actions}
            untold = [entry for entry in entries if entry.id not in told]
            if not untold:
                return
            try:
                await self.desk.apply(_change(opening, untold, self.clock.now()))
            except StaleSession:
                if not left:
                    raise
            else:
                return


def _change(opening: Opening, entries: Sequence[CrmEntry], now: datetime) -> Change:
    session = opening.session
    return Change(
        session=replace(
            session,
            version=session.version + 1,
            last_updated=now,
            actions=(*session.actions, *(_action(entry, now) for entry in entries)),
        ),
        expected_version=session.version,
        audit=[_audited(opening, entry, now) for entry in entries],
    )


def _action(entry: CrmEntry, now: datetime) -> Action:
    return Action(
        timestamp=now,
        agent="person",
        action=entry.action,
        reason=entry.reason,
        output=_output(entry),
    )


def _output(entry: CrmEntry) -> dict[str, object]:
    return {
        "entry": entry.id,
        "by": entry.actor.partition(":")[2],
        "before": {_name(c.object_id, c.field): c.before.value for c in entry.changes},
        "after": {_name(c.object_id, c.field): c.after.value for c in entry.changes},
        "made": [one.id for one in entry.made],
        "removed": [one.id for one in entry.removed],
        "kept": [
            {"field": one.field, "kept": one.kept, "by": one.by, "why": one.why.value}
            for one in entry.kept
        ],
    }


def _name(object_id: str | None, field: str) -> str:
    return f"{object_id}.{field}" if object_id else field


def _audited(opening: Opening, entry: CrmEntry, now: datetime) -> AuditEvent:
    """Names of fields and ids; what they say stays in the sealed log."""
    detail = {
        "entry": entry.id,
        "fields": [_name(change.object_id, change.field) for change in entry.changes],
        "kept": [one.field for one in entry.kept],
        "made": [one.id for one in entry.made],
        "removed": [one.id for one in entry.removed],
        "undoes": list(entry.undoes),
    }
    return AuditEvent(
        id=f"{opening.pseudonym}:{entry.action}/{digest([entry.id])}",
        timestamp=now,
        actor=entry.actor,
        action=entry.action,
        subject=opening.pseudonym,
        release=opening.session.release,
        detail=json.dumps(detail, sort_keys=True),
    )
