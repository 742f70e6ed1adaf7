"""The slot: who holds it may run segments of a database. A killed process frees it by dying.

Two processes with the same name would each take the other's running segments for left ones.
"""

import fcntl
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.durable.errors import EngineBusy
from leadwright.adapters.store.engine import Database

_LOCK: Final = 0x1EAD_0000  # plus the number of the slot
_IN_PROCESS: Final = threading.Lock()  # DBOS keeps one instance a process, in a global of its own


class Slot:
    """The first slot of a database; its name is the executor's."""

    name: Final = "worker-0"

    def __init__(self, release: Callable[[], None]) -> None:
        self._release = release

    @classmethod
    def take(cls, database: Database) -> "Slot":
        """Take the slot.

        Raises:
            EngineBusy: somebody holds it.
        """
        with ExitStack() as held:
            if not _IN_PROCESS.acquire(blocking=False):
                raise _busy()
            held.callback(_IN_PROCESS.release)
            file = database.file
            if file is not None:
                _lock_file(file.with_name(f"{file.name}.lock"), held)
            else:
                _lock_server(database, held)
            return cls(held.pop_all().close)

    def release(self) -> None:
        """Let the next one have it."""
        self._release()


def _lock_file(path: Path, held: ExitStack) -> None:
    # A file of its own: closing a second handle on the database would drop SQLite's own locks.
    handle = held.enter_context(path.open("ab"))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _busy() from None


def _lock_server(database: Database, held: ExitStack) -> None:
    connection = held.enter_context(database.engine.connect())
    connection.execution_options(isolation_level="AUTOCOMMIT")
    if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_LOCK))).scalar():
        raise _busy()
    held.callback(connection.execute, sa.select(sa.func.pg_advisory_unlock(_LOCK)))


def _busy() -> EngineBusy:
    return EngineBusy(
        "Somebody works on this database already; wait until that has ended, or stop it."
    )
