"""What the house says of its effects, as plain data that a judge can read."""

import json
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.tables import allowances
from leadwright.bootstrap import House
from leadwright.governance.audit import AuditEvent
from leadwright.journey.ports import LeadRow

Testimony = dict[str, Any]
_EVERYTHING: Final = 1_000_000


async def testify(house: House) -> Testimony:
    """All leads with their approvals and intents, and the whole audit trail in its order."""
    rows = await house.desk.list_leads(limit=_EVERYTHING)
    events = await house.store.audit.events(limit=_EVERYTHING)
    await house.store.audit.verify()
    found = {
        "now": house.clock.now(),
        "unrested": await house.desk.count_unrested(),
        "leads": [await _lead(house, row) for row in rows],
        "audit": [_event(number, event) for number, event in enumerate(events, 1)],
        "allowances": await house.store.archive.read(_allowances),
    }
    plain: Testimony = json.loads(json.dumps(found, default=_plain))
    return plain


async def _lead(house: House, row: LeadRow) -> dict[str, Any]:
    lead_id = row.lead.lead_id
    opening = await house.desk.open(lead_id)
    approvals = await house.desk.approvals(lead_id)
    intents = await house.desk.intents(lead_id)
    return {
        "id": lead_id,
        "name": row.lead.external_ids[0][1],
        "email": row.lead.person.email,
        "pseudonym": opening.pseudonym,
        "stage": row.session.stage,
        "version": row.session.version,
        "waits_for": row.session.waiting_for,
        "is_halted": row.session.halt is not None,
        "open_events": len(opening.events),
        "approvals": [asdict(approval) for approval in approvals],
        "intents": [asdict(intent) | {"content": json.loads(intent.content)} for intent in intents],
    }


def _allowances(connection: sa.Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.select(allowances)).mappings()]


def _event(number: int, event: AuditEvent) -> dict[str, Any]:
    return {
        "seq": number,
        "id": event.id,
        "at": event.timestamp,
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "reason": event.reason,
        "detail": json.loads(event.detail),
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value)
