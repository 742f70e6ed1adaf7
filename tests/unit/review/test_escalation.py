"""A stopped lead tells why, with numbers, what helps, and who waits for the same."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.errors import Bug
from leadwright.leads.findings import Match
from leadwright.review.escalation import (
    Circumstances,
    Escalation,
    escalate,
    group,
    suggest_next_step,
    title_of,
)
from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.facts import RuleFacts
from leadwright.review.rules.ruleset import RuleSet

RULES = RuleSet.default()


def stopped(facts: RuleFacts, **about: object) -> Escalation:
    return escalate(evaluate(RULES, facts), Circumstances(**about))  # type: ignore[arg-type]


def a_stop(reason: str, missing: str = "") -> Escalation:
    return Escalation(reasons=(reason,), hits=(), summary="", steps=("",), missing=missing)


def test_an_escalation_carries_reasons_numbers_and_what_helps() -> None:
    facts = RuleFacts(resolution=Match.AMBIGUOUS, deal_value=Decimal(150_000))
    stop = stopped(facts, company="Clipboard", candidates=2, contact="Ann Lee")
    assert stop.reasons == ("ambiguous_company", "high_value")
    assert stop.summary == (
        "Several companies may be meant (resolution ambiguous)."
        " The deal is worth more than the agents may handle alone (deal value $150,000)."
    )
    assert stop.next_step == (
        "Two companies are called Clipboard: find out which one, "
        "and add its web domain (`leads correct`)."
    )
    assert stop.steps[1].startswith("Review the research, then write to Ann Lee yourself")
    assert stop.missing == "which Clipboard is meant"
    assert [hit.rule_id for hit in stop.hits] == ["ambiguous_company", "high_value"]


def test_the_missing_fact_is_found_behind_a_reason_that_misses_nothing() -> None:
    rules = RuleSet.load(
        {
            "escalation_rules": [
                {"condition": "regulated == true", "action": "escalate", "reason": "Check"},
                {
                    "condition": "!currency_known",
                    "action": "escalate",
                    "reason": "x",
                    "id": "unknown_currency",
                },
            ]
        }
    )
    hits = evaluate(rules, RuleFacts(regulated=True, currency_known=False))
    assert escalate(hits, Circumstances(currency="EUR")).missing == "an exchange rate for EUR"


def test_a_rule_has_the_last_word_on_its_next_step() -> None:
    rule = {
        "condition": "regulated == true",
        "action": "escalate",
        "reason": "Check first",
        "next_step": "Call {Anna}.",
    }
    hits = evaluate(RuleSet.load({"escalation_rules": [rule]}), RuleFacts(regulated=True))
    assert escalate(hits, Circumstances()).next_step == "Call {Anna}."


def test_nothing_is_escalated_without_a_reason() -> None:
    with pytest.raises(Bug):
        escalate((), Circumstances())


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_rule_that_ships_has_a_title_and_advice_of_its_own(rule: object) -> None:
    code = str(getattr(rule, "id", ""))
    assert suggest_next_step(code) != suggest_next_step("something_else")
    assert title_of(code) != code.replace("_", " ") or " " in title_of(code)
    assert "{" not in suggest_next_step(code)


@given(
    code=st.sampled_from([rule.id for rule in RULES.rules]) | st.text(),
    about=st.builds(
        Circumstances,
        company=st.none() | st.text(),
        contact=st.none() | st.text(),
        currency=st.none() | st.text(),
        conflicts=st.lists(st.text()).map(tuple),
        candidates=st.integers(),
    ),
)
def test_there_is_advice_for_any_reason_and_any_lead(code: str, about: Circumstances) -> None:
    step = suggest_next_step(code, about)
    assert step
    assert "\n" not in step


def test_leads_that_wait_for_the_same_fact_are_one_group() -> None:
    rate = a_stop("unknown_currency", "an exchange rate for EUR")
    leads = [(f"lead-{number:02}", rate) for number in range(12)]
    (found,) = group(leads)
    assert found.headline == "12 leads: the deal value cannot be compared"
    assert found.facts[0].headline == (
        "12 leads wait for the same missing fact: an exchange rate for EUR"
    )
    assert found.lead_refs == tuple(lead for lead, _ in leads)


def test_the_biggest_group_and_the_fact_that_helps_most_come_first() -> None:
    groups = group(
        [
            ("a", a_stop("high_value")),
            ("b", a_stop("no_data", "any fact about Bolt")),
            ("c", a_stop("no_data", "any fact about Acme")),
            ("d", a_stop("no_data", "any fact about Acme")),
            ("e", a_stop("ask_anna")),
        ]
    )
    assert [(found.reason, found.lead_refs) for found in groups] == [
        ("no_data", ("b", "c", "d")),
        ("ask_anna", ("e",)),
        ("high_value", ("a",)),
    ]
    assert [fact.headline for fact in groups[0].facts] == [
        "2 leads wait for the same missing fact: any fact about Acme",
        "1 lead waits for any fact about Bolt",
    ]
    assert groups[1].headline == "1 lead: ask anna"
    assert groups[2].facts == ()


stops = st.lists(
    st.builds(a_stop, st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "x", "y"])),
    max_size=20,
)


@given(stops=stops, seed=st.integers())
def test_each_lead_stands_in_one_group_and_order_does_not_matter(
    stops: list[Escalation], seed: int
) -> None:
    leads = [(str(number), stop) for number, stop in enumerate(stops)]
    mixed = random.Random(seed).sample(leads, k=len(leads))  # noqa: S311 - a shuffle, no secret
    groups = group(leads)
    assert groups == group(mixed)
    assert sorted(ref for found in groups for ref in found.lead_refs) == sorted(r for r, _ in leads)
    sizes = [len(found.lead_refs) for found in groups]
    assert sizes == sorted(sizes, reverse=True)
