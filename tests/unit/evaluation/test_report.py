"""The public JSON of an evaluation, its gates, and the report for people."""

from dataclasses import replace

import pytest
from tests.unit.evaluation.known import (
    a_case,
    a_stranger,
    an_answer,
    judged,
    missing,
    no_company,
    some_facts,
)

from leadwright.evaluation.markdown import as_markdown
from leadwright.evaluation.report import (
    METRICS,
    Gate,
    GateUnknown,
    Report,
    as_json,
    failed_gates,
    read_gate,
)
from leadwright.evaluation.scoring.drafts import DraftScores
from leadwright.evaluation.scoring.scorers import Share

GOOD = Report(
    evaluation_run="2013-12-12_playbook-1",
    release="playbook-1",
    model="playbook",
    as_of="2013-12-12",
    leads=[judged(), judged(a_stranger(), no_company())],
    drafts=DraftScores(
        quality=Share(hits=1.8, n=2, counts=False), grounded=Share(hits=5, n=5), ungrounded=()
    ),
)
BAD = replace(
    GOOD,
    leads=[
        judged(line=an_answer(facts=some_facts(employees=1), cost_usd=0.5, tokens=300)),
        judged(a_stranger(), no_company(recent_news=["n1"])),
        missing(a_case("L2")),
    ],
    drafts=replace(GOOD.drafts, grounded=Share(hits=4, n=5), ungrounded=("L1: You are 21.",)),
)


def test_the_json_has_the_public_shape() -> None:
    told = as_json(GOOD)
    assert list(told)[:7] == [
        "evaluation_run",
        "release",
        "dataset_size",
        "results",
        "by_difficulty",
        "calibration",
        "selective",
    ]
    assert told["model"] == "playbook"
    assert told["dataset_size"] == 2
    assert told["results"] == {
        "company_resolution": 1.0,
        "research_accuracy": 1.0,
        "completeness": 1.0,
        "decision_maker_accuracy": 1.0,
        "escalation_accuracy": 1.0,
        "escalation_recall": 1.0,
        "invented_facts": 0,
        "email_quality_score": 0.9,
        "avg_latency_seconds": 0.0,
        "avg_cost_per_lead": 0.0,
        "total_cost": 0.0,
        "avg_tokens_per_lead": 0.0,
    }
    assert told["by_difficulty"] == {
        "easy": {"accuracy": 1.0, "latency": 0.0, "n": 1},
        "hard": {"accuracy": 1.0, "latency": 0.0, "n": 1},
    }
    assert told["selective"] == {"coverage": 0.5, "accuracy": 1.0}


def test_errors_show_in_the_figures() -> None:
    results = BAD.results
    assert results["company_resolution"] == pytest.approx(2 / 3)
    assert results["research_accuracy"] == pytest.approx(5 / 12)
    assert results["invented_facts"] == 1
    assert results["total_cost"] == pytest.approx(0.5)
    assert results["avg_cost_per_lead"] == pytest.approx(0.5 / 3)
    assert results["avg_tokens_per_lead"] == pytest.approx(100)


def test_a_gate_can_name_every_figure_and_nothing_else() -> None:
    assert set(METRICS) == set(GOOD.figures)
    with pytest.raises(GateUnknown, match="names no metric"):
        read_gate("luck=1")


@pytest.mark.parametrize("text", ["completeness", "completeness=", "completeness=high"])
def test_a_gate_needs_a_number(text: str) -> None:
    with pytest.raises(GateUnknown, match="needs a number"):
        read_gate(text)


@pytest.mark.parametrize(
    ("gate", "holds"),
    [
        ("research_accuracy=0.98", False),
        ("research_accuracy=0.4", True),
        ("invented_facts=0", False),
        ("invented_facts=1", True),
        ("total_cost=0.5", True),
        ("total_cost=0.49", False),
        ("grounded_share=1", False),
        ("email_quality_score=0.9", True),
        ("brier=0.1", False),
    ],
)
def test_a_gate_is_a_floor_or_where_less_is_better_a_ceiling(gate: str, holds: bool) -> None:
    failures = failed_gates(BAD, [read_gate(gate)])
    assert (failures == []) is holds
    assert all(gate.partition("=")[0] in sentence for sentence in failures)


def test_what_was_not_measured_fails_its_gate() -> None:
    nothing = replace(GOOD, drafts=replace(GOOD.drafts, quality=Share(hits=0, n=0)))
    (sentence,) = failed_gates(nothing, [Gate(metric="email_quality_score", bound=0.1)])
    assert "not measured" in sentence


def test_the_report_for_people_names_the_model_with_every_table_and_the_worst_leads() -> None:
    text = as_markdown(BAD, [Gate(metric="completeness", bound=0.9)])
    tables = [line for line in text.splitlines() if line.startswith("## ")]
    assert all("playbook" in title for title in tables), tables
    assert "| L1 | easy | employees | 20 | 1 |" in text
    assert "| L2 | easy | no answer | escalate | missing |" in text
    assert "FAILS" in text
    assert "L1: You are 21." in text


def test_a_report_without_a_miss_says_so() -> None:
    text = as_markdown(GOOD)
    assert "Leads with a wrong fact or action (playbook)\n\nNone." in text
    assert "Gates" not in text
