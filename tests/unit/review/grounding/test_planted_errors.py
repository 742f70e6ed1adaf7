"""The gate: at least 99 % of planted errors caught, at most 2 % false alarms."""

from pathlib import Path

import pytest
from tests.unit.review.grounding.drafting import DATA, load
from tests.unit.review.grounding.measuring import Tally, measure
from tests.unit.review.grounding.world import fictional, real

SETS = sorted(path.name for path in DATA.glob("*templates.toml"))


def hold(tally: Tally) -> None:
    assert tally.alarm_share <= 0.02, tally.table()
    assert tally.caught_share >= 0.99, tally.table()
    assert all(tally.caught_of(kind) >= 0.97 for kind in tally.planted), tally.table()


@pytest.mark.parametrize("templates", SETS)
def test_planted_errors_about_fictional_companies_are_caught(templates: str) -> None:
    hold(measure(fictional(), load(templates), rounds=4, seed=7))


@pytest.mark.corpus
@pytest.mark.parametrize("templates", SETS)
def test_planted_errors_about_real_companies_are_caught(templates: str, data_dir: Path) -> None:
    hold(measure(real(data_dir)[::4], load(templates), rounds=1, seed=11))


def test_every_kind_of_error_is_planted() -> None:
    tally = measure(fictional(), load("templates.toml"), rounds=1, seed=3)
    assert len(tally.planted) == 16
