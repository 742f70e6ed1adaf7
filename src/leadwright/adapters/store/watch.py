"""Telling where commits are passed; nothing of it is there unless somebody wants to know."""

from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa

from leadwright.landmarks import Landmark, Passing

_NEXT: Final = "leadwright.landmarks"  # what the commit of this transaction will be
_DONE: Final = "leadwright.landmarks.done"
_OTHERS: Final = (Landmark.ENGINE,)  # commits that are not ours are those of the durable engine


def name(connection: sa.Connection, marks: Iterable[Landmark]) -> None:
    """Say what the transaction is about."""
    connection.info[_NEXT] = tuple(marks)


def watch(engine: sa.Engine, passing: Passing) -> None:
    """From now on, tell of every commit: right before it, and right after it is durable."""

    @sa.event.listens_for(engine, "commit")
    def _before(connection: sa.Connection) -> None:
        marks = connection.info.pop(_NEXT, _OTHERS)
        connection.info[_DONE] = marks
        for mark in marks:
            passing(mark.before)

    @sa.event.listens_for(engine, "rollback")
    def _never(connection: sa.Connection) -> None:
        if not connection.invalidated:  # a lost connection took what it held with it
            connection.info.pop(_NEXT, None)

    @sa.event.listens_for(engine, "checkin")
    def _after(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's own
        for mark in record.info.pop(_DONE, ()):
            passing(mark.after)
