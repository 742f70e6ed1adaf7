"""Files that are not what they were a moment ago, and places that hold none."""

from pathlib import Path

import pytest

from leadwright.adapters.intake import open_leads
from leadwright.adapters.intake.errors import LeadFileMissing, LeadFileNotReadable
from leadwright.adapters.intake.text import LONGEST_ROW
from leadwright.leads.intake import RawRow, Refusal

HEAD = "name,email\n"
ROW = "Ann,ann@acme.example\n"


def test_a_file_that_grows_is_read_as_it_was_and_told(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ROW * 2000)
    reader = open_leads(path)
    rows = reader.rows()
    first = next(rows)
    with path.open("a") as file:
        file.write(ROW * 2000)
    assert isinstance(first, RawRow)
    assert len(list(rows)) == 1999
    assert any("changed" in remark for remark in reader.remarks)


def test_half_a_row_of_a_file_that_grows_is_left_for_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ROW * 2000 + "Ben,ben@acme.exa")
    rows = open_leads(path).rows()
    next(rows)
    with path.open("a") as file:
        file.write("mple\n")
    assert all(isinstance(row, RawRow) for row in rows)
    last = list(open_leads(path).rows())[-1]
    assert isinstance(last, RawRow)
    assert last.values["email"] == "ben@acme.example"


def test_a_file_that_shrinks_ends_early_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "leads.jsonl"
    path.write_text('{"name": "Ann"}\n' * 100_000)
    reader = open_leads(path)
    rows = reader.rows()
    next(rows)
    with path.open("r+") as file:
        file.truncate(1_000_000)
    assert not [row for row in rows if isinstance(row, Refusal)]
    assert any("changed" in remark for remark in reader.remarks)


def test_a_file_that_is_deleted_is_read_to_its_end_or_missed(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + ROW * 2000)
    reader, late = open_leads(path), open_leads(path)
    rows = reader.rows()
    next(rows)
    path.unlink()
    assert len(list(rows)) == 1999
    with pytest.raises(LeadFileMissing, match="check the name"):
        list(late.rows())


@pytest.mark.parametrize("name", ["leads.csv/inside", "a" * 300, "loop"])
def test_a_place_that_cannot_be_read_is_told_in_plain_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "leads.csv").write_text(HEAD)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(LeadFileNotReadable) as caught:
        open_leads(tmp_path / name)
    assert "Errno" not in str(caught.value)
    assert str(caught.value).endswith("check its rights.")


def test_a_line_is_never_longer_than_a_row_may_be(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(HEAD + "x" * (LONGEST_ROW * 3) + "\n" + ROW)
    long, row = open_leads(path).rows()
    assert isinstance(long, Refusal)
    assert long.given.startswith("xxx")
    assert isinstance(row, RawRow)
