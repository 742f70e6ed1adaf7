"""JSON lines of leads."""

import json
from pathlib import Path

import pytest

from leadwright.adapters.intake.jsonl import JsonLinesFile
from leadwright.leads.intake import RawRow, Refusal, RefusalCode


def rows_of(tmp_path: Path, content: str | bytes) -> list[RawRow | Refusal]:
    path = tmp_path / "leads.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(JsonLinesFile(path).rows())


def values_of(tmp_path: Path, row: object) -> dict[str, object]:
    (read,) = rows_of(tmp_path, json.dumps(row))
    assert isinstance(read, RawRow)
    return dict(read.values)


def test_a_lead_is_read_as_it_stands(tmp_path: Path) -> None:
    lead = {"name": "Ann", "company": {"name": "Acme"}, "deal_value": 5.5, "phone": None}
    assert values_of(tmp_path, lead) == lead


def test_of_an_evaluation_row_only_the_input_leaves_the_file(tmp_path: Path) -> None:
    row = {
        "lead_id": "LD-1",
        "input": {"lead_id": "LD-1", "name": "Ann"},
        "ground_truth": {"match": "unique"},
        "metadata": {"difficulty": "hard"},
    }
    assert values_of(tmp_path, row) == {"lead_id": "LD-1", "name": "Ann"}


def test_an_input_without_an_id_keeps_that_of_its_row(tmp_path: Path) -> None:
    row = {"lead_id": "LD-1", "input": {"name": "Ann"}, "ground_truth": {}}
    assert values_of(tmp_path, row) == {"lead_id": "LD-1", "name": "Ann"}


def test_answers_beside_a_flat_lead_stay_behind_too(tmp_path: Path) -> None:
    row = {"name": "Ann", "ground_truth": {"match": "none"}, "metadata": {}}
    assert values_of(tmp_path, row) == {"name": "Ann"}


def test_a_bom_blank_lines_and_any_line_end_are_no_trouble(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'\xef\xbb\xbf{"name": "A"}\r\n\r\n  \n{"name": "B"}\n')
    assert [row.number for row in rows if isinstance(row, RawRow)] == [1, 4]


def test_half_a_character_is_replaced_and_a_whole_one_stays(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, r'{"name": "A\ud800nn \ud83d\ude00"}')
    assert isinstance(row, RawRow)
    assert dict(row.values) == {"name": "A?nn \N{GRINNING FACE}"}


def test_what_is_not_a_number_says_nothing(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, '{"name": "Ann", "amount": NaN, "value": Infinity}')
    assert isinstance(row, RawRow)
    assert dict(row.values) == {"name": "Ann", "amount": None, "value": None}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", RefusalCode.BROKEN_JSON),
        (b'{"name": "Ann"} trailing', RefusalCode.BROKEN_JSON),
        (b"{'name': 'Ann'}", RefusalCode.BROKEN_JSON),
        (b'{"a":' * 100_000, RefusalCode.BROKEN_JSON),
        (b"[" * 100_000, RefusalCode.BROKEN_JSON),
        (b'{"amount": ' + b"9" * 5000 + b"}", RefusalCode.BROKEN_JSON),
        (b"[1, 2]", RefusalCode.NOT_AN_OBJECT),
        (b'"Ann"', RefusalCode.NOT_AN_OBJECT),
        (b"null", RefusalCode.NOT_AN_OBJECT),
        ('{"name": "Владимир"}'.encode("koi8-r"), RefusalCode.NOT_UTF8),
        (b'{"name": "' + b"x" * 1_000_001 + b'"}', RefusalCode.ROW_TOO_LARGE),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_a_reason(
    tmp_path: Path, line: bytes, code: RefusalCode
) -> None:
    first, bad, last = rows_of(tmp_path, b'{"name": "A"}\n' + line + b'\n{"name": "B"}')
    assert isinstance(first, RawRow)
    assert isinstance(last, RawRow)
    assert isinstance(bad, Refusal)
    assert (bad.row, bad.code) == (2, code)
    assert len(bad.given) <= 80
    assert bad.given.isprintable()
    assert bad.reason.endswith(".")
