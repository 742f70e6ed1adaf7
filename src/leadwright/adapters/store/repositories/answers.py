"""`AnswerShelf` in SQL: answers under a keyed hash of their question, sealed for the house."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.tables import Moment, answers, micros
from leadwright.governance.vault import place
from leadwright.landmarks import Landmark
from leadwright.tools.ports import Shelved

_ORDER: Final = 1
_UNANSWERED: Final = timedelta(days=1)  # how long a question without an answer stays
_MOST_CLEARED: Final = 200  # at once


class _Change(NamedTuple):
    key: bytes
    make: Callable[[sa.Connection], object]


class SqlAnswers:
    """One shelf for all processes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._rows = Bulk(archive.database, answers, conflict=KEEPING)

    async def look(self, key: str) -> Shelved | None:
        """What is there for a question."""
        blind = self._blind(key)
        return await self._archive.read(lambda connection: self._look(connection, blind))

    async def begin(self, key: str, *, asker: str, seen: Shelved | None, at: datetime) -> bool:
        """Say who asks now, if all is still as it was seen; else somebody was first."""
        version, soon = seen.version if seen else 0, at + _UNANSWERED
        until = sa.case((answers.c.until > soon, answers.c.until), else_=sa.literal(soon, Moment))
        asks = {"asker": asker, "until": until}

        def make(connection: sa.Connection, blind: bytes) -> bool:
            if seen is None:
                self._lay(connection, blind, soon)
            return _change(connection, blind, asks, answers.c.version == version)

        return bool(await self._write(key, make))

    async def renew(self, key: str, *, asker: str) -> None:
        """Give a sign of life, if it still is this call that asks."""
        await self._write(
            key, lambda connection, blind: _change(connection, blind, {}, answers.c.asker == asker)
        )

    async def keep(self, key: str, answer: str, *, at: datetime, until: datetime) -> None:
        """Put an answer there; nobody asks any more. What has outlived its time is cleared away."""
        house = self._archive.vault.house
        blind = self._blind(key)
        sealed = await self._archive.think(
            lambda: house.seal(_place(blind, at), answer.encode("utf-8", "surrogatepass"))
        )
        kept = {"asker": None, "kept_at": at, "answer": sealed, "until": until}

        def make(connection: sa.Connection, blind: bytes) -> None:
            self._lay(connection, blind, until)
            _change(connection, blind, kept)
            connection.execute(_CLEAR, {"now": at})

        await self._write(key, make)

    async def give_up(self, key: str, *, asker: str) -> None:
        """This call asks no more, and has no answer."""
        await self._write(
            key,
            lambda connection, blind: _change(
                connection, blind, {"asker": None}, answers.c.asker == asker
            ),
        )

    async def clear(self, now: datetime) -> None:
        """Clear away what has outlived its time."""
        change = _Change(b"", lambda connection: connection.execute(_CLEAR, {"now": now}))
        await self._archive.scribe.write(self._make, change, order=_ORDER, mark=Landmark.ANSWER)

    async def _write(self, key: str, make: Callable[[sa.Connection, bytes], object]) -> object:
        blind = self._blind(key)
        change = _Change(blind, lambda connection: make(connection, blind))
        done: object = await self._archive.scribe.write(
            self._make, change, order=_ORDER, mark=Landmark.ANSWER
        )
        return done

    def _make(self, connection: sa.Connection, changes: Sequence[_Change]) -> Sequence[object]:
        # In the order of the keys, so that no two processes wait for each other.
        places = sorted(range(len(changes)), key=lambda number: changes[number].key)
        done = {number: changes[number].make(connection) for number in places}
        return [done[number] for number in range(len(changes))]

    def _lay(self, connection: sa.Connection, blind: bytes, until: datetime) -> None:
        """A row for the question, if there is none."""
        nothing = {"version": 0, "asker": None, "kept_at": None, "answer": None}
        self._rows.insert(connection, [{"key": blind, "until": micros(until), **nothing}])

    def _look(self, connection: sa.Connection, blind: bytes) -> Shelved | None:
        row: Any = connection.execute(_OF_KEY, {"key": blind}).first()
        if row is None:
            return None
        answer = None
        if row.answer is not None:
            plain = self._archive.vault.house.open(_place(blind, row.kept_at), row.answer)
            answer = plain.decode("utf-8", "surrogatepass")
        return Shelved(version=row.version, asker=row.asker, answer=answer, kept_at=row.kept_at)

    def _blind(self, key: str) -> bytes:
        return self._archive.vault.naming.blind("answer", key)


def _place(blind: bytes, at: datetime) -> bytes:
    """An answer cannot be moved to another question, nor made younger."""
    return place("answers", blind.hex(), "answer", micros(at))


def _change(
    connection: sa.Connection,
    blind: bytes,
    values: dict[str, Any],
    *conditions: sa.ColumnElement[bool],
) -> bool:
    row = sa.update(answers).where(answers.c.key == blind, *conditions)
    changed = row.values(version=answers.c.version + 1, **values)
    return connection.execute(changed).rowcount == 1


_OF_KEY: Final = sa.select(answers).where(answers.c.key == sa.bindparam("key"))
_PAST: Final = (
    sa.select(answers.c.key)
    .where(answers.c.until <= sa.bindparam("now", type_=answers.c.until.type))
    .order_by(answers.c.until)
    .limit(_MOST_CLEARED)
    .with_for_update(skip_locked=True)
    .cte("past")
)
_CLEAR: Final = sa.delete(answers).where(answers.c.key.in_(sa.select(_PAST.c.key)))
