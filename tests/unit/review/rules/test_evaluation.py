"""Rules put to leads: what holds, with the numbers, and what a set would have done before."""

import json
from decimal import Decimal

import pytest

from leadwright.leads.findings import Match
from leadwright.review.rules.evaluate import RuleHit, evaluate
from leadwright.review.rules.facts import ContactStatus, RuleFacts
from leadwright.review.rules.ruleset import RuleSet
from leadwright.review.rules.trial import PastCase, try_rules


@pytest.fixture(scope="module")
def defaults() -> RuleSet:
    return RuleSet.default()


def codes(rules: RuleSet, facts: RuleFacts) -> list[str]:
    return [hit.rule_id for hit in evaluate(rules, facts)]


def a_lead(**more: object) -> RuleFacts:
    """A lead that nothing speaks against."""
    usual: dict[str, object] = {
        "deal_value": Decimal(40_000),
        "currency": "USD",
        "research_confidence": 0.95,
        "resolution": Match.UNIQUE,
        "known_facts": 4,
        "contact_status": ContactStatus.VALID,
        "industry": "software",
    }
    return RuleFacts(**(usual | more))  # type: ignore[arg-type]


def own(*conditions: str) -> RuleSet:
    return RuleSet.load(
        {
            "escalation_rules": [
                {"condition": text, "action": "escalate", "reason": f"Rule {number}"}
                for number, text in enumerate(conditions, start=1)
            ]
        }
    )


def test_before_research_its_silence_stops_nobody(defaults: RuleSet) -> None:
    assert codes(defaults, RuleFacts()) == []


def test_a_lead_that_nothing_speaks_against_is_let_through(defaults: RuleSet) -> None:
    assert codes(defaults, a_lead()) == []


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"deal_value": Decimal("100000.01")}, ["high_value"]),
        ({"deal_value": Decimal(100_000)}, []),
        ({"deal_value": None}, []),
        ({"deal_value": Decimal("NaN")}, []),
        ({"research_confidence": 0.7}, []),
        ({"research_confidence": 0.6999}, ["low_confidence"]),
        ({"research_confidence": None}, []),
        ({"resolution": Match.AMBIGUOUS, "known_facts": 0}, ["ambiguous_company"]),
        ({"resolution": Match.NONE, "known_facts": 0}, ["no_data"]),
        ({"known_facts": 0}, ["no_data"]),
        ({"known_facts": 1}, []),
        ({"conflicts": ("founded_year",)}, ["conflicting_data"]),
        ({"regulated": True}, ["regulated_industry"]),
        ({"contact_status": ContactStatus.STALE}, ["stale_contact"]),
        ({"contact_status": ContactStatus.INVALID}, ["invalid_contact"]),
        ({"contact_status": ContactStatus.MISSING}, ["invalid_contact"]),
        ({"contact_status": ContactStatus.UNKNOWN}, []),
        ({"deal_value": None, "currency_known": False}, ["unknown_currency"]),
        ({"prospect_response_contains_objection": True}, ["objection"]),
        ({"deal_value": Decimal(10**6), "regulated": True}, ["regulated_industry", "high_value"]),
    ],
)
def test_each_rule_that_ships_stops_what_it_is_for(
    defaults: RuleSet, change: dict[str, object], wanted: list[str]
) -> None:
    assert codes(defaults, a_lead(**change)) == wanted


def test_a_hit_holds_the_numbers_that_made_it_true(defaults: RuleSet) -> None:
    (hit,) = evaluate(defaults, a_lead(deal_value=Decimal("250000.50")))
    assert hit.condition == "deal_value > 100000"
    assert hit.values == (("deal_value", Decimal("250000.50")),)
    assert hit.sentence() == (
        "The deal is worth more than the agents may handle alone (deal value $250,000.50)."
    )


def test_a_sentence_says_values_as_a_person_would() -> None:
    text = (
        "regulated && size(conflicts) > 0 && (fit < 0.5 || employees > 10) && resolution == 'none'"
    )
    (hit,) = evaluate(
        own(text),
        RuleFacts(
            regulated=True,
            conflicts=("founded_year", "news"),
            employees=11,
            resolution=Match.NONE,
        ),
    )
    assert hit.sentence() == (
        "Rule 1 (resolution none, conflicts founded year, news, regulated yes, employees 11,"
        " fit unknown)."
    )


def test_the_record_of_a_hit_is_json(defaults: RuleSet) -> None:
    facts = a_lead(deal_value=Decimal("250000.50"), conflicts=("news",), known_facts=0)
    records = [hit.record() for hit in evaluate(defaults, facts)]
    assert json.loads(json.dumps(records)) == records
    assert records[-1]["values"] == {"deal_value": "250000.50"}


def test_what_is_unknown_can_be_asked_for() -> None:
    rules = own("'deal_value' in unknown", "'industry' in unknown || industry != 'software'")
    assert codes(rules, a_lead(deal_value=None)) == ["rule_1"]
    assert codes(rules, a_lead(industry=None)) == ["rule_2"]


def test_a_rule_that_breaks_on_a_lead_stops_it_for_a_person() -> None:
    rules = own("known_facts * known_facts > 1000000000")
    (hit,) = evaluate(rules, a_lead(known_facts=2**62))
    assert "integer overflow" in hit.fault
    assert hit.sentence() == f"Rule 1: the rule could not be answered ({hit.fault})."


def test_a_trial_counts_what_would_change() -> None:
    rules = own("deal_value > 1000", "regulated == true")
    cases = [
        PastCase(lead_ref="a", facts=a_lead(deal_value=Decimal(2000)), was_escalated=False),
        PastCase(lead_ref="b", facts=a_lead(regulated=True), was_escalated=True),
        PastCase(lead_ref="c", facts=RuleFacts(), was_escalated=True),
        PastCase(lead_ref="d", facts=RuleFacts(), was_escalated=False),
    ]
    trial = try_rules(rules, iter(cases))
    assert (trial.leads, trial.was_escalated, trial.would_escalate) == (4, 2, 2)
    assert (trial.newly, trial.no_longer) == (("a",), ("c",))
    assert [(rule.rule_id, rule.hits, rule.alone) for rule in trial.per_rule] == [
        ("rule_1", 2, 1),
        ("rule_2", 1, 0),
    ]


def test_hits_are_plain_values() -> None:
    facts = a_lead(regulated=True)
    assert evaluate(own("regulated"), facts) == evaluate(own("regulated"), facts)
    assert isinstance(evaluate(own("regulated"), facts)[0], RuleHit)
