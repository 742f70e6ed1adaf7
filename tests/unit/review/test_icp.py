"""The ideal customer profile weighs what is known, and never punishes what is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.review.icp import FitFacts, Icp, IcpInvalid, IcpTerm

TERMS = [
    IcpTerm(name="leader", when="title.matches('(?i)chief|vp|head')", weight=1),
    IcpTerm(name="mid-size", when="employees >= 50 && employees <= 500", weight=2),
    IcpTerm(name="software", when="industry in ['software', 'internet']", weight=1),
]


def test_the_score_is_the_share_of_the_weights_that_hold() -> None:
    verdict = Icp.load(TERMS, min_fit=0.5).judge(
        FitFacts(title="VP Sales", employees=200, industry="finance")
    )
    assert verdict.fit.score == pytest.approx(0.75)
    assert [(term.name, term.holds) for term in verdict.fit.terms] == [
        ("leader", 1.0),
        ("mid-size", 1.0),
        ("software", 0.0),
    ]
    assert not verdict.disqualifies


def test_a_lead_is_disqualified_only_when_the_unknown_cannot_save_it() -> None:
    icp = Icp.load(TERMS, min_fit=0.5)
    open_case = icp.judge(FitFacts(title="Intern", industry="finance"))
    assert (open_case.fit.score, open_case.at_best) == (0.0, 0.5)
    assert open_case.unknown == ("mid-size",)
    assert not open_case.disqualifies
    closed_case = icp.judge(FitFacts(title="Intern", industry="finance", employees=3))
    assert closed_case.disqualifies
    assert closed_case.why() == (
        "Fit 0.00: lacks leader, mid-size, software. At least 0.50 is wanted."
    )
    assert open_case.why().endswith("Not known: mid-size.")


def test_without_terms_every_lead_fits() -> None:
    verdict = Icp.load([], min_fit=0.9).judge(FitFacts())
    assert verdict.fit.score == 1.0
    assert not verdict.disqualifies


def test_every_fault_of_the_settings_is_told_at_once() -> None:
    terms = [
        IcpTerm(name="a", when="titel == 'CEO'"),
        IcpTerm(name="a", when="has_news", weight=0),
        IcpTerm(name="b", when="has_news", weight=float("nan")),
    ]
    with pytest.raises(IcpInvalid) as refused:
        Icp.load(terms, min_fit=2)
    told = " ".join(refused.value.faults)
    assert len(refused.value.faults) == 5
    assert "Term 'a', column 1: there is no variable 'titel'; did you mean title?" in told
    assert "min_fit must be between 0 and 1" in told
    assert "Two terms are called 'a'" in told


@given(
    employees=st.none() | st.integers(),
    funding=st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    title=st.none() | st.text(),
)
def test_the_score_is_a_share_and_never_above_the_best_case(
    employees: int | None, funding: Decimal | None, title: str | None
) -> None:
    icp = Icp.load([*TERMS, IcpTerm(name="funded", when="total_funding_usd > 1000000")])
    verdict = icp.judge(FitFacts(employees=employees, total_funding_usd=funding, title=title))
    assert 0 <= verdict.fit.score <= verdict.at_best <= 1
