"""Whatever is written in a rules file or stands in a lead, nothing falls over."""

import math
import re
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwright.leads.findings import Match
from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.facts import ContactStatus, RuleFacts
from leadwright.review.rules.language.compiler import Language
from leadwright.review.rules.language.condition import Judgement
from leadwright.review.rules.language.diagnosis import ConditionInvalid, Fault
from leadwright.review.rules.ruleset import RuleSet, RulesInvalid
from leadwright.review.rules.variables import Value, rule_variables

LANGUAGE = Language(rule_variables())
DEFAULTS = RuleSet.default()

WORDS = (
    *LANGUAGE.names,
    *re.findall(
        r"\S+",
        """
        < > <= >= == != && || ! ( ) [ ] { } , . ? : - + * / % in
        size exists all map filter has matches contains startsWith int double string timestamp
        true false null x 1 0 1u 0.7 100000 1e400 9223372036854775807
        'a' "b" '(a' b'x' r'\\' //c é 😀 'founded_year' 'unique' _
        """,
    ),
    "\n",
)
salads = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
numbers = st.decimals(allow_nan=True, allow_infinity=True)
texts = st.none() | st.text()
any_facts = st.builds(
    RuleFacts,
    deal_value=st.none() | numbers,
    currency=texts,
    currency_known=st.booleans(),
    research_confidence=st.none() | st.floats(),
    prospect_response_contains_objection=st.booleans(),
    resolution=st.none() | st.sampled_from(Match),
    known_facts=st.none() | st.integers(),
    conflicts=st.lists(st.text()).map(tuple),
    contact_status=st.sampled_from(ContactStatus),
    regulated=st.booleans(),
    industry=texts,
    country=texts,
    employees=st.none() | st.integers(),
    total_funding_usd=st.none() | numbers,
    decision_makers=st.integers(),
    has_news=st.booleans(),
    fit=st.none() | st.floats(),
    title=texts,
    source=texts,
    campaign=st.text(),
)
A_FULL_LEAD = RuleFacts(
    deal_value=Decimal(250_000),
    currency="EUR",
    research_confidence=0.5,
    resolution=Match.UNIQUE,
    known_facts=4,
    conflicts=("founded_year",),
    industry="finance",
    country="DE",
    employees=2000,
    total_funding_usd=Decimal(10**9),
    fit=1.0,
    title="Head of Sales, EMEA",
    source="web",
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
rule_like = st.dictionaries(
    st.sampled_from(["condition", "action", "reason", "id", "next_step", "x"]),
    st.sampled_from(["regulated", "escalate", "", "a"]) | json_values,
)


def judged_or_refused(text: str, facts: RuleFacts) -> Judgement | Fault:
    try:
        condition = LANGUAGE.compile(text)
    except ConditionInvalid as refused:
        return refused.fault
    return condition.judge(LANGUAGE.situation(facts.known()))


def loaded_or_refused(data: object) -> RuleSet | tuple[str, ...]:
    try:
        return RuleSet.load(data)
    except RulesInvalid as refused:
        return refused.faults


@given(text=st.text() | salads, facts=st.sampled_from([RuleFacts(), A_FULL_LEAD]))
@settings(max_examples=3000)
def test_any_text_is_a_condition_that_answers_or_is_refused(text: str, facts: RuleFacts) -> None:
    answer = judged_or_refused(text, facts)
    if isinstance(answer, Fault):
        assert 1 <= answer.line <= text.count("\n") + 1
        assert 1 <= answer.column <= len(text) + 1
        assert answer.problem


@given(facts=any_facts)
@settings(max_examples=300)
def test_rules_answer_for_any_lead(facts: RuleFacts) -> None:
    hits = evaluate(DEFAULTS, facts)
    assert hits == evaluate(DEFAULTS, facts)
    assert all(hit.sentence() and hit.record() for hit in hits)


@given(value=numbers)
def test_a_deal_is_of_high_value_exactly_above_the_line(value: Decimal) -> None:
    stopped = any(
        hit.rule_id == "high_value" for hit in evaluate(DEFAULTS, RuleFacts(deal_value=value))
    )
    assert stopped == (not value.is_nan() and float(value) > 100_000)


@given(confidence=st.floats())
def test_confidence_is_low_exactly_below_the_line(confidence: float) -> None:
    hits = evaluate(DEFAULTS, RuleFacts(research_confidence=confidence))
    stopped = any(hit.rule_id == "low_confidence" for hit in hits)
    assert stopped == (not math.isnan(confidence) and confidence < 0.7)


@given(data=json_values | st.fixed_dictionaries({"escalation_rules": st.lists(rule_like)}))
@settings(max_examples=100)
def test_any_content_of_a_file_loads_or_is_refused(data: object) -> None:
    answer = loaded_or_refused(data)
    if isinstance(answer, RuleSet):
        assert len({rule.id for rule in answer.rules}) == len(answer.rules)
    else:
        assert answer


@given(text=st.text())
def test_any_text_of_a_file_loads_or_is_refused(text: str) -> None:
    with pytest.raises(RulesInvalid):
        RuleSet.parse(text)


def test_the_library_takes_no_reference_of_none_that_was_not_given() -> None:
    condition = LANGUAGE.compile("deal_value > 10 || known_facts * known_facts > 1")
    known: list[dict[str, Value]] = [{}, {"deal_value": 9.0, "known_facts": 2**62}]
    situations = [LANGUAGE.situation(values) for values in known]
    before = sys.getrefcount(None)
    for _ in range(3000):
        for situation in situations:
            condition.judge(situation)
    assert sys.getrefcount(None) - before > -1000
