"""JSON lines: one object a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from leadwright.adapters.intake import objects
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.table import Broken, refusal
from leadwright.adapters.intake.text import LONGEST_ROW, TextFile, TooLong
from leadwright.leads.intake import RawRow, Refusal, RefusalCode


class JsonLinesFile:
    """Rows of a JSON lines file; numbers are line numbers."""

    format: ClassVar[str] = "JSON lines"

    def __init__(self, path: Path) -> None:
        self._remarks = Remarks()
        self._text = TextFile(path, self._remarks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        return self._remarks.told

    @property
    def names(self) -> None:
        """Each object has columns of its own."""

    def rows(self) -> Iterator[RawRow | Refusal]:
        """Each line that is not blank."""
        for number, line in enumerate(self._text.lines(), start=1):
            if isinstance(line, TooLong):
                reason = f"The line is longer than {LONGEST_ROW:,} characters; shorten its fields."
                too_long = Broken(code=RefusalCode.ROW_TOO_LARGE, line=line.start, reason=reason)
                yield refusal(number, too_long)
            elif line.strip():
                yield objects.row(number, line)
