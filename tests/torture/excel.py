"""Nasty workbooks: bombs, damage, strange cells, and archives that are no workbooks."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.torture import workbooks
from tests.torture.nasty import Nasty, Write
from tests.torture.workbooks import Book, Cell

HEAD = ("Name", "E-Mail", "Firma", "Auftragswert", "Telefon")
ANN = ("Ann Lee", "ann@acme.example", "Acme", 45000, 4930901820)
BEN = ("Ben Ode", "ben@brook.example", "Brook", 12.5, "+1 212 555 0100")
MEGABYTE = 1 << 20


def book(*rows: tuple[object, ...], **parts: bytes | str | None) -> Write:
    """A workbook of one sheet; parts are named by their last words."""
    places = {
        "sheet": "xl/worksheets/sheet1.xml",
        "texts": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "contents": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
    }
    over = {places[name]: text for name, text in parts.items()}
    return lambda path: workbooks.bind(path, Book(sheets={"Leads": rows}, parts=over))


def bound(given: Book) -> Write:
    return lambda path: workbooks.bind(path, given)


def archive(entries: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return held.getvalue()


def cut(path: Path) -> None:
    book(HEAD, ANN)(path)
    path.write_bytes(path.read_bytes()[:-40])


def scratched(path: Path) -> None:
    """Bytes in the midst of the packed sheet are gone."""
    rows = [(f"Ann {n}", f"a{n}@acme.example", n * 7919 % 1000) for n in range(3000)]
    book(HEAD, *rows)(path)
    content = bytearray(path.read_bytes())
    middle = content.index(b"xl/worksheets/sheet1.xml") + 20_000
    content[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))


def bomb(path: Path) -> None:
    """A sheet of a gigabyte in a megabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in workbooks.parts(Book(sheets={"Leads": [HEAD]})).items():
            if "sheet1" not in name:
                packed.writestr(name, text)
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(64):
                sheet.write(b" " * MEGABYTE)


def crowd(path: Path) -> None:
    """More files than anyone can want."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in workbooks.parts(Book(sheets={"Leads": [HEAD]})).items():
            packed.writestr(name, text)
        for number in range(25_000):
            packed.writestr(f"x{number}", b"")


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'
HUGE_ROW = (
    "<worksheet><sheetData><row>"
    + "".join(f'<c t="inlineStr"><is><t>{h}</t></is></c>' for h in HEAD)
    + "</row><row>"
    + '<c t="s"><v>0</v></c>' * 100
    + "</row></sheetData></worksheet>"
)
PREFIXED = (
    '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row>'
    '<x:c t="inlineStr"><x:is><x:t>Name</x:t></x:is></x:c></x:row>'
    '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Ann </x:t></x:r><x:rPh><x:t>no</x:t></x:rPh>'
    "<x:r><x:t>Lee</x:t></x:r></x:is></x:c></x:row></x:sheetData></x:worksheet>"
)

WORKBOOKS = (
    Nasty(name="plain.xlsx", content=book(HEAD, ANN, BEN), taken=2),
    Nasty(name="named.csv", content=book(HEAD, ANN), taken=1),
    Nasty(name="header_alone.xlsx", content=book(HEAD)),
    Nasty(name="empty.xlsx", content=book(), error="lead_file_empty"),
    Nasty(name="no_header.xlsx", content=book(ANN, BEN), error="lead_file_header_unknown"),
    Nasty(
        name="a_report.xlsx",
        content=book(("Leads",), (), HEAD, ANN, (), BEN),
        taken=2,
        remark="row 3",
    ),
    Nasty(
        name="second_sheet.xlsx",
        content=bound(
            Book(
                sheets={"Notes": [("hello",)], "Secret": [HEAD, BEN], "Leads": [HEAD, ANN]},
                hidden=frozenset({"Secret"}),
            )
        ),
        taken=1,
        names=("Ann Lee",),
        remark="'Leads'",
    ),
    Nasty(
        name="shared_and_dated.xlsx",
        content=bound(
            Book(
                sheets={
                    "Leads": [
                        ("Name", "Deal size", "Consent date"),
                        (
                            Cell(value="0", kind="s"),
                            Cell(value="45000.5", style=1),
                            Cell(value="46000", style=2),
                        ),
                    ]
                },
                shared=["Ann_x000D_ Lee"],
                codes=['#,##0.00 "€"', "yyyy\\-mm\\-dd"],
            )
        ),
        taken=1,
    ),
    Nasty(
        name="formulas.xlsx",
        content=book(
            HEAD,
            (Cell(value="Ann Lee", kind="str", formula='"Ann"&" Lee"'), "ann@acme.example"),
            (Cell(value="", formula="NOW()"), "ben@brook.example"),
            ("=cmd|' /C calc'!A0", "cy@cy.example", Cell(value="#DIV/0!", kind="e")),
        ),
        taken=3,
        names=("Ann Lee",),
        remark="formulas",
    ),
    Nasty(
        name="missing_text.xlsx",
        content=book(HEAD, (Cell(value="7", kind="s"), "ann@acme.example"), BEN),
        taken=1,
        refused=("2 row broken_row",),
    ),
    Nasty(
        name="odd_numbers.xlsx",
        content=book(
            HEAD,
            ("Ann", "ann@acme.example", "Acme", Cell(value="1e999"), Cell(value="x")),
            ("Ben", "ben@brook.example", "Brook", Cell(value="nan", style=99)),
        ),
        taken=2,
    ),
    Nasty(
        name="beyond_the_last_column.xlsx",
        content=book(HEAD, (*ANN, Cell(value="1", place="ZZZ2")), BEN),
        taken=1,
        refused=("2 row row_too_large",),
    ),
    Nasty(
        name="far_rows.xlsx",
        content=book(
            sheet=PREFIXED.replace("<x:row><x:c t", '<x:row r="99999999999"><x:c t').replace(
                "</x:row><x:row", "</x:row><x:row", 1
            )
        ),
        taken=1,
    ),
    Nasty(name="prefixes.xlsx", content=book(sheet=PREFIXED), taken=1, names=("Ann Lee",)),
    Nasty(
        name="nuls_and_bidi.xlsx",
        content=book(HEAD, ("A_x0000_nn\u202e Lee", "ann\u200b@acme.example")),
        taken=1,
        names=("Ann Lee",),
    ),
    Nasty(
        name="half_a_letter.xlsx",
        content=book(HEAD, (Cell(value="A_xD800_nn", kind="str"), "ann@acme.example"), BEN),
        taken=1,
        refused=("2 row not_utf8",),
    ),
    Nasty(
        name="field_too_large.xlsx",
        content=book(HEAD, ("Ann", "ann@acme.example", "x" * 10_000_000), BEN),
        taken=1,
        refused=("2 Firma field_too_large",),
    ),
    Nasty(
        name="row_too_large.xlsx",
        content=book(sheet=HUGE_ROW, texts=f"<sst><si><t>{'x' * 100_000}</t></si></sst>"),
        refused=("2 row row_too_large",),
    ),
    Nasty(
        name="no_styles_no_texts.xlsx", content=book(HEAD, ANN, styles=None, texts=None), taken=1
    ),
)

DAMAGED = (
    Nasty(name="cut.xlsx", content=cut, error="lead_file_damaged"),
    Nasty(name="scratched.xlsx", content=scratched, error="lead_file_damaged"),
    Nasty(name="a_header_of_a_zip.xlsx", content=b"PK\x03\x04rest", error="lead_file_damaged"),
    Nasty(name="no_sheet.xlsx", content=book(HEAD, sheet=None), error="lead_file_damaged"),
    Nasty(name="no_xml.xlsx", content=book(HEAD, sheet="<a><b></a>"), error="lead_file_damaged"),
    Nasty(name="no_contents.xlsx", content=book(HEAD, contents=None), error="lead_file_damaged"),
    Nasty(name="no_relations.xlsx", content=book(HEAD, relations=None), error="lead_file_empty"),
    Nasty(name="laughs.xlsx", content=book(HEAD, sheet=LAUGHS), error="lead_file_damaged"),
    Nasty(name="from_outside.xlsx", content=book(HEAD, sheet=OUTSIDE), error="lead_file_damaged"),
    Nasty(
        name="a_mark_of_20_megabytes.xlsx",
        content=book(HEAD, sheet=f'<worksheet x="{"y" * 20 * MEGABYTE}"/>'),
        error="lead_file_damaged",
    ),
    Nasty(name="bomb.xlsx", content=bomb, error="lead_file_too_large"),
    Nasty(name="crowd.xlsx", content=crowd, error="lead_file_too_large"),
)

OTHERS = (
    Nasty(
        name="a_zip.xlsx",
        content=archive({"leads.csv": b"name\nAnn\n"}),
        error="lead_file_not_readable",
    ),
    Nasty(
        name="binary.xlsb",
        content=archive({"[Content_Types].xml": b"", "xl/workbook.bin": b""}),
        error="lead_file_not_readable",
    ),
    Nasty(
        name="open.ods",
        content=archive({"mimetype": b"x", "content.xml": b"<x/>"}),
        error="lead_file_not_readable",
    ),
    Nasty(
        name="word.docx",
        content=archive({"[Content_Types].xml": b"", "word/document.xml": b""}),
        error="lead_file_not_readable",
    ),
    Nasty(name="old.xls", content=b"\xd0\xcf\x11\xe0" * 200, error="lead_file_not_readable"),
    Nasty(
        name="locked.xlsx",
        content=b"\xd0\xcf\x11\xe0" * 200 + "EncryptedPackage".encode("utf-16-le"),
        error="lead_file_locked",
    ),
    Nasty(name="packed.csv.gz", content=b"\x1f\x8b\x08" * 50, error="lead_file_not_readable"),
    Nasty(name="a.pdf", content=b"%PDF-1.7\n", error="lead_file_not_readable"),
    Nasty(name="web.xls", content="<html><table>", error="lead_file_not_readable"),
    Nasty(
        name="bytes.csv", content=bytes(range(256)) * 3 + bytes(999), error="lead_file_not_readable"
    ),
)

ALL = (*WORKBOOKS, *DAMAGED, *OTHERS)
