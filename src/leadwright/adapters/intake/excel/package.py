"""The zip archive around a workbook, opened with care: it may be a bomb, or damaged."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from leadwright.adapters.intake.errors import (
    LeadFileDamaged,
    LeadFileLocked,
    LeadFileTooLarge,
)
from leadwright.adapters.intake.source import opened

_LARGEST: Final = 2 << 30  # a full sheet of a million rows unpacks to half of it
_LARGEST_DIRECTORY: Final = 1 << 20  # some thousand entries; a workbook has tens
_LARGEST_RATIO: Final = 200  # tables pack to a tenth, the emptiest to a hundredth
_UNSUSPICIOUS: Final = 32 << 20
_CHUNK: Final = 1 << 16
_END: Final = b"PK\x05\x06"
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_ENCRYPTED: Final = 1
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
)


class Package:
    """The parts of a workbook by name."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self.parts = frozenset(archive.namelist())

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """One part, to be read in pieces.

        Raises:
            Refused: It is missing, packed in a strange way, or unpacks to far too much.
        """
        if name not in self.parts:
            raise damaged(self._path, f"it has no {name}")
        part = self._archive.getinfo(name)
        if part.flag_bits & _ENCRYPTED:
            raise LeadFileLocked(f"{self._path} is protected by a password; save it without one.")
        if part.compress_type not in _PACKINGS:
            raise damaged(self._path, f"{name} is packed in an unusual way")
        ratio = part.file_size / max(part.compress_size, 1)
        is_bomb = part.file_size > _UNSUSPICIOUS and ratio > _LARGEST_RATIO
        if is_bomb or part.file_size > _LARGEST:
            raise LeadFileTooLarge(
                f"{self._path} unpacks to {part.file_size >> 20:,} MB, more than leads can be; "
                "save the rows you need as CSV."
            )
        with self._archive.open(part) as stream:
            yield stream

    def overfull(self, what: str) -> LeadFileTooLarge:
        """What to raise when a part holds more of something than any workbook does."""
        return LeadFileTooLarge(
            f"{self._path} holds far more {what} than a workbook; save the rows you need as CSV."
        )


@contextmanager
def unpacked(path: Path) -> Iterator[Package]:
    """The archive, open; whatever is found broken in it is one error of ours.

    Raises:
        Refused: It is damaged, a bomb or locked.
    """
    try:
        with opened(path) as snapshot, path.open("rb") as file:
            _check_directory(path, file, snapshot.size)
            with zipfile.ZipFile(file) as archive:
                yield Package(path, archive)
    except _DAMAGE as error:
        raise damaged(path, "the archive inside it is broken") from error


def damaged(path: Path, why: str) -> LeadFileDamaged:
    """What to raise about a broken workbook."""
    return LeadFileDamaged(
        f"{path} is damaged or cut off ({why}); open it in your spreadsheet program and save it "
        "again as .xlsx or CSV."
    )


def _check_directory(path: Path, file: IO[bytes], size: int) -> None:
    """The list of entries is read as a whole, so its size is looked at before."""
    start = max(size - _CHUNK - _END_RECORD.size, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0:
        raise damaged(path, "its end is missing")
    directory = _END_RECORD.unpack_from(tail, at)[5]
    if at >= _LOCATOR.size:
        mark, _, where, _ = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)
        if mark == b"PK\x06\x07":
            file.seek(min(where, size))
            directory = _END_64.unpack(file.read(_END_64.size))[8]
    if directory > _LARGEST_DIRECTORY:
        raise LeadFileTooLarge(f"{path} holds far more files than a workbook; save it as CSV.")
    file.seek(0)
