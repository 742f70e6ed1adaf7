"""Random files of leads: a random structure, then perhaps random damage to its bytes."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

from tests.torture import workbooks
from tests.torture.workbooks import Book, Cell

_HEADERS: Final = (
    "name", "Vorname", "Nachname", "e-mail", "Email", "company", "Firma", "phone", "Land",
    "deal value", "Auftragswert", "currency", "notes", "lead_id", "", "Straße", "=x", "\u202e",
)  # fmt: skip
_VALUES: Final = (
    "Ann Lee", "Jörg Weiß", "ann@acme.example", "a@b", "45.000,00 €", "1,234.5", "12k", "n/a", "-",
    "+49 30 901820", "DE", "Deutschland", "", " ", '"', "'", "a,b;c", "two\nlines", "\r", "\t",
    "@SUM", "A\0B", "\u202ex\u202c", "\u200b", "\ufeff", "\U0001f600", "x" * 300, "99999999999999",
    "=1+1", "1e400", "{", "}", "[", "]", "\\", "\\u0000", "sep=;", "Владимир", "<a>", "&amp;",
)  # fmt: skip
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1251", "utf-32")
_MARKS: Final = tuple(b"\"',;|\t\r\n{}[]:\\\0\x80\xff\xd8=<&")
_MOST_ROWS: Final = 30
_MOST_COLUMNS: Final = 9

Form = Callable[[Random], bytes]


def file(random: Random, folder: Path) -> Path:
    """One random file."""
    suffix, form = random.choice(FORMS)
    content = form(random)
    for _ in range(random.choice((0, 0, 1, 1, 3, 20))):
        content = random.choice(_DAMAGES)(random, content)
    name = f"leads{random.choice((suffix, suffix, suffix, '.csv', '.jsonl', '.json', ''))}"
    path = folder / name
    path.write_bytes(content)
    return path


def table(random: Random) -> bytes:
    """A table of text; not always written as it should be."""
    page = io.StringIO(newline="")
    delimiter = random.choice(",;\t|")
    if random.random() < 0.7:
        writer = csv.writer(
            page,
            delimiter=delimiter,
            quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
            lineterminator=random.choice(("\n", "\r\n", "\r")),
        )
        writer.writerows(_rows(random))
    else:
        lines = (delimiter.join(row) for row in _rows(random))
        page.write("\n".join(lines))
    return _encoded(random, page.getvalue())


def lines(random: Random) -> bytes:
    """JSON lines."""
    return _encoded(random, "\n".join(json.dumps(lead) for lead in _leads(random)))


def document(random: Random) -> bytes:
    """A JSON document of any shape."""
    leads = _leads(random)
    shape = random.choice((leads, {"leads": leads}, {"v": 1, "leads": leads, "x": [{}]}, leads[:1]))
    text = json.dumps(
        shape, indent=random.choice((None, None, 0, 2)), ensure_ascii=random.random() < 0.5
    )
    return _encoded(random, text)


def workbook(random: Random) -> bytes:
    """An Excel workbook."""
    rows = [[_cell(random, text) for text in row] for row in _rows(random)]
    sheets: dict[str, Sequence[Sequence[object]]] = {"Leads": rows}
    if random.random() < 0.2:
        sheets = {"Notes": [["hello"]], **sheets}
    packed = io.BytesIO()
    texts = workbooks.parts(Book(sheets=sheets, shared=_VALUES[:9], codes=['0.00 "€"', "yyyy"]))
    with zipfile.ZipFile(packed, "w", random.choice((0, 8))) as archive:
        for name, text in texts.items():
            content = text.encode("utf-8", "replace")
            if random.random() < 0.03:
                content = _scratched(random, content)
            archive.writestr(name, content)
    return packed.getvalue()


FORMS: Final[tuple[tuple[str, Form], ...]] = (
    (".csv", table),
    (".csv", table),
    (".jsonl", lines),
    (".json", document),
    (".xlsx", workbook),
)


def _rows(random: Random) -> list[list[str]]:
    width = random.randint(1, _MOST_COLUMNS)
    rows = [["name", *random.choices(_HEADERS, k=width)]]
    for _ in range(random.randint(0, _MOST_ROWS)):
        uneven = random.choice((0, 0, 0, 0, -1, 1)) if random.random() < 0.3 else 0
        rows.append([_value(random) for _ in range(max(width + 1 + uneven, 1))])
    if random.random() < 0.05:
        rows.pop(0)
    return rows


def _leads(random: Random) -> list[object]:
    odd: tuple[object, ...] = (None, 1, "x", [], {}, {"input": {"name": "Ann"}, "ground_truth": 1})
    rows = _rows(random)
    header = rows[0] if rows else ["name"]
    leads: list[object] = [dict(zip(header, row, strict=False)) for row in rows[1:]]
    if leads and random.random() < 0.3:
        leads[random.randrange(len(leads))] = random.choice(odd)
    if leads and random.random() < 0.3:
        leads[0] = {"company": {"name": leads[0]}}
    return leads


def _value(random: Random) -> str:
    if random.random() < 0.5:
        return f"person{random.randrange(10**9)}@acme{random.randrange(99)}.example"
    return random.choice(_VALUES)


def _cell(random: Random, text: str) -> object:
    clean = "".join(c if c.isprintable() or c in "\n\t" else f"_x{ord(c):04X}_" for c in text)
    return random.choice(
        (
            clean,
            clean,
            clean,
            random.choice((0, -1, 45000, 0.1, 1e300)),
            Cell(value=str(random.randrange(12)), kind="s"),
            Cell(value=random.choice(("46000.5", "-1", "1e9", "x", "")), style=random.randrange(4)),
            Cell(value=clean, kind="str", formula="A1"),
            Cell(
                value="1",
                kind=random.choice("bed"),
                place=random.choice((None, "A1", "zz", "XFD9")),
            ),
        )
    )


def _encoded(random: Random, text: str) -> bytes:
    encoding = "utf-8" if random.random() < 0.6 else random.choice(_ENCODINGS)
    return text.encode(encoding, "replace")


def _scratched(random: Random, content: bytes) -> bytes:
    """A few bytes are others."""
    held = bytearray(content)
    for _ in range(random.randint(1, 4)):
        if held:
            held[random.randrange(len(held))] = random.choice((random.randrange(256), *_MARKS))
    return bytes(held)


def _cut(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def _doubled(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + content[start : start + random.randint(0, 400)] * 2 + content[start:]


def _gone(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + content[start + random.randint(0, 60) :]


def _marked(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + bytes(random.choices(_MARKS, k=random.randint(1, 5))) + content[start:]


_DAMAGES: Final = (_scratched, _scratched, _cut, _doubled, _gone, _marked)
