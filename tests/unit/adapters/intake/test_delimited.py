"""CSV and its cousins."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadwright.adapters.intake.delimited import DelimitedFile
from leadwright.adapters.intake.errors import (
    LeadFileEmpty,
    LeadFileHeaderUnknown,
    LeadFileTooWide,
)
from leadwright.leads.intake import RawRow, Refusal, RefusalCode
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.errors import ColumnUnknown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leads.csv"


def rows_of(path: Path, content: str | bytes) -> list[RawRow | Refusal]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(DelimitedFile(path).rows())


def values_of(path: Path, content: str | bytes) -> list[dict[str, object]]:
    rows = rows_of(path, content)
    assert all(isinstance(row, RawRow) for row in rows), rows
    return [dict(row.values) for row in rows if isinstance(row, RawRow)]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(path: Path, sign: str) -> None:
    content = f"name{sign}email\nAnn{sign}ann@acme.example\n"
    assert values_of(path, content) == [{"name": "Ann", "email": "ann@acme.example"}]


def test_a_delimiter_inside_quotes_is_text(path: Path) -> None:
    content = 'name;"notes, longer, even, more"\n"Lee; Ann";x\n'
    assert values_of(path, content)[0]["name"] == "Lee; Ann"


def test_a_spreadsheet_may_declare_its_delimiter(path: Path) -> None:
    assert values_of(path, "sep=|\r\nname|a,b,c\r\nAnn|x\r\n") == [{"name": "Ann", "a,b,c": "x"}]


def test_bom_line_ends_and_breaks_inside_cells_are_no_trouble(path: Path) -> None:
    content = b'\xef\xbb\xbfname,notes\r\n"Ann","two\r\nlines, ""quoted"""\r\nBen,x\r\n'
    assert values_of(path, content) == [
        {"name": "Ann", "notes": 'two\r\nlines, "quoted"'},
        {"name": "Ben", "notes": "x"},
    ]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(path: Path) -> None:
    rows = rows_of(path, 'name\n\n"two\nlines"\nBen\n')
    assert [row.number for row in rows if isinstance(row, RawRow)] == [3, 4]


def test_one_column_is_enough(path: Path) -> None:
    assert values_of(path, "email\nann@acme.example\n") == [{"email": "ann@acme.example"}]


def test_missing_and_double_headers_lose_nothing(path: Path) -> None:
    content = "name,,email,email\nAnn,x,a@b.example,c@d.example\n"
    assert values_of(path, content) == [
        {
            "name": "Ann",
            "column 2": "x",
            "email": "a@b.example",
            "email (column 4)": "c@d.example",
        }
    ]


def test_cells_that_say_nothing_about_who_it_is_may_be_left_out(path: Path) -> None:
    content = "name,email,phone,notes\nAnn,,\nBen,\n"
    assert values_of(path, content) == [{"name": "Ann"}, {"name": "Ben"}]


def test_a_row_that_ends_before_its_address_is_refused(path: Path) -> None:
    (row,) = rows_of(path, "name,email,phone\nAnn\n")
    assert isinstance(row, Refusal)
    assert (row.code, row.field, row.given) == (RefusalCode.TOO_FEW_CELLS, "email", "Ann")


def test_a_file_that_ends_in_a_row_may_be_cut_off(path: Path) -> None:
    first, cut = rows_of(path, "name,email,phone\nAnn,ann@acme.example,1\nBen,ben@acme.exa")
    assert isinstance(first, RawRow)
    assert isinstance(cut, Refusal)
    assert cut.code is RefusalCode.CUT_OFF


def test_a_row_in_windows_letters_is_read_and_told(path: Path) -> None:
    content = b"name,company\nJ\xf6rg,K\xf6ln \x80\n" + "Zoë,Łódź\n".encode()
    path.write_bytes(content)
    file = DelimitedFile(path)
    names = [dict(row.values) for row in file.rows() if isinstance(row, RawRow)]
    assert names == [
        {"name": "Jörg", "company": "Köln €"},
        {"name": "Zoë", "company": "Łódź"},
    ]
    assert len(file.remarks) == 1
    assert "Windows-1252" in file.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_the_encoding_is_found_out(path: Path, encoding: str) -> None:
    content = "name;company\nJörg Weiß;Größe GmbH\n".encode(encoding)
    assert values_of(path, content) == [{"name": "Jörg Weiß", "company": "Größe GmbH"}]


def test_amounts_with_commas_do_not_outvote_the_delimiter_of_the_header(path: Path) -> None:
    content = "name;email;value\n" + "Ann;;1,5\n" * 9 + "Ben;ben@b.example\n"
    assert values_of(path, content)[0] == {"name": "Ann", "value": "1,5"}


def test_titles_above_the_header_are_passed_over_and_told(path: Path) -> None:
    path.write_text("Leads, all of them\n\nname;email\nAnn;ann@acme.example\n")
    file = DelimitedFile(path)
    (row,) = file.rows()
    assert isinstance(row, RawRow)
    assert row.number == 4
    assert file.remarks == ("The header stands in row 3; what is above it was not read.",)


def test_columns_that_are_no_field_are_told_with_the_way_to_name_them(path: Path) -> None:
    path.write_text("name,email,shoe size,mood\nAnn,a@b.example,38,good\n")
    file = DelimitedFile(path)
    assert len(list(file.rows())) == 1
    unread, valueless = file.remarks
    assert "shoe size, mood" in unread
    assert "--map FIELD=COLUMN" in unread
    assert "--map deal_value=COLUMN" in valueless


def test_doubled_columns_are_told(path: Path) -> None:
    path.write_text("name,email,E-Mail,email\n")
    file = DelimitedFile(path)
    assert list(file.rows()) == []
    assert [remark[:8] for remark in file.remarks] == ["Column 4"]


def test_columns_a_person_named_make_a_header(path: Path) -> None:
    path.write_text("Kunde;Adresse\nAnn;ann@acme.example\n")
    assert len(list(DelimitedFile(path, {Column.EMAIL: "adresse"}).rows())) == 1
    with pytest.raises(ColumnUnknown, match="Kunde, Adresse"):
        list(DelimitedFile(path, {Column.EMAIL: "Post"}).rows())


def test_a_hundred_thousand_columns_are_refused(path: Path) -> None:
    path.write_text(",".join(["name", *map(str, range(100_000))]) + "\n")
    with pytest.raises(LeadFileTooWide, match="16,384"):
        list(DelimitedFile(path).rows())


def test_empty_cells_too_many_do_no_harm(path: Path) -> None:
    assert values_of(path, "name,email\nAnn,a@b.example,,\n") == [
        {"name": "Ann", "email": "a@b.example"}
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"Lee, Ann,a@b.example", RefusalCode.TOO_MANY_CELLS),
        (b'"Ann"x,a@b.example', RefusalCode.BROKEN_ROW),
        (b'"Ann,a@b.example', RefusalCode.BROKEN_ROW),
        ("Владимир,a@b.example".encode("cp1251"), RefusalCode.NOT_UTF8),
        (b"x" * 200_000 + b",a@b.example", RefusalCode.FIELD_TOO_LARGE),
        (b'"' + b"x" * 200_000 + b'",a@b.example', RefusalCode.FIELD_TOO_LARGE),
        (b"x" * 2_000_000 + b",a@b.example", RefusalCode.ROW_TOO_LARGE),
    ],
)
def test_a_bad_row_is_refused_alone(path: Path, row: bytes, code: RefusalCode) -> None:
    content = b"name,email\nAda,ada@b.example\n" + row + b"\nBen,ben@b.example\nCy,cy@b.example\n"
    first, bad, *rest = rows_of(path, content)
    assert isinstance(first, RawRow)
    assert [dict(row.values)["name"] for row in rest if isinstance(row, RawRow)] == ["Ben", "Cy"]
    assert isinstance(bad, Refusal)
    assert (bad.row, bad.code) == (3, code)
    assert len(bad.given) <= 80
    assert bad.given.isprintable()


def test_a_quote_in_the_midst_of_a_cell_is_text(path: Path) -> None:
    content = 'name,notes\nAnn,5" pipe\nBen,plain\n'
    assert [row["notes"] for row in values_of(path, content)] == ['5" pipe', "plain"]


def test_nul_characters_do_not_end_the_reading(path: Path) -> None:
    assert [row["name"] for row in values_of(path, b"name\nA\x00nn\nBen\n")] == ["A\x00nn", "Ben"]


def test_a_header_that_says_nothing_is_refused_with_what_it_says(path: Path) -> None:
    with pytest.raises(LeadFileHeaderUnknown, match=r"leads\.csv.*Ann Lee, ann@acme"):
        rows_of(path, "Ann Lee,ann@acme.example\nBen,ben@acme.example\n")
    with pytest.raises(LeadFileHeaderUnknown, match=r"leads\.csv.*Ann Lee, Acme"):
        rows_of(path, "Ann Lee,Acme\nBen,Acme\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n\n", b"sep=;\n"])
def test_a_file_without_a_header_is_empty(path: Path, content: bytes) -> None:
    with pytest.raises(LeadFileEmpty, match=r"leads\.csv"):
        rows_of(path, content)


def test_a_header_alone_is_no_leads(path: Path) -> None:
    assert rows_of(path, "name,email\n") == []


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t|"))
@example(cells=[("\n", "\n")], sign=";")
def test_what_a_spreadsheet_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], sign: str
) -> None:
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=sign, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "company"), *cells])
    path = tmp_path_factory.mktemp("csv") / "leads.csv"
    wanted = [
        {header: cell for header, cell in zip(("name", "company"), row, strict=True) if cell}
        for row in cells
        if "".join(row).strip()
    ]
    assert values_of(path, page.getvalue().encode()) == wanted


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_refusals_or_a_named_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("csv") / "leads.csv"
    rows = rows_of(path, b"name,email\n" + content)
    numbers = [row.number if isinstance(row, RawRow) else row.row for row in rows]
    assert numbers == sorted(set(numbers))
