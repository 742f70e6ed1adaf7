"""Writes small Excel workbooks by hand, right ones and wrong ones."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HIDDEN = ' state="hidden"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell as it is written, where a plain value does not tell enough."""

    value: str
    kind: str = "n"  # n, s, b, e, d, str, inlineStr
    style: int = 0
    formula: str | None = None
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class Book:
    """The parts of a workbook; `parts` are put over them."""

    sheets: Mapping[str, Iterable[Sequence[object]]]
    shared: Sequence[str] = ()
    codes: Sequence[str] = ()
    hidden: frozenset[str] = frozenset()
    since_1904: bool = False
    parts: Mapping[str, bytes | str | None] = field(default_factory=dict)


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """A workbook of one sheet."""
    bind(path, Book(sheets={"Leads": rows}))


def bind(path: Path, book: Book) -> None:
    """A workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts(book), **book.parts}.items():
            if text is not None:
                archive.writestr(name, text)


def parts(book: Book) -> dict[str, str]:
    """What a workbook consists of."""
    names = list(book.sheets)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        f"{_HIDDEN if name in book.hidden else ''}/>"
        for n, name in enumerate(names, 1)
    )
    related = "".join(_relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in _up(names))
    related += _relation(901, "sharedStrings", "sharedStrings.xml")
    related += _relation(902, "styles", "styles.xml")
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in book.shared)
    home = _relation(1, "officeDocument", "xl/workbook.xml")
    written = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations(home),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">'
        f'<workbookPr date1904="{int(book.since_1904)}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        "xl/styles.xml": styles(book.codes),
    }
    for number, rows in enumerate(book.sheets.values(), 1):
        written[f"xl/worksheets/sheet{number}.xml"] = sheet(rows)
    return written


def sheet(rows: Iterable[Sequence[object]]) -> str:
    """A sheet; a row that is None is left out, as spreadsheets do with blank ones."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(_cell(cell, number, place) for place, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
        if row
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def styles(codes: Sequence[str]) -> str:
    """Styles: the first is plain, the others use the codes in order."""
    formats = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(codes)
    )
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def _cell(value: object, row: int, place: int) -> str:
    where = f"{_letters(place)}{row}"
    if value is None or value == "":
        return ""
    if isinstance(value, Cell):
        formula = f"<f>{escape(value.formula)}</f>" if value.formula is not None else ""
        text = f"<v>{escape(value.value)}</v>" if value.value else ""
        return (
            f'<c r="{value.place or where}" t="{value.kind}" s="{value.style}">{formula}{text}</c>'
        )
    if isinstance(value, int | float):
        return f'<c r="{where}"><v>{value}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _letters(place: int) -> str:
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_REL}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _up(names: Sequence[str]) -> range:
    return range(1, len(names) + 1)
