"""Fictional worlds worked end to end through the house, and held against their truth."""

from collections.abc import Sequence
from pathlib import Path

from leadwright.entrypoints.cli.evals import evaluate
from leadwright.evaluation.examine import Examined
from leadwright.evaluation.report import Gate, Report, failed_gates
from leadwright.sandbox import build_world
from leadwright.sandbox.export import files
from leadwright.settings import load

BOUNDS = (
    Gate(metric="company_resolution", bound=0.97),
    Gate(metric="invented_facts", bound=0),
    Gate(metric="escalation_recall", bound=0.99),
)


def work(seed: int, leads: int, place: Path, faults: dict[str, float] | None = None) -> Examined:
    """Work the leads of a world in a house of its own, with the world as its only source."""
    place.mkdir(parents=True, exist_ok=True)
    config, file = place / "leadwright.toml", place / "leads.jsonl"
    config.touch()  # settings of nobody: the defaults are what is measured
    file.write_text(files(build_world(seed, leads))["leads.jsonl"], encoding="utf-8")
    given = load(
        config,
        database={"url": f"sqlite:///{place / 'house.db'}"},
        sandbox={"seed": seed, "leads": leads, "faults": faults or {}},
        as_of="corpus",
        work={"phase_s": 3_600, "segment_s": 3_600},  # a slow machine finds the same
    )
    return evaluate(file, given)


def broken(report: Report) -> Sequence[str]:
    """A sentence for each bound that does not hold."""
    return failed_gates(report, BOUNDS)
