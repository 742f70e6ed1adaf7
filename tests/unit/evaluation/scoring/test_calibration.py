"""Confidence against what turned out right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evaluation.known import (
    a_stranger,
    an_answer,
    judged,
    missing,
    no_company,
    some_facts,
)

from leadwright.evaluation.scoring.calibration import (
    Guess,
    calibrate,
    fact_guesses,
    lead_guesses,
    select,
)

GUESSES = st.lists(
    st.builds(Guess, confidence=st.floats(0, 1), right=st.booleans()), min_size=1, max_size=60
)


def guesses(confidence: float, right: int, wrong: int) -> list[Guess]:
    verdicts = [True] * right + [False] * wrong
    return [Guess(confidence=confidence, right=verdict) for verdict in verdicts]


def test_a_confidence_that_is_always_kept_has_no_error() -> None:
    found = calibrate([*guesses(1.0, 5, 0), *guesses(0.0, 0, 5)])
    assert (found.brier, found.ece) == (0, 0)


def test_a_confidence_that_is_never_kept_has_the_largest_error() -> None:
    found = calibrate([*guesses(1.0, 0, 5), *guesses(0.0, 5, 0)])
    assert (found.brier, found.ece) == (1, 1)


def test_right_as_often_as_it_says_is_calibrated_though_not_sharp() -> None:
    found = calibrate(guesses(0.75, 3, 1))
    assert found.ece == pytest.approx(0)
    assert found.brier == pytest.approx(0.1875)


def test_too_sure_by_a_quarter_is_an_error_of_a_quarter() -> None:
    found = calibrate(guesses(1.0, 3, 1))
    assert found.ece == pytest.approx(0.25)
    (only,) = found.bins
    assert (only.low, only.high, only.n, only.accuracy) == (0.9, 1.0, 4, 0.75)


def test_without_guesses_nothing_is_claimed() -> None:
    found = calibrate([])
    assert (found.n, found.brier, found.ece, found.bins) == (0, None, None, ())


@given(GUESSES)
def test_every_guess_is_in_one_bin_and_errors_stay_within_one(all_guesses: list[Guess]) -> None:
    found = calibrate(all_guesses)
    assert sum(b.n for b in found.bins) == found.n == len(all_guesses)
    assert 0 <= (found.brier or 0) <= 1
    assert 0 <= (found.ece or 0) <= 1
    assert all(b.low <= b.confidence + 1e-9 and b.confidence <= b.high + 1e-9 for b in found.bins)


def test_only_facts_that_were_stated_are_guesses() -> None:
    line = an_answer(facts=some_facts(0.8, employees=None, country="CA"))
    found = fact_guesses([judged(line=line), missing(), judged(a_stranger(), no_company())])
    assert len(found) == 5
    assert [guess.right for guess in found].count(False) == 1
    assert {guess.confidence for guess in found} == {0.8}


def test_a_fact_about_a_stranger_is_a_wrong_guess() -> None:
    line = no_company(facts={"country": {"value": "US", "confidence": 0.9}})
    (guess,) = fact_guesses([judged(a_stranger(), line)])
    assert not guess.right


def test_a_lead_is_a_guess_when_a_company_was_named() -> None:
    wrong = judged(line=an_answer(facts=some_facts(employees=1), confidence=0.6))
    found = lead_guesses([judged(), wrong, judged(a_stranger(), no_company()), missing()])
    assert found == [Guess(confidence=0.9, right=True), Guess(confidence=0.6, right=False)]


def test_only_sure_leads_are_selected_and_the_rest_costs_coverage() -> None:
    sure_but_wrong = judged(line=an_answer(facts=some_facts(employees=1), confidence=0.7))
    unsure = judged(line=an_answer(confidence=0.69))
    found = select([judged(), sure_but_wrong, unsure, missing()])
    assert found.coverage.value == pytest.approx(0.5)
    assert found.accuracy.value == pytest.approx(0.5)


def test_where_nobody_is_sure_there_is_no_accuracy() -> None:
    found = select([judged(line=an_answer(confidence=0.1))])
    assert (found.coverage.value, found.accuracy.value) == (0, None)
