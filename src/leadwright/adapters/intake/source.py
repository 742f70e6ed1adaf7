"""The bytes of a file as they were when reading began, whatever happens to the file meanwhile."""

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from leadwright.adapters.intake.errors import (
    LeadFileIsFolder,
    LeadFileMissing,
    LeadFileNotReadable,
)


class Snapshot(io.RawIOBase):
    """Reads no further than the file was long at first, so that one that grows has an end."""

    def __init__(self, path: Path, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._path = path
        self._file = file
        self.size = size
        self._left = size

    @property
    def changed(self) -> bool:
        """Whether somebody writes to the file; to be asked when all is read."""
        try:
            return self._left > 0 or self._path.stat().st_size != self.size
        except OSError:
            return True

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # all it is given
        """Fill the buffer as far as there is something."""
        chunk = self._file.read(min(len(buffer), self._left))
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def opened(path: Path) -> Iterator[Snapshot]:
    """The file, open.

    Raises:
        Refused: It is missing, a folder, no ordinary file, or cannot be read.
    """
    try:
        size = size_of(path)
        with path.open("rb", buffering=0) as file:
            yield Snapshot(path, file, size)
    except FileNotFoundError as error:
        raise LeadFileMissing(f"There is no file {path}; check the name.") from error
    except OSError as error:
        why = (error.strerror or "reading failed").lower()
        raise LeadFileNotReadable(f"{path} cannot be read ({why}); check its rights.") from error


def size_of(path: Path) -> int:
    """How many bytes an ordinary file has.

    Raises:
        Refused: It is a folder, a device, or has no possible name.
    """
    try:
        status = path.stat()
    except ValueError as error:  # a NUL in the name
        raise LeadFileMissing(f"There is no file {str(path)!r}; check the name.") from error
    if stat.S_ISDIR(status.st_mode):
        raise LeadFileIsFolder(f"{path} is a folder; name one file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise LeadFileNotReadable(
            f"{path} is a device or a pipe, which cannot be read twice; save it as a file first."
        )
    return status.st_size
