"""The breaker: while it is open one call tries the source, and only that one decides."""

from datetime import datetime, timedelta

from tests.unit.models.notebook import NOW

from leadwright.tools.guards.breaker import FAILURES, REST, Breaker, Pass

LATER = NOW + REST
MUCH_LATER = LATER + timedelta(seconds=1)


def let_in(breaker: Breaker, at: datetime = NOW) -> Pass:
    admitted = breaker.admits(at)
    assert admitted is not None
    return admitted


def opened() -> tuple[Breaker, Pass]:
    """An open breaker, and a call that was under way before it opened."""
    breaker = Breaker()
    old = let_in(breaker)
    for _ in range(FAILURES):
        breaker.failed(let_in(breaker), NOW)
    assert breaker.admits(NOW) is None
    return breaker, old


def test_while_one_call_tries_no_other_is_let_through() -> None:
    breaker, _ = opened()
    let_in(breaker, LATER)
    assert breaker.admits(MUCH_LATER) is None


def test_an_old_call_that_is_given_up_lets_no_second_one_try() -> None:
    breaker, old = opened()
    let_in(breaker, LATER)
    breaker.left_open(old)
    assert breaker.admits(MUCH_LATER) is None


def test_an_old_call_that_goes_well_late_does_not_close_it() -> None:
    breaker, old = opened()
    trial = let_in(breaker, LATER)
    assert not breaker.went_well(old)
    assert breaker.admits(MUCH_LATER) is None
    assert breaker.failed(trial, MUCH_LATER)
    assert breaker.open_until == MUCH_LATER + REST


def test_an_old_call_that_fails_late_does_not_end_the_trial() -> None:
    breaker, old = opened()
    trial = let_in(breaker, LATER)
    assert not breaker.failed(old, MUCH_LATER)
    assert breaker.open_until == LATER
    assert breaker.went_well(trial)
    assert breaker.admits(MUCH_LATER) is not None


def test_when_the_trial_is_given_up_the_next_call_may_try() -> None:
    breaker, _ = opened()
    breaker.left_open(let_in(breaker, LATER))
    assert breaker.admits(LATER) is not None
