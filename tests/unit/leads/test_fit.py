"""How well a lead fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.fit import FitTermWrong, combine

TERMS = st.lists(
    st.tuples(st.text(max_size=5), st.floats(0.01, 100), st.booleans() | st.floats()), max_size=6
)


def test_without_terms_every_lead_fits() -> None:
    assert combine([]).score == 1.0
    assert combine([]).reaches(1.0)


def test_terms_count_by_their_weight() -> None:
    fit = combine([("right industry", 3, True), ("right size", 1, False)])
    assert fit.score == pytest.approx(0.75)
    assert fit.reaches(0.75)
    assert not fit.reaches(0.8)
    assert fit.why() == "Fit 0.75: has right industry (+0.75); lacks right size."


def test_qualified_means_fitting_with_somebody_to_write_to() -> None:
    fit = combine([("right industry", 1, 0.8)])
    assert fit.is_qualified(0.5, contact_valid=True)
    assert not fit.is_qualified(0.5, contact_valid=False)
    assert not fit.is_qualified(0.9, contact_valid=True)


@pytest.mark.parametrize("weight", [0, -1, float("nan")])
def test_a_term_that_cannot_be_weighed_is_named(weight: float) -> None:
    with pytest.raises(FitTermWrong, match="'size'"):
        combine([("size", weight, True)])


@given(TERMS)
def test_a_fit_is_between_nothing_and_all_and_its_terms_add_up(
    terms: list[tuple[str, float, bool | float]],
) -> None:
    fit = combine(terms)
    assert 0 <= fit.score <= 1
    assert len(fit.terms) == len(terms)
    if terms:
        assert fit.score == pytest.approx(sum(term.points for term in fit.terms))


@given(TERMS, st.text(max_size=5), st.floats(0.01, 100))
def test_a_trait_that_holds_never_makes_it_worse_than_one_that_does_not(
    terms: list[tuple[str, float, bool | float]], name: str, weight: float
) -> None:
    with_it = combine([*terms, (name, weight, True)]).score
    without = combine([*terms, (name, weight, False)]).score
    assert with_it >= without
