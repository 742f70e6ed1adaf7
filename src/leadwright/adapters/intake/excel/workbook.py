"""A workbook: which sheet holds the leads, and the rows of it."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from leadwright.adapters.intake.errors import (
    LeadFileEmpty,
    LeadFileHeaderUnknown,
    LeadFileNotReadable,
)
from leadwright.adapters.intake.excel import markup, sheet
from leadwright.adapters.intake.excel.formats import Formats
from leadwright.adapters.intake.excel.package import Package, unpacked
from leadwright.adapters.intake.excel.sheet import Shelves
from leadwright.adapters.intake.excel.texts import Texts
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.table import Record, Table
from leadwright.errors import Refused
from leadwright.leads.intake import RawRow, Refusal
from leadwright.leads.intake.columns import NOTHING_MAPPED, Column

_TRUE: Final = frozenset({"1", "true"})
_ADVICE: Final = "save it as .xlsx or CSV"
# Parts by which other archives are known, and what to do about them.
_OTHERS: Final = {
    "xl/workbook.bin": f"is a binary Excel workbook (.xlsb); {_ADVICE}",
    "content.xml": f"is an OpenDocument file; {_ADVICE}",
    "word/document.xml": "is a Word document; put the leads into a table and save that as CSV",
    "Index/Document.iwa": f"is a Numbers table; {_ADVICE}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    name: str
    part: str


class ExcelFile:
    """Rows of the first sheet that has a header; numbers are those the sheet shows."""

    format: ClassVar[str] = "Excel"

    def __init__(self, path: Path, columns: Mapping[Column, str] = NOTHING_MAPPED) -> None:
        self._path = path
        self._remarks = Remarks()
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
            Refused: No sheet has a header that says who a lead is, or the file is damaged.
        """
        with unpacked(self._path) as package, Texts() as texts:
            book = _Book(self._path, package)
            formats = Formats()
            if book.styles in package.parts:
                formats.fill(package, book.styles)
            if book.texts in package.parts:
                texts.fill(package, book.texts)
            shelves = Shelves(texts=texts, formats=formats, since_1904=book.since_1904)
            yield from self._table.rows(self._leads(package, book, shelves))

    def _leads(self, package: Package, book: "_Book", shelves: Shelves) -> Iterator[Record]:
        """The records below the header of the first sheet that has one."""
        first: Refused | None = None
        for each in book.sheets:
            records = sheet.records(package, each.part, shelves, self._remarks.say)
            try:
                self._table.begin(records)
            except (LeadFileEmpty, LeadFileHeaderUnknown) as error:
                first = error if first is None or isinstance(first, LeadFileEmpty) else first
                continue
            if len(book.sheets) > 1:
                self._remarks.say(f"Only the sheet {each.name!r} was read, of {len(book.sheets)}.")
            yield from records
            return
        raise first or LeadFileEmpty(f"{self._path} has no sheet of rows; give one with a header.")


class _Book:
    """The table of contents of a workbook."""

    def __init__(self, path: Path, package: Package) -> None:
        for part, what in _OTHERS.items():
            if part in package.parts:
                raise LeadFileNotReadable(f"{path} {what}.")
        if "[Content_Types].xml" not in package.parts or "_rels/.rels" not in package.parts:
            raise LeadFileNotReadable(f"{path} is a zip archive; unpack it and give a file in it.")
        home = _related(package, "_rels/.rels", "").of("officeDocument")
        part = home[0] if home else "xl/workbook.xml"
        folder, name = posixpath.split(part)
        related = _related(package, f"{folder}/_rels/{name}.rels", folder)
        contents = _Contents()
        markup.read(package, part, contents)
        self.since_1904 = contents.since_1904
        self.texts = "".join(related.of("sharedStrings")[:1])
        self.styles = "".join(related.of("styles")[:1])
        sheets = set(related.of("worksheet"))
        self.sheets = tuple(
            _Sheet(name=shown, part=target)
            for shown, key in contents.sheets
            if (target := related.parts.get(key, "")) in sheets
        )


class _Related:
    """Which part a key stands for, and what kind it is of."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._kinds: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def of(self, kind: str) -> list[str]:
        """The parts of a kind."""
        return [self.parts[key] for key, each in self._kinds.items() if each == kind]

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A relation."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            key = attributes.get("Id", "")
            target = posixpath.join("/", self._folder, attributes.get("Target", ""))
            self.parts[key] = posixpath.normpath(target).lstrip("/")
            self._kinds[key] = attributes.get("Type", "").rpartition("/")[2]

    def text(self, text: str) -> None:
        """Nothing is said in text."""

    def end(self, name: str) -> None:
        """Nothing to close."""


class _Contents:
    """The sheets a person can see, in order, and the day from which days are counted."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet, or the settings of the workbook."""
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "").lower() in _TRUE
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            keys = [key for name, key in attributes.items() if name.endswith(":id")]
            self.sheets.append((attributes.get("name", ""), "".join(keys[:1])))

    def text(self, text: str) -> None:
        """Nothing is said in text."""

    def end(self, name: str) -> None:
        """Nothing to close."""


def _related(package: Package, part: str, folder: str) -> _Related:
    related = _Related(folder)
    if part in package.parts:
        markup.read(package, part, related)
    return related
