"""Files of people who must not be written to: a column of addresses, companies or numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from leadwright.adapters.intake.errors import LeadFileEmpty, LeadFileNotReadable
from leadwright.adapters.intake.opening import beginning
from leadwright.adapters.intake.records import Records
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.source import opened
from leadwright.adapters.intake.table import Broken
from leadwright.adapters.intake.text import HEAD, TextFile
from leadwright.leads.donottouch import CannotSuppress, Suppressible, SuppressionKind, written
from leadwright.leads.intake.columns import Column, recognised
from leadwright.leads.intake.values.text import shorten

_WORKBOOK: Final = b"PK"
# Of a row that names several things, the narrowest is meant: nobody's whole company by accident.
_COLUMNS: Final = (Column.EMAIL, Column.PHONE, Column.COMPANY_DOMAIN)
_KINDS: Final = (SuppressionKind.ADDRESS, SuppressionKind.PHONE, SuppressionKind.DOMAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that tells nobody, for the person who mends it."""

    row: int
    given: str
    reason: str


class StopList:
    """Reads such a file row by row; a header is optional, one column counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remarks = Remarks()
        self._text = TextFile(path, self._remarks)
        self._column: int | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        return self._remarks.told

    def rows(self) -> Iterator[Suppressible | Unread]:
        """What each row names, or why it names nobody; blank ones are passed over.

        Raises:
            Refused: the file is missing, empty or no text.
        """
        with opened(self._path) as file:
            head = file.read(HEAD) or b""
        if head.startswith(_WORKBOOK):
            raise LeadFileNotReadable(f"{self._path} is a workbook; save its list as CSV.")
        if not beginning(self._path, head).strip():
            raise LeadFileEmpty(f"{self._path} is empty; give addresses, one a line.")
        is_first = True
        for number, record in enumerate(Records(self._text.lines()), start=1):
            if isinstance(record, Broken):
                yield Unread(row=number, given=shorten(record.line), reason=record.reason)
            elif any(cell.strip() for cell in record):
                if not (is_first and self._is_header(record)):
                    yield self._read(number, record)
                is_first = False

    def _is_header(self, cells: Sequence[str]) -> bool:
        names = tuple(cells)
        known = recognised(names)
        for wanted in _COLUMNS:
            for field, name in known:
                if field is wanted:
                    self._column = names.index(name)
                    return True
        return bool(known)

    def _read(self, number: int, cells: Sequence[str]) -> Suppressible | Unread:
        if self._column is None:
            self._column = _column_of(cells)
        given = cells[self._column] if (self._column or 0) < len(cells) else ""
        try:
            return written(given)
        except CannotSuppress as refusal:
            told = "The cell is empty." if not given.strip() else f"{refusal}."
            return Unread(row=number, given=shorten(given), reason=told)


def _column_of(cells: Sequence[str]) -> int:
    """The column in which the first row names somebody."""
    kinds = {_kind(cell): place for place, cell in reversed([*enumerate(cells)])}
    return next((kinds[kind] for kind in _KINDS if kind in kinds), 0)


def _kind(cell: str) -> SuppressionKind | None:
    try:
        return written(cell).kind
    except CannotSuppress:
        return None
