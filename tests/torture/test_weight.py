"""Large files cost no more memory than small ones."""

import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.house import tree
from tests.torture import workbooks
from tests.torture.workbooks import Book

ROWS = 60_000
CSV_ROW = "Ann Lee,ann@acme.example,Acme,45k," + "x" * 260 + "\n"
LEAD = '{"name": "Ann Lee", "email": "ann@acme.example", "notes": "' + "x" * 240 + '"}'
WIDE = 16_000  # columns
MOST_SIFTED = 60  # MB, with all that is loaded for the first lead
MOST_GROWTH = 14  # MB; each file, unpacked, holds more


def csv(path: Path) -> None:
    path.write_text("name,email,company,value,notes\n" + CSV_ROW * ROWS)


def json_list(path: Path) -> None:
    path.write_text(f"[{','.join([LEAD] * ROWS)}]")


def json_lines(path: Path) -> None:
    path.write_text("\n".join([LEAD] * ROWS))


def workbook(path: Path) -> None:
    """Each row has a text of its own: what fills memory when texts are kept there."""
    parts = workbooks.parts(Book(sheets={"Leads": [("name", "email")]}))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if "sheet1" not in name and "shared" not in name:
                archive.writestr(name, text)
        with archive.open("xl/sharedStrings.xml", "w") as texts:
            texts.write(b"<sst>" + b"".join(_texts()) + b"</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b"<worksheet><sheetData>" + b"".join(_rows()) + b"</sheetData></worksheet>")


def _texts() -> Iterator[bytes]:
    yield b"<si><t>name</t></si>"
    for number in range(ROWS):
        yield f"<si><t>Ann Lee {number} {'x' * 280}</t></si>".encode()


def _rows() -> Iterator[bytes]:
    for number in range(ROWS + 1):
        yield f'<row><c t="s"><v>{number}</v></c></row>'.encode()


def huge_fields(path: Path) -> None:
    field = "x" * 10_000_000
    path.write_text("name,notes\n" + f"Ann,{field}\n" * 4)


def long_fields(path: Path) -> None:
    """Fields that nobody can use: what is remembered of each would fill memory."""
    field = "x" * 120_000
    with path.open("w") as file:
        file.write("name,website,country,value\n")
        file.writelines(f"Ann Lee {n},w{n}{field},c{n}{field},v{n}{field}\n" for n in range(400))


def random_blanks(path: Path) -> None:
    """Rows that each leave out other columns."""
    dice = random.Random(1)  # noqa: S311 - only blanks
    with path.open("w") as file:
        file.write("name," + ",".join(f"c{n}" for n in range(WIDE)) + "\n")
        for _ in range(400):
            cells = ("x" if bit == "1" else "" for bit in f"{dice.getrandbits(WIDE):0{WIDE}b}")
            file.write("Ann," + ",".join(cells) + "\n")


@pytest.mark.parametrize("write", [long_fields, random_blanks])
def test_what_is_known_of_rows_does_not_grow_with_them(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    file = tmp_path / "leads.csv"
    write(file)
    counted, grown = weighed(file, "--sifted")
    assert counted == 400
    assert grown < MOST_SIFTED


@pytest.mark.parametrize(
    ("name", "write", "rows"),
    [
        ("leads.csv", csv, ROWS),
        ("leads.json", json_list, ROWS),
        ("leads.jsonl", json_lines, ROWS),
        ("leads.xlsx", workbook, ROWS),
        ("fields.csv", huge_fields, 4),
    ],
)
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, name: str, write: Callable[[Path], None], rows: int
) -> None:
    file = tmp_path / name
    write(file)
    counted, grown = weighed(file)
    assert counted == rows
    assert grown < MOST_GROWTH, f"{grown} MB for a file of {file.stat().st_size >> 20} MB"


def weighed(file: Path, *how: str) -> tuple[int, int]:
    command = [sys.executable, "-m", "tests.torture.weigh", str(file), *how]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    counted, grown = map(int, done.stdout.split())
    return counted, grown
