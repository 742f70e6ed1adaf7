"""Cuts a JSON document of any size into its values, one at a time, broken ones too.

A parser would stop at the first mistake. This only follows brackets and quotes, so that one bad
lead costs itself alone: a brace where a name must stand, or on a line of its own no deeper than the
bad lead began, is taken for the beginning of the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leadwright.adapters.intake.text import LONGEST_ROW

_SHOWN: Final = 400
_DEEPEST: Final = 4096  # blanks before a value; where more stand, the column is taken for this one
_LATE_HELPS: Final = 10  # each may cost a look through a whole row's worth of text
_NOT_BLANK: Final = re.compile(r"[^\s\ufeff]")
_QUOTED: Final = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"')
_TOKEN: Final = re.compile(rf'{_QUOTED.pattern}|["{{}}\[\],]')
_INNER: Final = re.compile(rf'(?:[^"{{}}\[\]]++|{_QUOTED.pattern})*+')
_IN_TEXT: Final = re.compile(r'["\n]|\\')
_LINE_OF_OBJECT: Final = re.compile(r"^[ \t]*(\{)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one value; only its beginning when it was too long, or never ended."""

    text: str
    too_long: bool = False
    unended: bool = False


class Pieces:
    """A document as a reader meets it: marks, and whole values."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text = ""
        self._start = 0  # all before it is done with
        self._at = 0  # all before it is looked at
        self._depth = 0
        self._column = 0  # where the value began
        self._is_object = False
        self._in_text = False
        self._odd = False  # a quote was left open at the end of a line
        self._long: str | None = None
        self._helps = _LATE_HELPS

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while not (found := _NOT_BLANK.search(self._text, self._start)):
            # The line end before a value is kept: it tells in which column the value begins.
            line = self._text.rfind("\n", self._start)
            self._start = max(line, self._start, len(self._text) - _DEEPEST)
            if not self._more():
                return ""
        self._start = found.start()
        return found[0]

    def take(self) -> str:
        """The character `peek` showed, taken."""
        self._start += 1
        return self._text[self._start - 1]

    def take_if(self, mark: str) -> bool:
        """Take the next character that is not blank, if it is this one."""
        if self.peek() != mark:
            return False
        self._start += 1
        return True

    def name(self) -> Piece:
        """The text in quotes that comes next, and no more; as a value if it does not end."""
        while not (found := _QUOTED.match(self._text, self._start)):
            is_hopeless = "\n" in self._text or len(self._text) - self._start > LONGEST_ROW
            if is_hopeless or not self._more():
                return self.value()
        self._start = found.end()
        return Piece(found[0])

    def value(self) -> Piece:
        """The next value up to its end; empty before a bracket that closes nothing."""
        self._at, self._depth, self._in_text = self._start, 0, False
        self._odd, self._long = False, None
        self._is_object = self._text.startswith("{", self._start)
        self._column = self._start - (self._text.rfind("\n", 0, self._start) + 1)
        while True:
            end = self._end()
            if end is not None:
                return self._taken(end, unended=self._depth > 0)
            if self._at - self._start > LONGEST_ROW and (late := self._late()):
                return self._taken(late, unended=True)
            if not self._grow():
                late = self._late() or len(self._text)
                return self._taken(late, unended=self._depth > 0 or self._in_text)

    def _end(self) -> int | None:
        """Where the value ends, as far as the text is there."""
        while True:
            if self._depth and not self._in_text and (inner := _INNER.match(self._text, self._at)):
                self._at = inner.end()
            found = (_IN_TEXT if self._in_text else _TOKEN).search(self._text, self._at)
            if found is None:
                self._at = len(self._text)
                return None
            mark = found[0]
            if self._in_text:
                if not self._leave_text(mark, found.end()):
                    return None
            elif mark == "{" and self._depth and self._is_next_lead(found.start()):
                return found.start()
            elif (end := self._step(mark, found)) is not None:
                return end

    def _step(self, mark: str, found: re.Match[str]) -> int | None:
        self._at = found.end()
        if mark in "{[":
            self._depth += 1
        elif mark in "}]":
            self._depth -= 1
            if self._depth <= 0:
                return found.end() if self._depth == 0 else self._closed(found.start())
        elif mark == "," and not self._depth:
            return found.start()
        elif mark == '"':
            self._in_text = True
        return None

    def _closed(self, at: int) -> int:
        self._depth = 0
        return at

    def _leave_text(self, mark: str, end: int) -> bool:
        """Go on within a text that began in an earlier chunk; false when more is needed."""
        if mark == "\\":
            self._at = end - 1 if end == len(self._text) else end + 1
            return end < len(self._text)
        self._in_text = False
        self._odd |= mark == "\n"
        self._at = end
        return True

    def _is_next_lead(self, at: int) -> bool:
        """Whether an object inside the value is rather the one after it."""
        before = at
        while before > self._start and self._text[before - 1].isspace():
            before -= 1
        if before == self._start:
            return False
        if self._depth == 1 and self._is_object:
            return self._text[before - 1] != ":"  # a name must stand here, so the brace is wrong
        line, _, indent = self._text[before:at].rpartition("\n")
        is_outdented = len(indent) <= self._column and (self._column > 0 or self._odd)
        return is_outdented and len(line) + len(indent) < at - before

    def _late(self) -> int | None:
        """Where the next value may begin, when this one finds no end."""
        if self._long is not None or not self._helps:
            return None
        self._helps -= 1
        for found in _LINE_OF_OBJECT.finditer(self._text, self._start + 1):
            begin = found.start()
            if found.start(1) - begin <= self._column and self._text[begin - 1] == "\n":
                return found.start(1)
        return None

    def _grow(self) -> bool:
        if self._at - self._start > LONGEST_ROW:
            if self._long is None:
                self._long = self._text[self._start : self._start + _SHOWN]
            self._start = self._at
        return self._more()

    def _more(self) -> bool:
        chunk = next(self._chunks, "")
        self._text = self._text[self._start :] + chunk
        self._at = max(self._at - self._start, 0)
        self._start = 0
        return bool(chunk)

    def _taken(self, end: int, *, unended: bool) -> Piece:
        text = self._text[self._start : end] if self._long is None else self._long
        self._start = end
        too_long = self._long is not None or len(text) > LONGEST_ROW
        return Piece(text[:_SHOWN] if too_long else text, too_long=too_long, unended=unended)
