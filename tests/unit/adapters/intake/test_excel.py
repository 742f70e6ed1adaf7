"""Excel workbooks: what a person sees in the sheet is what is read."""

from pathlib import Path

import pytest
from tests.torture import workbooks
from tests.torture.workbooks import Book, Cell

from leadwright.adapters.intake.excel import ExcelFile
from leadwright.adapters.intake.excel.formats import Format, format_of, shown
from leadwright.leads.intake import RawRow


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leads.xlsx"


def values_of(path: Path, book: Book) -> list[dict[str, object]]:
    workbooks.bind(path, book)
    rows = list(ExcelFile(path).rows())
    assert all(isinstance(row, RawRow) for row in rows), rows
    return [dict(row.values) for row in rows if isinstance(row, RawRow)]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("General", Format()),
        ("0.00", Format()),
        ("0%", Format()),
        ('#,##0.00 "€"', Format(currency="€")),
        ("_-* #,##0.00\\ [$€-407]_-;-* #,##0.00", Format(currency="€")),
        ("[$CHF-807] #,##0", Format(currency="CHF")),
        ('"$"#,##0.00', Format(currency="$")),
        ("[$-407]dd/mm/yyyy", Format(is_day=True)),
        ("yyyy\\-mm\\-dd", Format(is_day=True)),
        ("[Red]0.00", Format()),
        ('0 "days"', Format()),
    ],
)
def test_formats_tell_days_and_currencies(code: str, wanted: Format) -> None:
    assert format_of(code) == wanted


@pytest.mark.parametrize(
    ("number", "form", "wanted"),
    [
        ("45000", Format(), 45000),
        ("4.930901820E9", Format(), 4930901820),
        ("0.5", Format(), 0.5),
        ("45000.5", Format(currency="€"), "45000.50 €"),
        ("1.234", Format(currency="€"), "1.23 €"),
        ("46000", Format(is_day=True), "2025-12-09"),
        ("46000.75", Format(is_day=True), "2025-12-09T18:00:00"),
        ("0.25", Format(is_day=True), "06:00:00"),
        ("-3", Format(is_day=True), -3),
    ],
)
def test_numbers_are_given_as_they_are_shown(number: str, form: Format, wanted: object) -> None:
    assert shown(number, form, since_1904=False) == wanted


def test_days_may_be_counted_from_1904(path: Path) -> None:
    book = Book(
        sheets={"Leads": [("name", "day"), ("Ann", Cell(value="0", style=1))]},
        codes=["dd.mm.yyyy"],
        since_1904=True,
    )
    assert values_of(path, book) == [{"name": "Ann", "day": "1904-01-01"}]


def test_gaps_are_empty_cells_and_rows_keep_their_numbers(path: Path) -> None:
    workbooks.write(path, [("name", "email", "phone"), (), ("Ann", "", 5), (), ("", "b@b.example")])
    rows = [row for row in ExcelFile(path).rows() if isinstance(row, RawRow)]
    assert [(row.number, dict(row.values)) for row in rows] == [
        (3, {"name": "Ann", "phone": 5}),
        (5, {"email": "b@b.example"}),
    ]


def test_of_a_formula_the_stored_result_is_read(path: Path) -> None:
    row = (Cell(value="Ann", kind="str", formula="A9"), Cell(value="12", formula="6*2"))
    book = Book(sheets={"Leads": [("name", "value"), row]})
    assert values_of(path, book) == [{"name": "Ann", "value": 12}]


def test_a_hidden_sheet_is_not_read(path: Path) -> None:
    sheets = {"Hidden": [("name",), ("No",)], "Shown": [("name",), ("Ann",)]}
    book = Book(sheets=sheets, hidden=frozenset({"Hidden"}))
    assert values_of(path, book) == [{"name": "Ann"}]


def test_shared_texts_beyond_memory_are_found_again(path: Path) -> None:
    texts = [f"{n} {'x' * 900}" for n in range(12_000)]
    rows = [(Cell(value=str(n), kind="s"),) for n in range(0, 12_000, 3000)]
    book = Book(sheets={"Leads": [("name",), *rows]}, shared=texts)
    assert [row["name"] for row in values_of(path, book)] == texts[::3000]
