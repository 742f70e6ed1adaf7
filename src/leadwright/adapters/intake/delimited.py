"""CSV and its cousins: a header, then rows with commas, semicolons, tabs or bars between cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from leadwright.adapters.intake.errors import LeadFileEmpty, LeadFileHeaderUnknown
from leadwright.adapters.intake.lines import is_utf8
from leadwright.adapters.intake.records import Broken, Records
from leadwright.leads.intake import RawRow, Refusal, RefusalCode
from leadwright.leads.intake.columns import recognised
from leadwright.leads.intake.values.text import shorten, visible

_SHOWN_COLUMNS: Final = 6


class DelimitedFile:
    """Rows of a delimited file; numbers are those of a spreadsheet, the header is row 1."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> Iterator[RawRow | Refusal]:
        """Each row under the header that is not blank.

        Raises:
            LeadFileEmpty: There is no header.
            LeadFileHeaderUnknown: No column has a name we know.
        """
        records = enumerate(Records(self._path), start=1)
        header = self._header(records)
        for number, record in records:
            if isinstance(record, Broken):
                yield _refusal(number, record)
            elif any(record):
                yield _row(number, header, record)

    def _header(self, records: Iterator[tuple[int, list[str] | Broken]]) -> tuple[str, ...]:
        cells = next(
            (cells for _, cells in records if isinstance(cells, list) and any(cells)), None
        )
        if cells is None:
            raise LeadFileEmpty(f"{self._path} holds no header; give a header and a lead a row.")
        names = _distinct(cells)
        if not recognised(names):
            shown = ", ".join(shorten(name, 30) for name in names[:_SHOWN_COLUMNS])
            raise LeadFileHeaderUnknown(
                f"No column of {self._path} has a name we know ({shown}); "
                "put names such as name, email and company in the first row."
            )
        return names


def _distinct(cells: list[str]) -> tuple[str, ...]:
    """Names of columns; nameless ones get a number, a second one of the same name too."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = visible(cell).strip() or f"column {place}"
        names[f"{name} (column {place})" if name in names else name] = None
    return tuple(names)


def _row(number: int, header: tuple[str, ...], cells: list[str]) -> RawRow | Refusal:
    line = "".join(cells)
    if not is_utf8(line):
        reason = "The row is not UTF-8; save the file as UTF-8."
        return _refusal(number, Broken(code=RefusalCode.NOT_UTF8, line=line, reason=reason))
    if any(cell.strip() for cell in cells[len(header) :]):
        reason = (
            f"The row has {len(cells)} cells under a header of {len(header)}; "
            "quote the cell that holds a delimiter."
        )
        shown = " | ".join(cells)
        return _refusal(number, Broken(code=RefusalCode.TOO_MANY_CELLS, line=shown, reason=reason))
    values: dict[str, object] = {
        name: cell for name, cell in zip(header, cells, strict=False) if cell
    }
    return RawRow(number=number, values=values)


def _refusal(number: int, broken: Broken) -> Refusal:
    return Refusal(
        row=number,
        field="row",
        given=shorten(broken.line),
        code=broken.code,
        reason=broken.reason,
    )
