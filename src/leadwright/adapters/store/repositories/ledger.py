"""The audit trail: events appended to a chain of hashes in the transaction of what they tell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.bulk import Bulk
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.tables import audit, audit_head, micros
from leadwright.governance.audit import GENESIS, AuditEvent, chain

_PAGE: Final = 1000
_HEAD: Final = sa.select(audit_head.c.seq, audit_head.c.hash).with_for_update()
_MOVE_HEAD: Final = sa.update(audit_head).values(
    seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash")
)


def append(connection: sa.Connection, rows_of: Bulk, events: Sequence[AuditEvent]) -> None:
    """Append to the chain. The head is locked until the commit, so take it last."""
    if not events:
        return
    seq, previous = connection.execute(_HEAD).one()
    rows: list[dict[str, Any]] = []
    for given in events:
        event = given
        if given.timestamp.utcoffset():
            # The bytes hashed are the bytes that can be read back, and those are in UTC.
            event = replace(given, timestamp=given.timestamp.astimezone(UTC))
        seq += 1
        rows.append(_row(event) | {"seq": seq, "prev_hash": previous})
        previous = rows[-1]["hash"] = chain(previous, event)
    rows_of.insert(connection, rows)
    connection.execute(_MOVE_HEAD, {"new_seq": seq, "new_hash": previous})


class SqlAudit:
    """Reading the trail, and proving that nobody changed it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def events(
        self, *, subject: str | None = None, after: int = 0, limit: int = _PAGE
    ) -> tuple[AuditEvent, ...]:
        """Events in the order they happened, of one pseudonym or of all."""
        query = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit)
        if subject is not None:
            query = query.where(audit.c.subject == subject)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return tuple(_event(row) for row in rows)

    async def verify(self) -> tuple[int, str]:
        """How many events the chain holds, and its last hash.

        Raises:
            AuditBroken: an event was changed, added, moved or taken away.
        """
        return await self._archive.read(_verify)


def _verify(connection: sa.Connection) -> tuple[int, str]:
    seq, previous = 0, GENESIS
    for row in _pages(connection):
        seq += 1
        expected = chain(previous, _event(row))
        if (row.seq, row.prev_hash, row.hash) != (seq, previous, expected):
            raise _broken(seq)
        previous = row.hash
    head = connection.execute(sa.select(audit_head.c.seq, audit_head.c.hash)).one()
    if tuple(head) != (seq, previous):
        raise _broken(seq + 1)
    return seq, previous


def _pages(connection: sa.Connection) -> Iterator[Any]:
    after = 0
    while True:
        query = sa.select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(_PAGE)
        rows = connection.execute(query).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].seq


def _broken(seq: int) -> AuditBroken:
    return AuditBroken(
        f"The audit trail does not hold at event {seq}: it was changed, moved or taken away. "
        "Compare with the last backup and find out who could write to the database."
    )


def _row(event: AuditEvent) -> dict[str, Any]:
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


def _event(row: Any) -> AuditEvent:  # noqa: ANN401 - a row of `audit`
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
