"""The file of checkpoints: lines are only ever added, each durable before it counts."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from leadwright.errors import Unavailable, reason_of
from leadwright.governance.checkpoints import Signed

_TAIL = 65_536  # bytes; a line has some two thousand


class CheckpointsUnwritable(Unavailable):
    """A checkpoint could not be written or read."""

    code: ClassVar[str] = "checkpoints_unwritable"


@dataclass(frozen=True, slots=True)
class Book:
    """Checkpoints in the order they were made."""

    path: Path

    def all(self) -> tuple[Signed, ...]:
        """Every checkpoint; none where there is no file.

        Raises:
            CheckpointsBroken: a line is no checkpoint.
            CheckpointsUnwritable: the file cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise self._failed(error) from error
        whole = text[: text.rfind("\n") + 1]  # a line that was cut off was never made
        return tuple(Signed.parse(line) for line in whole.splitlines())

    @contextmanager
    def open(self) -> Iterator["Pages"]:
        """The book for one writer alone; others wait.

        Raises:
            CheckpointsUnwritable: the file cannot be opened or written.
        """
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            with os.fdopen(handle, "r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # given back when it is closed
                yield Pages(file)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> CheckpointsUnwritable:
        return CheckpointsUnwritable(
            f"The file of checkpoints {str(self.path)!r} cannot be used ({reason_of(error)}); mend "
            "that, or name another with audit.checkpoints. The trail itself goes on."
        )


class Pages:
    """A book that is open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def last(self) -> Signed | None:
        """The newest checkpoint.

        Raises:
            CheckpointsBroken: it cannot be read.
        """
        end = self._whole()
        self._file.seek(max(0, end - _TAIL))
        lines = self._file.read(end - self._file.tell()).splitlines()
        return Signed.parse(lines[-1].decode(errors="replace")) if lines else None

    def add(self, signed: Signed) -> None:
        """One line more; it is on the disk when this returns."""
        end = self._whole()
        self._file.truncate(end)  # what was cut off by a crash was never made
        self._file.seek(end)
        self._file.write(f"{signed.line()}\n".encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def _whole(self) -> int:
        """Where the last whole line ends."""
        size = self._file.seek(0, os.SEEK_END)
        start = max(0, size - _TAIL)
        self._file.seek(start)
        return start + self._file.read().rfind(b"\n") + 1
