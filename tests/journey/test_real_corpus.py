"""All real leads of the development corpus, worked and held against their truth."""

from pathlib import Path

import pytest

from leadwright.entrypoints.cli.evals import evaluate
from leadwright.entrypoints.cli.options import settings
from leadwright.evaluation.markdown import as_markdown
from leadwright.evaluation.report import Gate, Report, failed_gates

pytestmark = pytest.mark.corpus

BOUNDS = {
    "company_resolution": 0.98,
    "research_accuracy": 0.98,
    "decision_maker_accuracy": 0.97,
    "escalation_accuracy": 0.98,
    "escalation_recall": 0.99,
    "invented_facts": 0,
    "grounded_share": 1.0,
}


@pytest.fixture(scope="module")
def report(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    place = tmp_path_factory.mktemp("evaluation")
    given = settings(
        db=f"sqlite:///{place / 'eval.db'}",
        config=empty_settings(place),
        corpus=data_dir,
        as_of="corpus",
    )
    return evaluate(data_dir / "leads_dev.jsonl", given).report


def empty_settings(place: Path) -> Path:
    """Settings of nobody: the defaults are what is measured."""
    file = place / "leadwright.toml"
    file.touch()
    return file


@pytest.mark.parametrize("metric", BOUNDS)
def test_the_work_is_as_good_as_promised(report: Report, metric: str) -> None:
    failures = failed_gates(report, [Gate(metric=metric, bound=BOUNDS[metric])])
    assert not failures, f"{failures}\n\n{as_markdown(report)}"


def test_every_lead_has_an_answer(report: Report) -> None:
    assert len(report.leads) == 250
    assert [judged.case.lead_id for judged in report.leads if judged.line is None] == []


def test_drafts_were_there_to_be_judged(report: Report) -> None:
    assert report.drafts.quality.n >= 100
    assert report.drafts.grounded.n > report.drafts.quality.n
