"""Budgets: never less than nothing left, whatever order requests come and go in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.models.budget import BudgetExceeded, PhaseBudget

REQUESTS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 100)), max_size=12)


@given(limit=st.integers(0, 3_000), requests=REQUESTS)
def test_what_is_reserved_first_is_never_exceeded(
    limit: int, requests: list[tuple[int, int]]
) -> None:
    budget = PhaseBudget(phase="research", limit=limit)
    for wanted, percent in requests:
        before = budget.left
        try:
            budget.reserve(wanted)
        except BudgetExceeded:
            assert wanted > before
            continue
        assert budget.left == before - wanted
        budget.settle(reserved=wanted, used=wanted * percent // 100)
        assert 0 <= budget.left <= before
    assert budget.reserved == 0
    assert budget.spent <= limit


@given(limit=st.integers(0, 2_000), open_=st.lists(st.integers(0, 500), max_size=8))
def test_requests_in_flight_count_as_spent(limit: int, open_: list[int]) -> None:
    budget, held = PhaseBudget(phase="crm", limit=limit), 0
    for wanted in open_:
        if wanted <= budget.left:
            budget.reserve(wanted)
            held += wanted
        else:
            with pytest.raises(BudgetExceeded):
                budget.reserve(wanted)
        assert budget.left == limit - held >= 0


def test_a_refusal_names_the_phase_and_the_numbers() -> None:
    budget = PhaseBudget(phase="outreach", limit=100, spent=90)
    with pytest.raises(BudgetExceeded, match=r"outreach: .* 30 tokens, 10 are left") as refusal:
        budget.reserve(30)
    assert (refusal.value.wanted, refusal.value.left) == (30, 10)
    assert "[budgets]" in str(refusal.value)


def test_a_vendor_that_used_more_than_was_reserved_leaves_nothing_for_the_next() -> None:
    budget = PhaseBudget(phase="outreach", limit=100)
    budget.reserve(60)
    budget.settle(reserved=60, used=140)
    assert budget.left < 0
    with pytest.raises(BudgetExceeded):
        budget.reserve(1)
