"""Cuts a delimited file into records; a quote that is never closed costs its own row alone."""

import csv
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from leadwright.adapters.intake.table import LONGEST_FIELD, Broken
from leadwright.adapters.intake.text import LONGEST_ROW, TooLong
from leadwright.leads.intake import RefusalCode

_DELIMITERS: Final = ",;\t|"
_LINES_A_ROW: Final = 200  # a quoted cell may hold line breaks, but no cell holds a file
_LINES_TO_TELL: Final = 20
# What the parser says, in words for people.
_REASONS: Final = {
    "unexpected end": "a quote is opened and never closed",
    "expected after": "something follows a closing quote",
}


class Records:
    """The records of a file in order, blank ones included. To be read once."""

    def __init__(self, lines: Iterator[str | TooLong]) -> None:
        self._fresh = lines
        self._waiting: deque[str | TooLong] = deque()
        self._delimiter = ""
        self._is_abandoned = False  # a row was given up, the end of which may come much later
        self.is_cut = False  # the record given last has no line end, so the file may be cut off

    def __iter__(self) -> Iterator[list[str] | Broken]:
        """Cells, or the line that makes none."""
        while (line := self._next()) != "":
            if isinstance(line, TooLong):
                yield _too_long(line)
            elif self._delimiter or not self._declares(line):
                if self._is_abandoned and self._closes(line):
                    yield _broken(line, "expected after")
                elif '"' in line:
                    yield from self._cut(self._gather(line))
                else:
                    yield self._plain(line)

    def _next(self) -> str | TooLong:
        """The next line, empty at the end."""
        return self._waiting.popleft() if self._waiting else next(self._fresh, "")

    def _declares(self, line: str) -> bool:
        """Settle the delimiter by the first lines; one like "sep=;" does nothing else."""
        sign = line.lower().removeprefix("sep=").rstrip("\r\n")
        if line.lower().startswith("sep=") and sign and sign in _DELIMITERS:
            self._delimiter = sign
            return True
        if line.strip():
            self._waiting.extend(islice(self._fresh, _LINES_TO_TELL - len(self._waiting)))
            more = [each for each in self._waiting if isinstance(each, str) and each.strip()]
            self._delimiter = _delimiter([line, *more])
        return False

    def _closes(self, line: str) -> bool:
        """Whether a line ends a cell that began in a row given up before."""
        if not _turns(line) or any(c.startswith('"') for c in line.split(self._delimiter or ",")):
            return False
        self._is_abandoned = False
        return True

    def _plain(self, line: str) -> list[str]:
        """The cells of a line without quotes."""
        bare = line.rstrip("\r\n")
        self.is_cut = len(bare) == len(line)
        return bare.split(self._delimiter or ",") if bare else []

    def _gather(self, line: str) -> list[str]:
        """The line, with those after it while a quote is open."""
        gathered, size, is_open = [line], len(line), _turns(line)
        while is_open and len(gathered) < _LINES_A_ROW and size < LONGEST_ROW:
            more = self._next()
            if isinstance(more, TooLong):
                self._waiting.appendleft(more)
            if isinstance(more, TooLong) or not more:
                break
            gathered.append(more)
            size += len(more)
            is_open ^= _turns(more)
        return gathered

    def _cut(self, gathered: Sequence[str]) -> list[list[str] | Broken]:
        """The records in these lines; when they make none, the first is given up alone."""
        self.is_cut = not gathered[-1].endswith(("\n", "\r"))
        try:
            return [*self._parse(gathered)]
        except csv.Error as error:
            self._waiting.extendleft(reversed(gathered[1:]))
            broken = _broken(gathered[0], str(error))
            self._is_abandoned |= "unexpected end" in str(error)
            self.is_cut = self.is_cut and len(gathered) == 1
        try:
            return [*self._parse(gathered[:1])]
        except csv.Error:
            return [broken]

    def _parse(self, gathered: Sequence[str]) -> Iterator[list[str]]:
        return csv.reader(gathered, delimiter=self._delimiter or ",", strict=True)


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that most lines hold as often as the first one does.

    Commas inside amounts are not in the header. Where no line is like the first, it may be a
    title, and the sign counts that most lines agree about.
    """
    counts = {sign: [_outside(line).count(sign) for line in lines] for sign in _DELIMITERS}

    def like_the_first(sign: str) -> tuple[int, int]:
        first = counts[sign][0]
        return (counts[sign].count(first) if first else 0, first)

    def agreed(sign: str) -> tuple[int, int]:
        number, agreeing = max(Counter(counts[sign]).items(), key=lambda item: item[1])
        return (agreeing if number else 0, number)

    best = max(_DELIMITERS, key=like_the_first)
    other = max(_DELIMITERS, key=agreed)
    return best if like_the_first(best)[0] > 1 or not agreed(other)[0] else other


def _outside(line: str) -> str:
    return "".join(line.split('"')[::2])


def _turns(line: str) -> bool:
    """Whether a line leaves a quote open that was closed, or closes an open one."""
    return line.count('"') % 2 == 1


def _broken(line: str, said: str) -> Broken:
    if "field larger" in said:
        reason = f"A field of the row is longer than {LONGEST_FIELD:,} characters; shorten it."
        return Broken(code=RefusalCode.FIELD_TOO_LARGE, line=line, reason=reason)
    why = next((words for sign, words in _REASONS.items() if sign in said), "its quotes are wrong")
    reason = f"The row cannot be cut into cells: {why}; close or double its quotes."
    return Broken(code=RefusalCode.BROKEN_ROW, line=line, reason=reason)


def _too_long(line: TooLong) -> Broken:
    reason = f"The row is longer than {LONGEST_ROW:,} characters; shorten its cells."
    return Broken(code=RefusalCode.ROW_TOO_LARGE, line=line.start, reason=reason)
