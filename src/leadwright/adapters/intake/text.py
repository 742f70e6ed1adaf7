"""Text out of bytes: UTF-8, UTF-16 or Windows-1252, told by the bytes themselves.

Whole files are seldom of one mind: a table may be UTF-8 for a megabyte and then hold a row that was
pasted from elsewhere. So bytes that are no UTF-8 stay in the text as lone surrogates, and `mended`
reads them, a row at a time, as what they nearly always are.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.source import Snapshot, opened

LONGEST_ROW: Final = 1_000_000  # characters
HEAD: Final = 4096
UTF8: Final = "utf-8-sig"
_CHUNK: Final = 1 << 16
_SHOWN: Final = 400
_NUL_SHARE: Final = 0.2  # of UTF-16 with Latin letters, nearly half is NUL
_LOST: Final = "\ufffd"
_UNREADABLE: Final = "\ud800"
_WINDOWS: Final = {
    0xDC00 + byte: character
    for byte in range(0x80, 0x100)
    if (character := bytes([byte]).decode("cp1252", "ignore"))
}
# Words of the languages that Windows-1252 was made for have no three such letters in a row; those
# of Russian, Greek, Chinese in their own encodings have little else.
_FOREIGN: Final = re.compile("[\udc80-\udcff]{3}")
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line too long to be a row, by its beginning."""

    start: str


class TextFile:
    """A file as text; remarks on its letters when they are no UTF-8."""

    def __init__(self, path: Path, remarks: Remarks) -> None:
        self.path = path
        self._remarks = remarks
        self._encoding = UTF8

    def lines(self) -> Iterator[str | TooLong]:
        """The lines with their ends, one at a time.

        The last one has no end when the file has none; where somebody still writes to the file it
        is left out, as it may be half a line.
        """
        with self._text() as (file, snapshot):
            while line := file.readline(LONGEST_ROW + 1):
                if len(line) > LONGEST_ROW:
                    _skip_rest(file, line)
                    yield TooLong(line[:_SHOWN])
                elif line.endswith(("\n", "\r")) or not self._changed(snapshot):
                    yield line if line.isascii() else self.mended(line)
            self._changed(snapshot)

    def chunks(self) -> Iterator[str]:
        """The text in pieces of any size; each piece of it still has to be mended."""
        with self._text() as (file, snapshot):
            while chunk := file.read(_CHUNK):
                yield chunk
            self._changed(snapshot)

    def mended(self, text: str) -> str:
        """The text with its bytes that are no UTF-8 read as Windows-1252, if they can be."""
        if self._encoding != UTF8:
            return text.replace(_LOST, _UNREADABLE)
        if is_readable(text) or _FOREIGN.search(text):
            return text
        self._remarks.say(
            "Some rows are not UTF-8; their letters were read as Windows-1252 (Latin-1). "
            "If names look wrong, save the file as UTF-8."
        )
        return text.translate(_WINDOWS)

    def _changed(self, snapshot: Snapshot) -> bool:
        if snapshot.changed:
            self._remarks.say(
                "The file changed while it was read; give it again when it is finished."
            )
        return snapshot.changed

    @contextmanager
    def _text(self) -> Iterator[tuple[io.TextIOWrapper, Snapshot]]:
        with opened(self.path) as snapshot, io.BufferedReader(snapshot, _CHUNK) as file:
            self._encoding = encoding_of(file.peek(HEAD)[:HEAD])
            errors = "surrogateescape" if self._encoding == UTF8 else "replace"
            with io.TextIOWrapper(file, self._encoding, errors, newline="") as text:
                yield text, snapshot


def encoding_of(head: bytes) -> str:
    """The encoding that first bytes tell of."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd > _NUL_SHARE * len(head) and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return UTF8


def is_readable(text: str) -> bool:
    """Whether all of a text could be decoded."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _skip_rest(file: io.TextIOWrapper, line: str) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = file.readline(LONGEST_ROW)
