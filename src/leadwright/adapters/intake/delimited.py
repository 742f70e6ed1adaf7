"""CSV and its cousins: a header, then rows with commas, semicolons, tabs or bars between cells."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from leadwright.adapters.intake.records import Records
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.table import Table
from leadwright.adapters.intake.text import TextFile
from leadwright.leads.intake import RawRow, Refusal
from leadwright.leads.intake.columns import NOTHING_MAPPED, Column


class DelimitedFile:
    """Rows of a delimited file; numbers are those of a spreadsheet, the header is row 1."""

    format: ClassVar[str] = "CSV"

    def __init__(self, path: Path, columns: Mapping[Column, str] = NOTHING_MAPPED) -> None:
        self._remarks = Remarks()
        self._text = TextFile(path, self._remarks)
        self._table = Table(path, columns, self._remarks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        return self._remarks.told

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the header, once it is read."""
        return self._table.names

    def rows(self) -> Iterator[RawRow | Refusal]:
        """Each row under the header that is not blank.

        Raises:
            Refused: There is no header, or it does not say who a lead is.
        """
        records = Records(self._text.lines())
        numbered = enumerate(records, start=1)
        self._table.begin(numbered)
        yield from self._table.rows(numbered, lambda: records.is_cut)
