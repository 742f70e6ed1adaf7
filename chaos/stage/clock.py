"""A clock that somebody sets wrong while the house looks at it."""

import mmap
import struct
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from leadwright.clock import SystemClock

_SECONDS: Final = struct.Struct("d")


def put(file: Path, seconds: float) -> None:
    """Set the clock of all lives that look at the file wrong by so many seconds."""
    with file.open("r+b" if file.exists() else "w+b") as handle:
        handle.write(_SECONDS.pack(seconds))


class WrongClock(SystemClock):
    """The machine's clock, and whatever the file adds to it at this moment."""

    def __init__(self, file: Path, *, as_of: Callable[[], date | None]) -> None:
        super().__init__(as_of=as_of)
        with file.open("rb") as handle:
            self._file = mmap.mmap(handle.fileno(), _SECONDS.size, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        (seconds,) = _SECONDS.unpack(self._file[: _SECONDS.size])
        return super().now() + timedelta(seconds=seconds)
