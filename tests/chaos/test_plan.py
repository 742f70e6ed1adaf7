"""Plans are made from seeds, and leave nothing out."""

import itertools

from chaos.doom import Doom, Fault
from chaos.plan import Plan, Roll, reachable
from chaos.takeover import Takeovers, p95

PASSED = {"before-journal": 200, "after-journal": 200, "before-claim": 8, "after-founding": 2}


def _plan(seed: int, only: str = "") -> list[Doom]:
    plan = Plan(seed=seed, calls=3, passed=PASSED, faults=[*Fault], only=only)
    return [plan.next() for _ in range(200)]


def test_the_same_seed_gives_the_same_plan() -> None:
    assert _plan(1) == _plan(1)
    assert _plan(1) != _plan(2)


def test_one_life_in_twenty_or_more_begins_in_a_fresh_interpreter() -> None:
    for seed in range(20):
        assert sum(doom.is_cold for doom in _plan(seed)) >= 10


def test_every_fault_comes_and_every_place_that_is_passed() -> None:
    dooms = [doom for seed in range(3) for doom in _plan(seed)]
    assert {doom.fault for doom in dooms} == {*Fault}
    assert {doom.place for doom in dooms} >= {*reachable(PASSED)} - {"after-founding"}


def test_a_plan_for_one_place_has_no_other() -> None:
    assert {doom.place for doom in _plan(1, only="after-journal")} == {"after-journal"}


def test_a_roll_calls_everything_once() -> None:
    roll = Roll(seed=1, places=reachable(PASSED), faults=[*Fault])
    dooms = [*itertools.takewhile(bool, iter(roll.next, None))]
    assert sorted(doom.place for doom in dooms if doom.place) == sorted(reachable(PASSED))
    assert sorted(doom.fault for doom in dooms if not doom.place) == sorted({*Fault} - {Fault.KILL})


def test_a_takeover_lasts_until_the_last_segment_is_worked_again() -> None:
    takeovers = Takeovers(is_alone=False)
    takeovers.killed({"one", "two"}, 10.0)
    takeovers.begun("two", 11.0)
    takeovers.begun("one", 12.5)
    takeovers.killed({"three", "ended but untold"}, 20.0)
    takeovers.begun("three", 21.0)
    assert takeovers.seconds() == [2.5, 1.0]


def test_a_killed_successor_of_a_life_alone_begins_the_time_anew() -> None:
    takeovers = Takeovers(is_alone=True)
    takeovers.killed({"one"}, 10.0)
    takeovers.killed(set(), 15.0)
    takeovers.begun("one", 16.0)
    assert takeovers.seconds() == [1.0]


def test_the_95th_percentile_is_a_value_that_was_measured() -> None:
    assert p95([float(n) for n in range(1, 101)]) == 95.0
    assert p95([3.0]) == 3.0
    assert p95([]) == 0.0
