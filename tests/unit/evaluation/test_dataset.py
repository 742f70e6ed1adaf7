"""Files of leads whose answers are known."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.evaluation.known import TRUTH, a_row, write_rows

from leadwright.evaluation.dataset import Act, DatasetInvalid, Difficulty, read_cases


def test_a_line_is_read_with_all_that_is_scored(tmp_path: Path) -> None:
    (case,) = read_cases(write_rows(tmp_path, a_row()))
    assert (case.lead_id, case.difficulty) == ("L1", Difficulty.EASY)
    assert case.truth.expected_action is Act.ESCALATE
    assert case.truth.total_funding_usd == Decimal(5_000_000)
    assert case.truth.last_round is not None
    assert case.truth.last_round.type == "series-a"


def test_the_order_of_the_file_is_kept_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    file = write_rows(tmp_path, a_row("B"), "", a_row("A"), "  ")
    assert [case.lead_id for case in read_cases(file)] == ["B", "A"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "line 2: this is not JSON"),
        (a_row("X", ground_truth=None), "line 2: lead 'X' has no ground_truth"),
        ({k: v for k, v in a_row("X").items() if k != "ground_truth"}, "lead 'X' has no ground"),
        (a_row("X", metadata={"difficulty": "tough"}), "line 2: metadata.difficulty"),
        (a_row("X", ground_truth={**TRUTH, "employees": "many"}), "ground_truth.employees"),
        (a_row("X", ground_truth={**TRUTH, "record_ids": []}), "needs the record_ids"),
        (a_row("X", input={"lead_id": "Y"}), "another lead_id in its input"),
        (a_row("L1"), "line 2: lead 'L1' was there before"),
        ("[1]", "line 2: the line"),
    ],
    ids=[
        "not JSON",
        "null truth",
        "no truth",
        "difficulty",
        "a field",
        "no records",
        "other id",
        "twice",
        "not an object",
    ],
)
def test_a_line_that_cannot_be_scored_is_named(
    tmp_path: Path, line: dict[str, object] | str, told: str
) -> None:
    with pytest.raises(DatasetInvalid) as refusal:
        read_cases(write_rows(tmp_path, a_row("L1"), line))
    assert told in str(refusal.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="holds no leads"):
        read_cases(write_rows(tmp_path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="cannot be read"):
        read_cases(tmp_path / "nowhere.jsonl")
