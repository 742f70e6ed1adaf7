"""`PauseBook` in SQL."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.repositories import gatekeeping
from leadwright.adapters.store.repositories.ledger import append
from leadwright.adapters.store.scribe import Clerk
from leadwright.adapters.store.tables import audit, micros, pauses
from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.marks import Note
from leadwright.journey.outbox.ports import Pause
from leadwright.landmarks import Landmark


class SqlPauses:
    """One book for all processes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._rows = Bulk(archive.database, pauses, conflict=KEEPING)
        self._audit = Bulk(archive.database, audit)

    async def pause(self, pause: Pause) -> bool:
        """Begin a pause; False when it was paused already, then nothing changes."""
        return bool(await self._write(self._pause, pause))

    async def resume(self, pause: Pause) -> bool:
        """End a pause, with who did it and why; False when nothing was paused."""
        return bool(await self._write(self._resume, pause))

    async def pauses(self) -> tuple[Pause, ...]:
        """All that stands still."""
        query = sa.select(pauses).order_by(pauses.c.scope, pauses.c.name)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return tuple(
            Pause(
                scope=PauseScope(row.scope),
                name=row.name,
                note=Note(actor=row.actor, reason=row.reason, at=row.at),
            )
            for row in rows
        )

    async def _write(self, clerk: Clerk, pause: Pause) -> object:
        result: object = await self._archive.scribe.write(
            clerk, pause, order=gatekeeping.ORDER, mark=Landmark.LISTS
        )
        return result

    def _pause(self, connection: sa.Connection, wanted: Sequence[Pause]) -> Sequence[object]:
        gatekeeping.shut(connection)
        return [self._begin(connection, pause) for pause in wanted]

    def _resume(self, connection: sa.Connection, wanted: Sequence[Pause]) -> Sequence[object]:
        gatekeeping.shut(connection)
        return [self._end(connection, pause) for pause in wanted]

    def _begin(self, connection: sa.Connection, pause: Pause) -> bool:
        if connection.execute(sa.select(pauses.c.at).where(*_is(pause))).first():
            return False
        self._rows.insert(connection, [_row(pause)])
        append(connection, self._audit, [_told("pause", pause)])
        return True

    def _end(self, connection: sa.Connection, pause: Pause) -> bool:
        if not connection.execute(sa.delete(pauses).where(*_is(pause))).rowcount:
            return False
        append(connection, self._audit, [_told("resume", pause)])
        return True


def _is(pause: Pause) -> tuple[sa.ColumnElement[bool], ...]:
    return (pauses.c.scope == pause.scope.value, pauses.c.name == pause.name)


def _row(pause: Pause) -> dict[str, Any]:
    return {
        "scope": pause.scope.value,
        "name": pause.name,
        "reason": pause.note.reason,
        "actor": pause.note.actor,
        "at": micros(pause.note.at),
    }


def _told(action: str, pause: Pause) -> AuditEvent:
    subject = f"{pause.scope.value}:{pause.name}" if pause.name else pause.scope.value
    return AuditEvent(
        id=f"{action}:{subject}/{micros(pause.note.at)}",
        timestamp=pause.note.at,
        actor=pause.note.actor,
        action=action,
        subject=subject,
        reason=pause.note.reason or None,
        release=pause.note.release,
    )
