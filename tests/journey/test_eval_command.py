"""`leadwright eval run` as a user calls it, on the fictional world."""

import io
import json
import sqlite3
from contextlib import closing, redirect_stdout
from pathlib import Path

import pytest

from leadwright.entrypoints.cli import evals
from leadwright.evaluation.dataset import DatasetInvalid
from leadwright.evaluation.report import GateFailed, GateUnknown

STRANGER = {
    "lead_id": "S-1",
    "input": {
        "lead_id": "S-1",
        "name": "Ines Okafor",
        "email": "ines@quorvenfoods.example",
        "company_name": "Quorven Foods",
    },
    "ground_truth": {
        "match": "none",
        "escalation_reasons": ["no_data"],
        "expected_action": "escalate",
    },
    "metadata": {"difficulty": "hard"},
}
TWIN = {
    **STRANGER,
    "lead_id": "S-2",
    "input": {**STRANGER["input"], "lead_id": "S-2", "email": "INES@quorvenfoods.example"},  # type: ignore[dict-item]
    "ground_truth": {
        "match": "none",
        "duplicate_of": "S-1",
        "escalation_reasons": ["no_data"],
        "expected_action": "merge_duplicate",
    },
}


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    file = tmp_path / "leads.jsonl"
    file.write_text(f"{json.dumps(STRANGER)}\n{json.dumps(TWIN)}\n", encoding="utf-8")
    return file


def call(*arguments: str | Path) -> str:
    """What the command prints. Only stdout is caught: the engine's logger keeps its stderr."""
    with redirect_stdout(io.StringIO()) as printed:
        evals.app(["run", *map(str, arguments)], standalone_mode=False)
    return printed.getvalue()


def test_json_stands_alone_on_stdout_and_answers_are_written(
    leads: Path, world: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"
    told = json.loads(call(leads, "--corpus", world, "--json", "--answers", answers))
    assert told["dataset_size"] == 2
    assert told["results"]["company_resolution"] == 1
    assert told["results"]["escalation_accuracy"] == 1
    assert told["model"] == "playbook"
    first, second = (json.loads(line) for line in answers.read_text("utf-8").splitlines())
    assert (first["action"], second["action"]) == ("escalate", "merge_duplicate")
    assert second["duplicate_of"] == "S-1"


def test_the_report_for_people_is_printed_and_can_be_written(
    leads: Path, world: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.md"
    printed = call(leads, "--corpus", world, "--report", report)
    assert report.read_text("utf-8").startswith("# Evaluation ")
    assert "Metrics (playbook)" in printed


def test_a_gate_that_fails_is_named_and_the_report_is_there_all_the_same(
    leads: Path, world: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.md"
    gates = ("--gate", "completeness=0.9", "--gate", "invented_facts=0")
    with pytest.raises(GateFailed) as failure:
        call(leads, "--corpus", world, "--report", report, *gates)
    assert "completeness" in str(failure.value)
    assert "invented_facts" not in str(failure.value)
    assert "| FAILS |" in report.read_text("utf-8")


def test_gates_that_hold_are_silent(leads: Path, world: Path) -> None:
    assert call(leads, "--corpus", world, "--gate", "escalation_recall=1")


def test_an_unknown_gate_is_told_before_any_work(leads: Path, world: Path) -> None:
    with pytest.raises(GateUnknown, match="names no metric"):
        call(leads, "--corpus", world, "--gate", "luck=1")


def test_leads_without_truth_are_refused_before_any_work(tmp_path: Path, world: Path) -> None:
    file = tmp_path / "plain.jsonl"
    file.write_text(json.dumps({**STRANGER, "ground_truth": None}) + "\n", encoding="utf-8")
    with pytest.raises(DatasetInvalid, match="line 1: lead 'S-1' has no ground_truth"):
        call(file, "--corpus", world)


def test_the_users_own_leads_are_never_touched(
    leads: Path, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.db"
    monkeypatch.setenv("LEADWRIGHT_DATABASE__URL", f"sqlite:///{own}")
    monkeypatch.chdir(tmp_path)
    call(leads, "--corpus", world)
    assert not own.exists()
    assert list(tmp_path.glob("*.key")) == []


def test_a_database_can_be_kept_and_one_that_holds_leads_is_refused(
    leads: Path, world: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"
    call(leads, "--corpus", world, "--db", f"sqlite:///{kept}")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM leads").fetchone() == (2,)
    with pytest.raises(evals.PlaceNotEmpty, match="holds leads already"):
        call(leads, "--corpus", world, "--db", f"sqlite:///{kept}")
