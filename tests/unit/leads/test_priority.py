"""Which lead is worked first."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.builders import DAY_ONE, a_lead, came

from leadwright.leads.fit import Fit
from leadwright.leads.lead import Lead
from leadwright.leads.priority import Priority, PrioritySettings, score, urgency

SETTINGS = PrioritySettings()
FITS = st.none() | st.floats(0, 1).map(lambda value: Fit(score=value))
VALUES = st.none() | st.integers(0, 10**9).map(Decimal)
SOURCES = st.sampled_from([None, "web_form", "Inbound Chat", "csv-import", "pigeon"])


def priority(
    lead: Lead | None = None,
    usd: int | None = 20_000,
    fit: float | None = None,
    settings: PrioritySettings = SETTINGS,
) -> Priority:
    """As seen when the lead arrives."""
    lead = lead or a_lead()
    return score(
        lead,
        value_usd=None if usd is None else Decimal(usd),
        fit=None if fit is None else Fit(score=fit),
        now=lead.received_at,
        settings=settings,
    )


def from_source(source: str) -> Lead:
    return replace(a_lead(), source=source)


def test_the_score_is_explained_to_the_last_point() -> None:
    found = priority(from_source("web_form"), usd=50_000, fit=0.8)
    assert found.score == pytest.approx(sum(term.points for term in found.terms))
    assert [term.name for term in found.terms] == ["value", "fit", "freshness", "source"]
    told = json.loads(found.explained())
    assert told["score"] == round(found.score, 2)
    assert [term["why"] for term in told["terms"]] == [
        "deal of $50,000",
        "fit 0.80",
        "came today",
        "source web_form",
    ]


def test_high_value_comes_first() -> None:
    assert priority(usd=5_000).score < priority(usd=50_000).score < priority(usd=200_000).score
    best_of_small = priority(from_source("inbound_chat"), usd=2_000, fit=0.5).score
    assert priority(from_source("csv_import"), usd=250_000, fit=0.5).score > best_of_small


def test_better_fit_and_a_warmer_source_come_first() -> None:
    assert priority(fit=0.2).score < priority(fit=0.9).score
    assert priority(from_source("csv_import")).score < priority(from_source("web_form")).score
    assert priority(from_source("Web-Form")).score == priority(from_source("web_form")).score


def test_the_table_of_sources_can_be_replaced_entry_by_entry() -> None:
    own = PrioritySettings(source_interest={"pigeon": 1.0})
    assert (
        priority(from_source("pigeon"), settings=own).score > priority(from_source("pigeon")).score
    )


def test_a_lead_that_was_late_to_reach_us_is_less_fresh() -> None:
    month = DAY_ONE + timedelta(days=30)
    stale = score(a_lead(), now=month, value_usd=Decimal(20_000), fit=None, settings=SETTINGS)
    assert stale.score < priority(usd=20_000).score


def test_an_unknown_value_stands_between_a_small_and_a_large_one() -> None:
    assert priority(usd=0).score < priority(usd=None).score < priority(usd=200_000).score


@given(VALUES, FITS, SOURCES, st.floats(-10, 3650))
def test_a_score_is_between_0_and_100(
    value: Decimal | None, fit: Fit | None, source: str | None, days: float
) -> None:
    lead = replace(a_lead(), source=source)
    now = DAY_ONE + timedelta(days=days)
    found = score(lead, value_usd=value, fit=fit, now=now, settings=SETTINGS)
    assert 0 <= found.score <= 100
    assert all(term.points >= 0 for term in found.terms)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 60)), max_size=8), st.floats(0, 99))
def test_two_waiting_leads_never_change_places(
    arrivals: list[tuple[int, float]], later: float
) -> None:
    found = [priority(came(a_lead(number=n), days), usd) for n, (usd, days) in enumerate(arrivals)]
    by_standing = sorted(found, key=lambda each: -each.standing)
    now = DAY_ONE + timedelta(days=60 + later)
    urgencies = [urgency(each, now=now, settings=SETTINGS) for each in by_standing]
    assert all(a >= b - 1e-6 for a, b in pairwise(urgencies))


@given(VALUES, FITS, SOURCES, st.floats(0, 30))
def test_nothing_starves(
    value: Decimal | None, fit: Fit | None, source: str | None, days: float
) -> None:
    patience = 100 / SETTINGS.lift_per_day
    waiting = priority(a_lead(), usd=0, fit=0.0)
    newcomer = replace(came(a_lead(number=2), patience + 0.01 + days), source=source)
    best = score(newcomer, value_usd=value, fit=fit, now=newcomer.received_at, settings=SETTINGS)
    assert waiting.standing > best.standing


def test_what_waits_longer_is_more_urgent() -> None:
    found = priority()
    assert urgency(found, now=DAY_ONE, settings=SETTINGS) == pytest.approx(found.score)
    tomorrow = urgency(found, now=DAY_ONE + timedelta(days=1), settings=SETTINGS)
    assert tomorrow == pytest.approx(found.score + SETTINGS.lift_per_day)
