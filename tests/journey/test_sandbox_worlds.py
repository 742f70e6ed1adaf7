"""Fictional worlds, which nothing in the house was made for, worked end to end.

120 leads a world keep this quick; `./dev fuzz world` works 250 of many worlds.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fuzz import worlds

from leadwright.evaluation.examine import Examined
from leadwright.evaluation.markdown import as_markdown
from leadwright.evaluation.scoring import judging

SEEDS = (1, 2, 3)
LEADS = 120
FEW = 60
FAULTS = {"slow": 0.1, "rate_limited": 0.1, "failing": 0.15, "malformed": 0.1, "slow_s": 0.05}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_work_is_good_in_a_world_it_never_saw(seed: int, tmp_path: Path) -> None:
    report = worlds.work(seed, LEADS, tmp_path).report
    assert not worlds.broken(report), f"{worlds.broken(report)}\n\n{as_markdown(report)}"


def test_a_world_nobody_chose_is_reported(
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    record_property("seed", seed)
    with capsys.disabled():  # told before the work, so that nothing can swallow it; never red
        print(f"\n>> sandbox seed {seed}, {FEW} leads:", end=" ", flush=True)  # noqa: T201
        print(outcome_of(seed, tmp_path))  # noqa: T201


def test_a_bad_source_makes_the_house_careful_not_wrong(tmp_path: Path) -> None:
    calm = worlds.work(1, FEW, tmp_path / "calm")
    bad = worlds.work(1, FEW, tmp_path / "bad", FAULTS)
    assert bad.report.results["invented_facts"] == calm.report.results["invented_facts"] == 0
    before, after = actions(calm), actions(bad)
    assert after.keys() == before.keys()  # no lead is lost
    twin_of = {one.case.lead_id: one.truth.duplicate_of for one in calm.report.leads}
    for lead, act in after.items():
        careful = act in {before[lead], "escalate"}
        first = after.get(twin_of[lead] or "")  # who could not be found cannot be merged into
        assert careful or first == "escalate", f"{lead}: {before[lead]} became {act}"
    assert wrong_facts(bad) <= wrong_facts(calm)


def test_a_world_that_breaks_the_house_is_told_not_raised(tmp_path: Path) -> None:
    (tmp_path / "leads.jsonl").mkdir()
    assert outcome_of(1, tmp_path).startswith("IsADirectoryError: ")


def outcome_of(seed: int, place: Path) -> str:
    """What came of a world, in a line; also where the work broke off."""
    try:
        broken = worlds.broken(worlds.work(seed, FEW, place).report)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its seed
        return f"{type(error).__name__}: {error}"
    return "; ".join(broken) or "within the bounds"


def actions(examined: Examined) -> dict[str, str | None]:
    return {line.lead_id: line.action and line.action.value for line in examined.lines}


def wrong_facts(examined: Examined) -> set[tuple[str, str]]:
    """Facts that were stated and are not true; what stays unknown is no mistake."""
    return {
        (judged.case.lead_id, field)
        for judged in examined.report.leads
        for field in judging.FIELDS
        if judged.answer is not None
        and getattr(judged.answer.facts, field).value is not None
        and not judging.field_right(judged, field)
    }
