"""What a run amounts to."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.models.test_journal import ROW

from leadwright.journey.tally import Tally
from leadwright.models.ports import CallKind


def test_calls_tokens_and_costs_are_added_up() -> None:
    tally = Tally()
    asked = replace(ROW, kind=CallKind.MODEL, tokens_in=10, tokens_out=5, cost_usd=Decimal("0.02"))
    tally.add([ROW, replace(ROW, cached=True), asked], seconds=1.5)
    assert (tally.segments, tally.model_calls, tally.tool_calls, tally.cache_hits) == (1, 1, 2, 1)
    assert tally.tokens == 15
    assert tally.cost_usd == Decimal("0.02")


@given(seconds=st.lists(st.floats(0, 100), min_size=1, max_size=50), share=st.floats(0, 1))
def test_a_percentile_is_a_time_that_was_measured(seconds: list[float], share: float) -> None:
    tally = Tally()
    for one in seconds:
        tally.add([], seconds=one)
    assert tally.percentile(share) in seconds
    assert tally.percentile(0) == min(seconds)
    assert tally.percentile(1) == max(seconds)


def test_nothing_worked_takes_no_time() -> None:
    assert Tally().percentile(0.5) == 0
