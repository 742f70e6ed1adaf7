"""Cuts a delimited file into records; a quote that is never closed costs its own row alone."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leadwright.adapters.intake.lines import LONGEST_ROW, lines
from leadwright.leads.intake import RefusalCode

_DELIMITERS: Final = ",;\t|"
_LINES_A_ROW: Final = 200  # a quoted cell may hold line breaks, but no cell holds a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A line that makes no record."""

    code: RefusalCode
    line: str
    reason: str


_TOO_LONG: Final = Broken(
    code=RefusalCode.ROW_TOO_LARGE,
    line="",
    reason=f"The row is longer than {LONGEST_ROW:,} characters; shorten its cells.",
)


class Records:
    """The records of a file in order, blank ones included. To be read once."""

    def __init__(self, path: Path) -> None:
        self._fresh = lines(path)
        self._waiting: deque[str | None] = deque()
        self._delimiter = ""

    def __iter__(self) -> Iterator[list[str] | Broken]:
        """Cells, or the line that makes none."""
        while (line := self._next()) != "":
            if line is None:
                yield _TOO_LONG
            elif self._delimiter or not self._declares(line):
                yield from self._cut(self._gather(line))

    def _next(self) -> str | None:
        """The next line; None for one that is too long, empty at the end."""
        return self._waiting.popleft() if self._waiting else next(self._fresh, "")

    def _declares(self, line: str) -> bool:
        """Settle the delimiter by the first line; one like "sep=;" does nothing else."""
        sign = line.lower().removeprefix("sep=").rstrip("\r\n")
        if line.lower().startswith("sep=") and sign and sign in _DELIMITERS:
            self._delimiter = sign
            return True
        if line.strip():
            outside = "".join(line.split('"')[::2])
            self._delimiter = max(_DELIMITERS, key=outside.count)
        return False

    def _gather(self, line: str) -> list[str]:
        """The line, with those after it while a quote is open."""
        gathered, size, is_open = [line], len(line), _turns(line)
        while is_open and len(gathered) < _LINES_A_ROW and size < LONGEST_ROW:
            more = self._next()
            if not more:
                self._waiting.extendleft([more] if more is None else [])
                break
            gathered.append(more)
            size += len(more)
            is_open ^= _turns(more)
        return gathered

    def _cut(self, gathered: Sequence[str]) -> list[list[str] | Broken]:
        """The records in these lines; when they make none, the first is given up alone."""
        try:
            return [*self._parse(gathered)]
        except csv.Error as error:
            self._waiting.extendleft(reversed(gathered[1:]))
            reason = f"The row cannot be cut into cells ({error}); close or double its quotes."
        try:
            return [*self._parse(gathered[:1])]
        except csv.Error:
            return [Broken(code=RefusalCode.BROKEN_ROW, line=gathered[0], reason=reason)]

    def _parse(self, gathered: Sequence[str]) -> Iterator[list[str]]:
        return csv.reader(gathered, delimiter=self._delimiter or ",", strict=True)


def _turns(line: str) -> bool:
    """Whether a line leaves a quote open that was closed, or closes an open one."""
    return line.count('"') % 2 == 1
