"""The line to the server that holds a worker's slot: a connection of its own, kept alive.

Locks of a session end with it, so a slot is free the moment its process is gone or its line is
cut, and no clock takes part in it.
"""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.durable.errors import SlotLost
from leadwright.adapters.store.engine import KEPT_ALIVE, Database
from leadwright.adapters.store.errors import SILENT

_LOCK: Final = 0x1EAD_0000  # plus the number of the slot
_SCHEMA: Final = _LOCK - 1  # held while DBOS's tables are made
_UPKEEP: Final = _LOCK - 2  # held by the one that clears away
_AGAIN_S: Final = 0.1
_HERE: Final = KEPT_ALIVE | {
    "tcp_user_timeout": 10_000,
    "application_name": "leadwright worker",
}
_AT_THE_OTHER_END: Final = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 25000",  # keep-alives rest while an answer is on its way
    "SET idle_session_timeout = 0",
)


class Line:
    """A session on the server, and the locks it holds. For one thread at a time."""

    def __init__(self, database: Database) -> None:
        """Connect.

        Raises:
            sqlalchemy.exc.OperationalError: the server does not answer.
        """
        self._engine = sa.create_engine(
            database.engine.url,
            poolclass=sa.NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=_HERE,
        )
        self._connection = self._engine.connect()
        for setting in _AT_THE_OTHER_END:
            self._connection.exec_driver_sql(setting)

    def take(self, slot: int) -> bool:
        """Take the lock of a slot, unless somebody else holds it."""
        return self._lock(_LOCK + slot)

    def give_back(self, slot: int) -> None:
        """Let go of the lock of a slot."""
        self._unlock(_LOCK + slot)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether this is the one worker that clears away now."""
        mine = self._lock(_UPKEEP)
        try:
            yield mine
        finally:
            if mine:
                self._unlock(_UPKEEP)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """One worker after the other."""
        # Who waits inside the server holds a snapshot, and DBOS makes indexes concurrently, which
        # waits for every snapshot to end: the two would wait for each other for ever.
        while not self._lock(_SCHEMA):
            time.sleep(_AGAIN_S)
        try:
            yield
        finally:
            self._unlock(_SCHEMA)

    def listen(self, seconds: float, bell: int) -> None:
        """Wait so long, or until somebody rings the bell (a readable file descriptor).

        Raises:
            SlotLost: the line was cut; told at once when the server hangs up.
        """
        try:
            driver = self._connection.connection.driver_connection
            if driver is None:
                raise _lost()
            select.select([driver.fileno(), bell], [], [], seconds)
            self._connection.exec_driver_sql("SELECT 1")
        except (*SILENT, OSError, ValueError) as error:
            raise _lost() from error

    def close(self) -> None:
        """Hang up; every lock is free."""
        self._connection.invalidate()
        self._connection.close()
        self._engine.dispose()

    def _lock(self, key: int) -> bool:
        try:
            taken = self._connection.execute(sa.select(sa.func.pg_try_advisory_lock(key)))
            return bool(taken.scalar())
        except SILENT as error:
            raise _lost() from error

    def _unlock(self, key: int) -> None:
        try:
            self._connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        except SILENT as error:
            raise _lost() from error


def _lost() -> SlotLost:
    return SlotLost(
        "The database hung up, so another worker may have these leads now; see that its server "
        "runs, and give the same command again."
    )
