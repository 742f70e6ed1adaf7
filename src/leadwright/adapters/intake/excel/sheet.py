"""One sheet: its rows as they are shown, in order."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from leadwright.adapters.intake.excel import formats, markup
from leadwright.adapters.intake.excel.formats import Formats
from leadwright.adapters.intake.excel.package import Package
from leadwright.adapters.intake.excel.texts import Texts, unescaped
from leadwright.adapters.intake.table import LONGEST_FIELD, MOST_COLUMNS, Broken, Placed, Record
from leadwright.adapters.intake.text import LONGEST_ROW
from leadwright.leads.intake import RefusalCode

_PLACE: Final = re.compile(r"([A-Z]{1,3})[0-9]+")
_LETTERS: Final = 26
_TRUTH: Final = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """What cells refer to."""

    texts: Texts
    formats: Formats
    since_1904: bool = False


def records(
    package: Package, part: str, shelves: Shelves, say: Callable[[str], None]
) -> Iterator[Record]:
    """The rows of a sheet that hold anything, with the numbers they have in it."""
    sheet = _Sheet(shelves, say)
    for _ in markup.heard(package, part, sheet):
        yield from sheet.done
        sheet.done.clear()


class _Sheet:
    """Listens to the cells of a sheet; `done` are the rows that are complete."""

    def __init__(self, shelves: Shelves, say: Callable[[str], None]) -> None:
        self.done: list[Record] = []
        self._shelves = shelves
        self._say = say
        self._number = 0
        self._cells: dict[int, object] = {}
        self._size = 0
        self._wrong: Broken | None = None
        self._column = -1
        self._cell: Mapping[str, str] = {}
        self._parts: list[str] = []
        self._length = 0
        self._listens = False
        self._is_aside = False  # how a text is pronounced is not shown
        self._has_formula = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or what a cell holds."""
        if name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._cell = attributes
            self._parts, self._length = [], 0
            self._has_formula = False
        elif name in {"v", "t"}:
            self._listens = not self._is_aside
        elif name == "row":
            self._begin_row(attributes.get("r", ""))
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_aside = True

    def text(self, text: str) -> None:
        """What a cell holds, or a part of it."""
        if self._listens and self._length <= LONGEST_FIELD:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        """A row, a cell, or what a cell holds, is complete."""
        if name in {"v", "t"}:
            self._listens = False
        elif name == "rPh":
            self._is_aside = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def _begin_row(self, number: str) -> None:
        given = int(number) if number.isdecimal() and len(number) < 8 else 0  # noqa: PLR2004
        self._number = max(given, self._number + 1)
        self._cells, self._size, self._wrong, self._column = {}, 0, None, -1

    def _end_cell(self) -> None:
        text = "".join(self._parts)
        if not text:
            if self._has_formula:
                self._say(
                    "Some formulas have no stored result and were read as empty; open the file "
                    "in your spreadsheet program and save it once."
                )
            return
        value = self._shown(text)
        if value != "" and self._wrong is None:
            self._cells[self._column] = value
            self._size += len(str(value))
            self._wrong = self._check()

    def _shown(self, text: str) -> object:
        match self._cell.get("t", "n"):
            case "s":
                return self._shared(text)
            case "b":
                return _TRUTH.get(text, text)
            case "e":
                return ""  # "#N/A" says nothing
            case "n":
                return self._number_shown(text)
            case _:
                return unescaped(text)

    def _shared(self, text: str) -> str:
        found = self._shelves.texts.get(int(text)) if text.isdecimal() else None
        if found is None:
            reason = "A cell of the row points at a text that is not there; write it anew."
            self._wrong = Broken(code=RefusalCode.BROKEN_ROW, line=text, reason=reason)
        return found or ""

    def _number_shown(self, text: str) -> object:
        try:
            is_number = math.isfinite(float(text))
        except ValueError:
            is_number = False
        if not is_number:
            return text
        form = self._shelves.formats.of(self._cell.get("s"))
        return formats.shown(text, form, since_1904=self._shelves.since_1904)

    def _check(self) -> Broken | None:
        if self._size > LONGEST_ROW:
            reason = f"The row is longer than {LONGEST_ROW:,} characters; shorten its cells."
        elif self._column >= MOST_COLUMNS:
            reason = f"A cell stands beyond column {MOST_COLUMNS:,}; no sheet is that wide."
        else:
            return None
        shown = str(next(iter(self._cells.values())))
        return Broken(code=RefusalCode.ROW_TOO_LARGE, line=shown, reason=reason)

    def _end_row(self) -> None:
        if self._wrong:
            self.done.append((self._number, self._wrong))
        elif self._cells:
            self.done.append((self._number, Placed(self._cells)))


def _column(place: str | None, following: int) -> int:
    """The column of "AB12", counted from 0; cells without a place stand one after another."""
    found = _PLACE.fullmatch(place or "")
    if not found:
        return following
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column - 1
