"""Tables of any form: a header, then rows whose cells stand under its names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, cast

from leadwright.adapters.intake.errors import (
    LeadFileEmpty,
    LeadFileHeaderUnknown,
    LeadFileTooWide,
)
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.text import is_readable
from leadwright.leads.intake import RawRow, Refusal, RefusalCode, layout
from leadwright.leads.intake.columns import Column, reads, recognised
from leadwright.leads.intake.errors import ColumnUnknown
from leadwright.leads.intake.rows import Layout
from leadwright.leads.intake.values.text import shorten

MOST_COLUMNS: Final = 16_384  # those of a spreadsheet
LONGEST_FIELD: Final = 131_072  # characters; a cell of a spreadsheet holds a quarter of it
_SHOWN_CELLS: Final = 40
_WEIGHT: Final = 16  # of a cell, in characters: rows are held by their weight
_ROWS_ABOVE: Final = 20  # where the title and the date of a report may stand
_EXAMPLES: Final = "name, email and company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A line that makes no record."""

    code: RefusalCode
    line: str
    reason: str
    field: str = "row"


@dataclass(frozen=True, slots=True)
class Placed:
    """The filled cells of a row by their places, counted from 0; a row of them may be wide."""

    cells: Mapping[int, object]

    def __len__(self) -> int:
        return max(self.cells) + 1

    def first(self, number: int) -> list[object]:
        """So many cells, the empty ones too."""
        return [self.cells.get(place, "") for place in range(min(number, len(self)))]

    def under(self, names: Sequence[str]) -> dict[str, object]:
        """The cells by the names above them."""
        width = len(names)
        return {names[place]: cell for place, cell in self.cells.items() if place < width}

    def beyond(self, width: int) -> list[object]:
        """The cells that stand further right."""
        return [cell for place, cell in self.cells.items() if place >= width]


Cells: TypeAlias = Sequence[object] | Placed
Record: TypeAlias = tuple[int, Cells | Broken]


class Table:
    """Finds the header among the first records, then puts the others under it."""

    def __init__(self, path: Path, columns: Mapping[Column, str], remarks: Remarks) -> None:
        self._path = path
        self._columns = columns
        self._remarks = remarks
        self._needed = 0
        self._early: list[Refusal] = []
        self._layout = Layout()
        self.names: tuple[str, ...] = ()

    def begin(self, records: Iterator[Record]) -> None:
        """Read up to the header.

        Raises:
            Refused: There is none, or it does not say who a lead is, or has too many columns.
        """
        self.names = ()
        self._early = []
        seen: list[tuple[str, ...]] = []
        for number, record in records:
            if isinstance(record, Broken):
                self._early.append(refusal(number, record))
            elif texts := _texts(record):
                if len(seen) == _ROWS_ABOVE or (seen and layout.is_data(texts)):
                    break
                seen.append(self._checked(texts))
                filled = sum(bool(text.strip()) for text in texts)
                if self._is_header(seen[-1], least=max(filled / 2, 2) if len(seen) > 1 else 1):
                    self._settle(seen[-1], texts, above=number if len(seen) > 1 else 0)
                    return
        raise self._headless(seen)

    def rows(
        self, records: Iterator[Record], is_cut: Callable[[], bool] | None = None
    ) -> Iterator[RawRow | Refusal]:
        """The records that are not blank.

        `is_cut` tells whether the file ends within the record given last; without it, records may
        leave out any cells at their end.
        """
        yield from self._early
        for number, record in records:
            row = record if isinstance(record, Broken) else self._row(number, record, is_cut)
            if row is not None:
                yield refusal(number, row) if isinstance(row, Broken) else row

    def _row(
        self, number: int, cells: Cells, is_cut: Callable[[], bool] | None
    ) -> RawRow | Broken | None:
        if isinstance(cells, Placed):
            values, text = cells.under(self.names), _joined(cells.cells.values())
        else:
            pairs = zip(self.names, cells, strict=False)
            values, text = {name: cell for name, cell in pairs if cell != ""}, _joined(cells)
        if not text or text.isspace():
            return None
        if not is_readable(text):
            reason = "The row holds letters of an unknown encoding; save the file as UTF-8."
            return Broken(code=RefusalCode.NOT_UTF8, line=text, reason=reason)
        if len(cells) != len(self.names) and (wrong := self._miscounted(cells, is_cut)):
            return wrong
        if len(text) > LONGEST_FIELD and (wrong := too_large(values)):
            return wrong
        return RawRow(
            number=number,
            values=values,
            size=len(text) + len(values) * _WEIGHT,
            layout=self._layout,
        )

    def _miscounted(self, cells: Cells, is_cut: Callable[[], bool] | None) -> Broken | None:
        line = " | ".join(map(str, _first(cells, _SHOWN_CELLS)))
        width = len(self.names)
        beyond = cells.beyond(width) if isinstance(cells, Placed) else cells[width:]
        if any(str(cell).strip() for cell in beyond):
            return Broken(
                code=RefusalCode.TOO_MANY_CELLS,
                line=line,
                reason=f"The row has {len(cells)} cells under a header of {width}; "
                "quote the cell that holds a delimiter.",
            )
        if is_cut is None or len(cells) >= width:
            return None
        if is_cut():
            reason = "The file ends in the midst of this row; it may be cut off, get it again."
            return Broken(code=RefusalCode.CUT_OFF, line=line, reason=reason)
        return None if len(cells) >= self._needed else self._too_few(cells, line)

    def _too_few(self, cells: Cells, line: str) -> Broken:
        return Broken(
            code=RefusalCode.TOO_FEW_CELLS,
            line=line,
            field=self.names[len(cells)],
            reason=f"The row ends after {len(cells)} of {len(self.names)} cells, before all that "
            "say who it is about; write empty cells too.",
        )

    def _is_header(self, names: tuple[str, ...], *, least: float) -> bool:
        # Cells such as "web" and "lead" may be of a lead; only the first row is believed so soon.
        if layout.says_who(names, ()) and len(recognised(names)) >= least:
            layout.located(self._columns, names)
            return True
        try:
            return layout.says_who((), layout.located(self._columns, names))
        except ColumnUnknown:
            return False

    def _checked(self, texts: Sequence[str]) -> tuple[str, ...]:
        if len(texts) > MOST_COLUMNS:
            raise LeadFileTooWide(
                f"{self._path} has {len(texts):,} columns; leave at most {MOST_COLUMNS:,} of them."
            )
        if layout.is_data(texts):
            raise LeadFileHeaderUnknown(
                f"{self._path} has no header: its first row ({layout.told(texts)}) is a lead "
                f"already; put names of columns such as {_EXAMPLES} above it."
            )
        return layout.named(texts)

    def _headless(self, seen: Sequence[tuple[str, ...]]) -> LeadFileEmpty | LeadFileHeaderUnknown:
        if not seen:
            return LeadFileEmpty(f"{self._path} holds no header; give a header and a lead a row.")
        layout.located(self._columns, seen[0])
        return LeadFileHeaderUnknown(
            f"No column of {self._path} says who a lead is ({layout.told(seen[0])}); put names "
            f"such as {_EXAMPLES} in the first row, or say --map email=COLUMN."
        )

    def _settle(self, names: tuple[str, ...], texts: Sequence[str], *, above: int) -> None:
        self.names = names
        self._layout = Layout(read=reads(names))
        who = {name for field, name in recognised(names) if field in layout.WHO}
        mapped = layout.located(self._columns, names)
        who.update(name for field, name in mapped.items() if field in layout.WHO)
        self._needed = max(place for place, name in enumerate(names, 1) if name in who)
        for sentence in layout.unread(names, mapped):
            self._remarks.say(sentence)
        if above:
            self._remarks.say(f"The header stands in row {above}; what is above it was not read.")
        for place, (name, text) in enumerate(zip(names, texts, strict=True), start=1):
            if text.strip() and name.endswith(f"(column {place})") and name not in text:
                self._remarks.say(
                    f"Column {place} is called {shorten(text, 30)!r} like one before it; "
                    "the first one that is filled counts."
                )


def refusal(number: int, broken: Broken) -> Refusal:
    """A row that could not be read, for the person who mends it."""
    return Refusal(
        row=number,
        field=shorten(broken.field),
        given=shorten(broken.line),
        code=broken.code,
        reason=broken.reason,
    )


def too_large(values: Mapping[str, object]) -> Broken | None:
    """What is wrong with a row when one of its fields is longer than any field may be."""
    for name, value in values.items():
        if len(text := str(value)) > LONGEST_FIELD:
            return Broken(
                code=RefusalCode.FIELD_TOO_LARGE,
                line=text,
                field=name,
                reason=f"The field is longer than {LONGEST_FIELD:,} characters; shorten it.",
            )
    return None


def _first(cells: Cells, number: int) -> Sequence[object]:
    return cells.first(number) if isinstance(cells, Placed) else cells[:number]


def _joined(cells: Iterable[object]) -> str:
    try:
        return "".join(cast("Iterable[str]", cells))
    except TypeError:  # numbers of a spreadsheet
        return "".join(map(str, cells))


def _texts(cells: Cells) -> list[str]:
    """The cells as texts; nothing when all are blank."""
    texts = [str(cell) for cell in _first(cells, len(cells))]
    return texts if any(text.strip() for text in texts) else []
