"""JSON documents, whole and in pieces."""

import json
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.adapters.intake import open_leads
from leadwright.adapters.intake.document import JsonFile
from leadwright.adapters.intake.pieces import Pieces
from leadwright.leads.intake import RawRow, Refusal

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
LEADS = st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=5), max_size=6)


def rows_of(tmp_path: Path, text: str) -> list[RawRow | Refusal]:
    path = tmp_path / "leads.json"
    path.write_text(text)
    return list(JsonFile(path).rows())


def values_of(tmp_path: Path, text: str) -> list[dict[str, object]]:
    rows = rows_of(tmp_path, text)
    assert all(isinstance(row, RawRow) for row in rows), rows
    return [dict(row.values) for row in rows if isinstance(row, RawRow)]


@given(
    leads=LEADS,
    indent=st.sampled_from([None, 0, 1, 4]),
    ascii_only=st.booleans(),
    size=st.integers(1, 50),
)
def test_what_was_written_is_cut_into_the_same_values(
    leads: list[dict[str, object]], indent: int | None, ascii_only: bool, size: int
) -> None:
    text = json.dumps(leads, indent=indent, ensure_ascii=ascii_only)
    pieces = Pieces(iter([text[at : at + size] for at in range(0, len(text), size)]))
    assert pieces.take_if("[")
    found = []
    while pieces.peek() != "]":
        if not pieces.take_if(","):
            found.append(json.loads(pieces.value().text))
    assert found == leads


def test_leads_may_stand_under_leads_wherever_that_stands(tmp_path: Path) -> None:
    text = '{"v": {"leads": [1]}, "x": [{"name": "no"}], "leads" : [{"name": "Ann"}], "y": "]}"}'
    assert values_of(tmp_path, text) == [{"name": "Ann"}]


def test_an_object_without_leads_is_one(tmp_path: Path) -> None:
    assert values_of(tmp_path, '{"name": "Ann", "tags": ["{", "}"]}') == [
        {"name": "Ann", "tags": ["{", "}"]}
    ]


def test_objects_may_follow_each_other_without_a_list(tmp_path: Path) -> None:
    assert values_of(tmp_path, '{\n"name": "A"\n}\n{\n"name": "B"\n}') == [
        {"name": "A"},
        {"name": "B"},
    ]


def test_a_lead_that_never_closes_does_not_swallow_the_next(tmp_path: Path) -> None:
    text = '[\n  {"name": "A", "x": {"y": 1},\n  {"name": "B"},\n  {"name": "C"}\n]'
    bad, *rest = rows_of(tmp_path, text)
    assert isinstance(bad, Refusal)
    assert [row.values["name"] for row in rest if isinstance(row, RawRow)] == ["B", "C"]


def test_after_many_that_never_close_the_last_is_found(tmp_path: Path) -> None:
    bad = ' {"name": "A",'
    for break_ in ("\n", " "):
        rows = rows_of(tmp_path, f"[{break_}" + f"{bad}{break_}" * 20_000 + '{"name": "B"}]')
        assert len(rows) == 20_001
        assert isinstance(rows[-1], RawRow)


def test_objects_inside_a_lead_are_not_taken_for_leads(tmp_path: Path) -> None:
    lead = {"name": "A", "contacts": [{"name": "no"}, {"name": "no"}]}
    for indent in (None, 0, 1, 2):
        assert values_of(tmp_path, json.dumps([lead, lead], indent=indent)) == [lead, lead]


def test_the_first_leads_are_given_before_the_last_are_read(tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text("[" + ",".join(['{"name": "Ann"}'] * 100_000) + "]")
    assert len(list(islice(JsonFile(path).rows(), 3))) == 3


@pytest.mark.parametrize("before", ["", "\n"])
def test_blanks_before_a_value_are_not_kept(before: str) -> None:
    chunk, chunks = " " * 65_536, 200
    pieces = Pieces(iter([before, *[chunk] * chunks, "{}"] if before else [chunk] * chunks))
    tracemalloc.start()
    try:
        assert pieces.peek() == ("{" if before else "")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.parametrize("name", ["leads", "data", "results", "records", "items"])
@pytest.mark.parametrize("indent", [None, 2])
def test_leads_may_stand_under_the_names_that_services_use(
    tmp_path: Path, name: str, indent: int | None
) -> None:
    path = tmp_path / "answer.json"
    answer = {"page": 1, name: [{"name": "Ann"}, {"name": "Ben"}], "total": 2}
    path.write_text(json.dumps(answer, indent=indent))
    rows = [row.values for row in open_leads(path).rows() if isinstance(row, RawRow)]
    assert rows == [{"name": "Ann"}, {"name": "Ben"}]


def test_a_list_that_a_lead_has_is_no_list_of_leads(tmp_path: Path) -> None:
    path = tmp_path / "lead.json"
    path.write_text(json.dumps({"name": "Ann", "items": [{"name": "a pen"}]}))
    (row,) = open_leads(path).rows()
    assert isinstance(row, RawRow)
    assert row.values["name"] == "Ann"
