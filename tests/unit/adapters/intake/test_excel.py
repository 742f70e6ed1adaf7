"""Excel workbooks: what a person sees in the sheet is what is read."""

import tracemalloc
from pathlib import Path

import pytest
from tests.torture import workbooks
from tests.torture.workbooks import Book, Cell

from leadwright.adapters.intake.errors import LeadFileTooLarge
from leadwright.adapters.intake.excel import ExcelFile
from leadwright.adapters.intake.excel.formats import Format, format_of, shown
from leadwright.adapters.intake.excel.package import unpacked
from leadwright.adapters.intake.excel.texts import Texts
from leadwright.leads.intake import RawRow, Refusal, RefusalCode


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
        ("2958465", Format(is_day=True), "9999-12-31"),
        ("2958465.9999999", Format(is_day=True), 2958465.9999999),
        ("1e308", Format(is_day=True), 1e308),
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


def test_days_beyond_the_last_year_stay_numbers() -> None:
    assert shown("2958465", Format(is_day=True), since_1904=True) == 2958465


def test_more_styles_than_a_spreadsheet_takes_are_refused(path: Path) -> None:
    styles = f"<styleSheet><cellXfs>{'<xf/>' * 70_000}</cellXfs></styleSheet>"
    book = Book(sheets={"Leads": [("name",), ("Ann",)]}, parts={"xl/styles.xml": styles})
    with pytest.raises(LeadFileTooLarge, match="styles"):
        values_of(path, book)


def test_more_texts_than_rows_could_show_are_refused(path: Path) -> None:
    workbooks.bind(path, Book(sheets={"Leads": [("name",)]}, shared=["a", "b", "c"]))
    with unpacked(path) as package, Texts(most=3) as texts:
        texts.fill(package, "xl/sharedStrings.xml")
        assert texts.get(2) == "c"
    with (
        pytest.raises(LeadFileTooLarge, match="texts"),
        unpacked(path) as package,
        Texts(most=2) as texts,
    ):
        texts.fill(package, "xl/sharedStrings.xml")


def test_long_shared_texts_do_not_stay_in_memory(path: Path) -> None:
    written = [f"{number} {'x' * 100_000}" for number in range(200)]
    workbooks.bind(path, Book(sheets={"Leads": [("name",)]}, shared=written))
    with unpacked(path) as package, Texts() as texts:
        texts.fill(package, "xl/sharedStrings.xml")
        tracemalloc.start()
        try:
            assert [texts.get(number) for number in (0, 199, 0)] == [
                written[number] for number in (0, 199, 0)
            ]
            for number in range(200):
                texts.get(number)
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert held < 5_000_000


def test_a_cell_far_to_the_right_costs_no_more_than_one_cell(path: Path) -> None:
    far = "".join(
        f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(2, 1402)
    )
    name = '<row r="1"><c r="A1" t="str"><v>name</v></c></row>'
    sheet = f"<worksheet><sheetData>{name}{far}</sheetData></worksheet>"
    parts = {"xl/worksheets/sheet1.xml": sheet}
    workbooks.bind(path, Book(sheets={"Leads": [("name",)]}, parts=parts))
    tracemalloc.start()
    try:
        codes = {row.code for row in ExcelFile(path).rows() if isinstance(row, Refusal)}
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert codes == {RefusalCode.TOO_MANY_CELLS}
    assert most < 40_000_000


def test_cells_out_of_order_stand_under_their_names(path: Path) -> None:
    row = (Cell(value="5", place="C2"), Cell(value="Ann", kind="str", place="A2"))
    book = Book(sheets={"Leads": [("name", "email", "phone"), row]})
    assert values_of(path, book) == [{"name": "Ann", "phone": 5}]
