"""Writing the audit trail: events join a chain of hashes in the transaction of what they tell."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.bulk import Bulk
from leadwright.adapters.store.engine import Kind
from leadwright.adapters.store.tables import audit_head, micros
from leadwright.governance.audit import AuditEvent, canonical, chain, resting

_HEAD: Final = sa.select(audit_head.c.seq, audit_head.c.hash).with_for_update()
_MOVE_HEAD: Final = sa.update(audit_head).values(
    seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash")
)
# One line a segment: each line more is a step more, and beside a busy event loop steps take time.
_CALLS: Final = {
    Kind.SQLITE: sa.text(
        "SELECT segment_id, group_concat(seq || ' ' || lower(hex(row_hash)), ' ') AS calls "
        "FROM journal WHERE segment_id IN (SELECT value FROM json_each(:ids)) AND state = 'done' "
        "GROUP BY segment_id"
    ),
    Kind.POSTGRESQL: sa.text(
        "SELECT segment_id, string_agg(seq || ' ' || encode(row_hash, 'hex'), ' ') AS calls "
        "FROM journal WHERE segment_id = ANY(CAST(:ids AS text[])) AND state = 'done' "
        "GROUP BY segment_id"
    ),
}


def append(connection: sa.Connection, rows_of: Bulk, events: Sequence[AuditEvent]) -> None:
    """Append to the chain. The head is locked until the commit, so take it last."""
    if not events:
        return
    told = _told(connection, events)
    seq, previous = connection.execute(_HEAD).one()
    rows: list[dict[str, Any]] = []
    for event in told:
        seq += 1
        rows.append(row_of(event) | {"seq": seq, "prev_hash": previous})
        previous = rows[-1]["hash"] = chain(previous, canonical(event))
    rows_of.insert(connection, rows)
    connection.execute(_MOVE_HEAD, {"new_seq": seq, "new_hash": previous})


def _told(connection: sa.Connection, events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """As they are kept: in UTC, with the calls of the journal that they rest on."""
    calls = _calls(connection, {event.rests_on for event in events if event.rests_on})
    told = list(events)
    for number, event in enumerate(told):
        if event.timestamp.utcoffset():
            # The bytes hashed are the bytes that can be read back, and those are in UTC.
            event = replace(event, timestamp=event.timestamp.astimezone(UTC))  # noqa: PLW2901
        if event.rests_on:
            event = resting(event, calls.get(event.rests_on, {}))  # noqa: PLW2901
        told[number] = event
    return told


def _calls(connection: sa.Connection, segments: set[str]) -> dict[str, dict[str, str]]:
    if not segments:
        return {}
    kind = Kind(connection.dialect.name)
    ids: object = json.dumps(sorted(segments)) if kind is Kind.SQLITE else sorted(segments)
    found: dict[str, dict[str, str]] = {}
    for segment, calls in connection.execute(_CALLS[kind], {"ids": ids}):
        words = calls.split(" ")
        found[segment] = dict(zip(words[::2], words[1::2], strict=True))
    return found


def row_of(event: AuditEvent) -> dict[str, Any]:
    """An event as the database keeps it, without its place in the chain."""
    return {
        "id": event.id,
        "timestamp": micros(event.timestamp),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "model": event.model,
        "tool": event.tool,
        "reason": event.reason,
        "outcome": event.outcome,
        "cost_tokens": event.cost_tokens,
        "cost_usd": str(event.cost_usd),
        "release": event.release,
        "detail": event.detail,
    }


def event_of(row: Any) -> AuditEvent:  # noqa: ANN401 - a row of `audit`
    """An event as the house knows it."""
    return AuditEvent(
        id=row.id,
        timestamp=row.timestamp,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        model=row.model,
        tool=row.tool,
        reason=row.reason,
        outcome=row.outcome,
        cost_tokens=row.cost_tokens,
        cost_usd=Decimal(row.cost_usd),
        release=row.release,
        detail=row.detail,
    )
