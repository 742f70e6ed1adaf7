"""Physical lines of a text file, one at a time and never longer than a row may be."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

LONGEST_ROW = 1_000_000  # characters


def lines(path: Path) -> Iterator[str | None]:
    """The lines of a file with their ends; None for one too long to be a row.

    Bytes that are no UTF-8 stay in the line as lone surrogates, so that one bad row does not end
    the reading; `is_utf8` tells.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        while line := file.readline(LONGEST_ROW + 1):
            if len(line) > LONGEST_ROW:
                _skip_rest(file, line)
                yield None
            else:
                yield line


def is_utf8(text: str) -> bool:
    """Whether all of a line could be decoded."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _skip_rest(file: TextIO, line: str) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = file.readline(LONGEST_ROW)
