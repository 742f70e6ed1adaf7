"""How steep a curve is, and what is made of single measurements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.entrypoints.cli.benches.curves import curves
from leadwright.entrypoints.cli.benches.curves.fit import exponent

SIZES = (1_000, 10_000, 100_000, 1_000_000)


@given(power=st.floats(-1, 2), scale=st.floats(0.001, 1_000))
def test_the_exponent_of_a_power_is_found_whatever_its_scale(power: float, scale: float) -> None:
    costs = {size: scale * size**power for size in SIZES}
    assert exponent(costs) == pytest.approx(power, abs=1e-6)


def test_there_is_no_exponent_of_one_size_or_of_nothing() -> None:
    assert exponent({1_000: 2.0}) is None
    assert exponent({}) is None
    assert exponent({1_000: 0.0, 10_000: 3.0}) is None


def test_sizes_grow_tenfold_up_to_the_most() -> None:
    assert curves.sizes(1_000_000) == [*SIZES]
    assert curves.sizes(99_999) == [1_000, 10_000]
    assert curves.sizes(1) == [1_000]


def test_an_act_is_told_by_the_median_of_its_rounds_at_each_size() -> None:
    samples = {
        ("claim_50", curves.CPU, 1_000): [4.0, 90.0, 3.0],
        ("claim_50", curves.CPU, 10_000): [4.0, 4.0, 5.0],
        ("claim_50", curves.WALL, 1_000): [5.0],
        ("claim_50", curves.WALL, 10_000): [50.0],
    }
    assert curves.fitted(samples) == {
        "claim_50": {
            "cpu_ms": {1_000: 4.0, 10_000: 4.0},
            "wall_ms": {1_000: 5.0, 10_000: 50.0},
            "exponent": {"cpu": 0.0, "wall": 1.0},
        }
    }
