"""The shared texts of a workbook, kept in a file beside memory: there may be millions."""

import re
from array import array
from collections.abc import Mapping
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Final, Self

from leadwright.adapters.intake.excel import markup
from leadwright.adapters.intake.excel.package import Package
from leadwright.adapters.intake.table import LONGEST_FIELD

_IN_MEMORY: Final = 8 << 20
_SHORT: Final = 1 << 10  # bytes; longer ones are seldom shared, and would fill memory
MOST_TEXTS: Final = 1 << 24  # a million rows of sixteen texts, all different
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Texts:
    """Shared texts by number."""

    def __init__(self, most: int = MOST_TEXTS) -> None:
        self._most = most
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by our own exit
        self._ends = array("Q", [0])
        self._parts: list[str] = []
        self._size = 0
        self._shown = False
        self._is_aside = False
        self._recent = lru_cache(maxsize=4096)(self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def fill(self, package: Package, part: str) -> None:
        """Take in the part that holds them.

        Raises:
            LeadFileTooLarge: There are more than rows could show.
        """
        for _ in markup.heard(package, part, self):
            if len(self._ends) > self._most + 1:
                raise package.overfull("texts")

    def get(self, number: int) -> str | None:
        """The text; None when there is none of this number."""
        if not 0 <= number < len(self._ends) - 1:
            return None
        is_short = self._ends[number + 1] - self._ends[number] <= _SHORT
        return self._recent(number) if is_short else self._read(number)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A text, or a run of one; what is said about its pronunciation is not shown."""
        del attributes
        if name == "si":
            self._parts, self._size = [], 0
        self._is_aside |= name == "rPh"
        self._shown = name == "t" and not self._is_aside

    def text(self, text: str) -> None:
        """Letters of a run."""
        if self._shown and self._size <= LONGEST_FIELD:
            self._parts.append(text)
            self._size += len(text)

    def end(self, name: str) -> None:
        """A run or a text is complete."""
        if name == "t":
            self._shown = False
        elif name == "rPh":
            self._is_aside = False
        elif name == "si":
            whole = unescaped("".join(self._parts)).encode("utf-8", "surrogatepass")
            self._file.write(whole)
            self._ends.append(self._ends[-1] + len(whole))

    def _read(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written "_x000D_"."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
