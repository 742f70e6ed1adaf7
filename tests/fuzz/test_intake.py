"""A short form of `./dev fuzz intake`, the same each time; and some files of hypothesis."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz import intake

from leadwright.adapters.intake import open_leads
from leadwright.errors import LeadwrightError
from leadwright.leads.intake import RawRow

LINES = st.lists(st.text(max_size=30), max_size=8).map("\n".join)
STARTS = (
    "name,email\n",
    "name;email\n",
    '{"name": "Ann"}\n',
    "[",
    '{"leads": [',
    "sep=;\nname\n",
    "",
)


async def test_three_hundred_random_files_meet_their_fate(tmp_path: Path) -> None:
    fates, _ = await intake.run(files=300, seed=2026, folder=tmp_path)
    assert fates.total() == 300
    assert fates["taken"] > 150


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@settings(max_examples=200)
@given(
    start=st.sampled_from(STARTS),
    text=LINES,
    encoding=st.sampled_from(["utf-8", "utf-16", "latin-1"]),
    suffix=st.sampled_from([".csv", ".json", ".jsonl"]),
)
def test_any_text_gives_rows_refusals_or_a_named_error(
    place: Path, start: str, text: str, encoding: str, suffix: str
) -> None:
    file = place / f"leads{suffix}"
    file.write_bytes((start + text).encode(encoding, "replace"))
    assert outcome(file) == outcome(file)


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_refusals_or_a_named_error(place: Path, content: bytes) -> None:
    file = place / "leads"
    file.write_bytes(content)
    assert outcome(file) == outcome(file)


def outcome(file: Path) -> list[str]:
    """Rows and refusals in a word each, or the error; numbers only ever go up."""
    told: list[str] = []
    numbers = [0]
    try:
        for row in open_leads(file).rows():
            numbers.append(row.number if isinstance(row, RawRow) else row.row)
            told.append("row" if isinstance(row, RawRow) else row.code.value)
    except LeadwrightError as error:
        told.append(error.code)
    assert all(a < b for a, b in pairwise(numbers))
    return told
