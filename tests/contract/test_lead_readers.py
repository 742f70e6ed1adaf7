"""Every reader of lead files keeps the same promises, whatever the file looks like inside."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.torture import workbooks

from leadwright.adapters.intake.delimited import DelimitedFile
from leadwright.adapters.intake.document import JsonFile
from leadwright.adapters.intake.excel.workbook import ExcelFile
from leadwright.adapters.intake.jsonl import JsonLinesFile
from leadwright.adapters.intake.laid_out import LaidOutFile
from leadwright.leads.intake import LeadReader, RawRow, Refusal

PORT = "leadwright.leads.intake.ports:LeadReader"
IMPLEMENTATIONS = [
    "leadwright.adapters.intake.delimited:DelimitedFile",
    "leadwright.adapters.intake.document:JsonFile",
    "leadwright.adapters.intake.excel.workbook:ExcelFile",
    "leadwright.adapters.intake.jsonl:JsonLinesFile",
    "leadwright.adapters.intake.laid_out:LaidOutFile",
]

ANN = {"name": "Ann Lee", "email": "ann@acme.example"}
BEN = {"name": "Ben Ode", "email": "ben@acme.example"}
Written = Callable[[Path, list[dict[str, str] | str]], LeadReader]


def as_csv(path: Path, rows: list[dict[str, str] | str]) -> LeadReader:
    lines = ["name,email", *(r if isinstance(r, str) else ",".join(r.values()) for r in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return DelimitedFile(path)


def as_json_lines(path: Path, rows: list[dict[str, str] | str]) -> LeadReader:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return JsonLinesFile(path)


def as_json(path: Path, rows: list[dict[str, str] | str]) -> LeadReader:
    texts = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    path.write_text(f"[{','.join(texts)}]", encoding="utf-8")
    return JsonFile(path)


def as_excel(path: Path, rows: list[dict[str, str] | str]) -> LeadReader:
    cells = [[r, *"x" * 3] if isinstance(r, str) else list(r.values()) for r in rows]
    workbooks.write(path, [["name", "email"], *cells])
    return ExcelFile(path)


def as_laid_out(path: Path, rows: list[dict[str, str] | str]) -> LeadReader:
    as_csv(path, rows)
    return LaidOutFile(DelimitedFile(path), {})


FORMS = [
    pytest.param(as_csv, '"open,cell', id="csv"),
    pytest.param(as_json_lines, "{", id="jsonl"),
    pytest.param(as_json, "{:}", id="json"),
    pytest.param(as_excel, "open", id="excel"),
    pytest.param(as_laid_out, '"open,cell', id="laid out"),
]


@pytest.mark.parametrize(("write", "broken"), FORMS)
def test_rows_come_in_order_with_what_was_written(
    tmp_path: Path, write: Written, broken: str
) -> None:
    del broken
    rows = list(write(tmp_path / "leads", [ANN, BEN]).rows())
    assert all(isinstance(row, RawRow) for row in rows)
    assert [dict(row.values) for row in rows if isinstance(row, RawRow)] == [ANN, BEN]
    numbers = [row.number for row in rows if isinstance(row, RawRow)]
    assert numbers == [numbers[0], numbers[0] + 1]


@pytest.mark.parametrize(("write", "broken"), FORMS)
def test_a_broken_row_is_refused_and_the_rest_goes_on(
    tmp_path: Path, write: Written, broken: str
) -> None:
    first, middle, last = write(tmp_path / "leads", [ANN, broken, BEN]).rows()
    assert isinstance(first, RawRow)
    assert isinstance(last, RawRow)
    assert dict(last.values) == BEN
    assert isinstance(middle, Refusal)
    assert middle.row == first.number + 1
    assert middle.given
    assert middle.reason.endswith(".")


@pytest.mark.parametrize(("write", "broken"), FORMS)
def test_a_file_can_be_read_again_with_the_same_result(
    tmp_path: Path, write: Written, broken: str
) -> None:
    reader = write(tmp_path / "leads", [ANN, broken, {"name": "Zoë ☃", "email": "z@a.example"}])
    assert list(reader.rows()) == list(reader.rows())


@pytest.mark.parametrize(("write", "broken"), FORMS)
def test_rows_are_read_only_when_asked_for(tmp_path: Path, write: Written, broken: str) -> None:
    rows = write(tmp_path / "leads", [ANN, *[broken] * 1000, BEN]).rows()
    assert isinstance(next(iter(rows)), RawRow)
