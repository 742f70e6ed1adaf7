"""The slot: who holds it may run its segments. A killed process frees it by dying.

A SQLite file has one slot, held by a lock on a file beside it. A server has as many as there are
workers: each takes the lowest that is free, so that one that is started again finds what the one
before it left. Two processes with one slot would each take the other's running segments for left
ones.
"""

import fcntl
import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from leadwright.adapters.durable.errors import EngineBusy, SlotLost
from leadwright.adapters.durable.line import Line
from leadwright.adapters.store.engine import Database

MOST: Final = 1_000  # workers on one server
_QUEUE: Final = "segments-"
_IN_PROCESS: Final = threading.Lock()  # DBOS keeps one instance a process, in a global of its own


class Slot:
    """A place among the workers of a database."""

    def __init__(self, number: int, line: Line | None, release: Callable[[], None]) -> None:
        self.number = number
        self._line = line
        self._release = release
        self._hear, self._bell = os.pipe()

    @classmethod
    def take(cls, database: Database) -> "Slot":
        """Take the lowest free slot.

        Raises:
            EngineBusy: there is none.
        """
        with ExitStack() as held:
            if not _IN_PROCESS.acquire(blocking=False):
                raise _busy()
            held.callback(_IN_PROCESS.release)
            file = database.file
            if file is not None:
                _lock_file(file.with_name(f"{file.name}.lock"), held)
                return cls(0, None, held.pop_all().close)
            line = Line(database)
            held.callback(line.close)
            for number in range(MOST):
                if line.take(number):
                    return cls(number, line, held.pop_all().close)
            raise _busy()

    @property
    def name(self) -> str:
        """The name of the executor in this slot."""
        return f"worker-{self.number}"

    @property
    def queue(self) -> str:
        """The queue that only who holds this slot works."""
        return f"{_QUEUE}{self.number}"

    def wait(self, seconds: float) -> None:
        """Wait so long, or until `wake`.

        Raises:
            SlotLost: the slot may be somebody else's now.
        """
        if self._line is not None:
            self._line.listen(seconds, self._hear)
        else:
            select.select([self._hear], [], [], seconds)

    def wake(self) -> None:
        """End the wait of another thread, now and later."""
        os.write(self._bell, b".")

    @contextmanager
    def deserted(self, number: int) -> Iterator[bool]:
        """Whether nobody holds that slot; while inside, nobody can take it either."""
        free = self._line is not None and number != self.number and self._line.take(number)
        try:
            yield free
        finally:
            if free and self._line is not None:
                self._line.give_back(number)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether this worker is the one that clears away now."""
        if self._line is None:
            yield True
            return
        with self._line.alone() as mine:
            yield mine

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """No two workers of a database are inside at once."""
        if self._line is None:
            yield
            return
        with self._line.in_turn():
            yield

    def release(self) -> None:
        """Let the next one have it."""
        with suppress(SlotLost):
            self._release()
        os.close(self._hear)
        os.close(self._bell)


def slot_of(queue: str) -> int | None:
    """The number of the slot whose queue it is."""
    number = queue.removeprefix(_QUEUE)
    return int(number) if number != queue and number.isdecimal() else None


def _lock_file(path: Path, held: ExitStack) -> None:
    # A file of its own: closing a second handle on the database would drop SQLite's own locks.
    handle = held.enter_context(path.open("ab"))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _busy() from None


def _busy() -> EngineBusy:
    return EngineBusy(
        "Somebody works on this database already; wait until that has ended, or stop it."
    )
