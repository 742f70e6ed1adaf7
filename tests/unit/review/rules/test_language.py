"""Conditions are checked before they meet a lead, and say in plain words what is wrong."""

import pytest

from leadwright.review.rules.language.compiler import LONGEST, Language
from leadwright.review.rules.language.condition import Truth
from leadwright.review.rules.language.diagnosis import ConditionInvalid, Fault
from leadwright.review.rules.variables import Value, rule_variables


@pytest.fixture(scope="module")
def language() -> Language:
    return Language(rule_variables())


def fault(language: Language, text: str) -> Fault:
    with pytest.raises(ConditionInvalid) as refused:
        language.compile(text)
    return refused.value.fault


@pytest.mark.parametrize(
    ("text", "column", "problem", "hint"),
    [
        ("reserch_confidence < 0.7", 1, "no variable 'reserch_confidence'", "research_confidence?"),
        ("regulated && Fit < 0.3", 14, "no variable 'Fit'", "did you mean fit?"),
        ("deal_value > '100000'", 12, "compare a number with text", "texts stand in quotes"),
        ("industry > 3", 10, "compare text with a whole number", "texts stand in quotes"),
        ("industry == null", 10, "compare text with null", "in unknown"),
        ("deal_value == 0", 12, "a number with a whole number", "decimal point"),
        ("industry == 'a' || 'b'", 17, "with ||", "whole comparison"),
        ("conflicts > 0", 11, "a list of texts", "size(conflicts) > 0"),
        ("!industry", 1, "negate text", "quotes"),
        ("deal_value", 1, "gives a number, not true or false", "compare it"),
        ("'yes'", 1, "gives text, not true or false", "compare it"),
        ("deal_value = 3", 12, "cannot read", "write == to compare"),
        ("deal_value > 100,000", 17, "cannot read ','", "without separators"),
        ("deal_value > 100_000", 17, "cannot read '_000'", "without separators"),
        ("deal_value > $100", 14, "cannot read '$'", "without a currency sign"),
        ("regulated and has_news", 11, "cannot read 'and'", "write && for and"),
        ("not regulated", 5, "cannot read 'regulated'", "write ! for not"),
        ("fit <> 0.7", 6, "cannot read '>'", "write != for not equal"),
        ("fit < 70%", 10, "ends too early", "from 0 to 1"),
        ("industry == \u2018finance\u2019", 13, "cannot read", "straight quotes"),
        ("industry == 'finance", 13, "cannot read", "close the quote"),
        ("(regulated", 11, "ends too early", ""),
        ("", 1, "ends too early", ""),
        ("foo(3)", 1, "no function 'foo'", "size"),
        ("industry.lower() == 'x'", 10, "no function 'lower'", "size"),
        ("dyn(industry) > 3", 1, "no function 'dyn'", "size"),
        ("deal_value > 99999999999999999999", 14, "too large", ""),
        ("resolution == 'uniqe'", 15, "resolution never holds 'uniqe'", "did you mean unique?"),
        ("'none' == contact_status", 1, "never holds 'none'", "known are valid, missing"),
        ("contact_status in ['missng']", 20, "never holds 'missng'", "did you mean missing?"),
        ("'founded' in conflicts", 1, "never holds 'founded'", "did you mean founded_year?"),
        ("'deal' in unknown", 1, "never holds 'deal'", "deal_value"),
        ("10 / known_facts > 2", 1, "fails for some leads (divide by zero)", "known_facts > 0 &&"),
        ("conflicts[0] == 'news'", 1, "fails for some leads (Index error", "known_facts > 0 &&"),
        ("industry.matches('(a')", 1, "invalid regular expression", ""),
        ("has_news\0", 9, "cannot be read", ""),
        ("\ud800", 1, "cannot be read", ""),
        ("(" * 900, 1, "nested too deeply", ""),
        ("x" * (LONGEST + 1), LONGEST + 1, "longer than 1,000 characters", "split it"),
    ],
)
def test_a_wrong_condition_is_refused_with_its_column_and_a_hint(
    language: Language, text: str, column: int, problem: str, hint: str
) -> None:
    found = fault(language, text)
    assert found.column == column
    assert problem in found.problem
    assert hint in found.hint


def test_a_fault_further_down_names_its_line(language: Language) -> None:
    assert str(fault(language, "regulated &&\n  hasnews")).startswith("line 2, column 3: ")
    found = fault(language, "regulated &&\n resolution == 'x'")
    assert (found.line, found.column) == (2, 16)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("deal_value > 100000", {"deal_value"}),
        ("deal_value>=99999.5&&fit<1", {"deal_value", "fit"}),
        ("known_facts < 2.5", {"known_facts"}),
        ("industry == 'fit'", {"industry"}),
        ("conflicts.exists(fit, fit == 'news')", {"conflicts"}),
        ("'fit' in unknown", {"unknown"}),
        ("title.contains('VP') || title.matches('(?i)chief')", {"title"}),
        ("known_facts > 0 && 10 / known_facts > 2", {"known_facts"}),
        ("true", set()),
    ],
)
def test_a_condition_knows_the_variables_it_speaks_of(
    language: Language, text: str, mentions: set[str]
) -> None:
    assert set(language.compile(text).mentions) == mentions


@pytest.mark.parametrize(
    ("text", "known", "truth"),
    [
        ("deal_value > 100000", {"deal_value": 100000.01}, Truth.YES),
        ("deal_value > 100000", {"deal_value": 100000.0}, Truth.NO),
        ("deal_value > 100000", {}, Truth.UNKNOWN),
        ("!(deal_value > 100000)", {}, Truth.UNKNOWN),
        ("deal_value > 100000 || regulated", {"regulated": True}, Truth.YES),
        ("deal_value > 100000 || regulated", {"regulated": False}, Truth.UNKNOWN),
        ("deal_value > 100000 && regulated", {"regulated": False}, Truth.NO),
        ("industry != 'software'", {}, Truth.UNKNOWN),
        ("known_facts * known_facts > 0", {"known_facts": 2**62}, Truth.BROKEN),
    ],
)
def test_what_is_unknown_is_never_compared(
    language: Language, text: str, known: dict[str, Value], truth: Truth
) -> None:
    condition = language.compile(text)
    assert condition.judge(language.situation(known)).truth is truth


def test_a_condition_that_would_run_for_ever_is_refused(language: Language) -> None:
    many = "[" + ",".join(["1"] * 80) + "]"
    found = fault(language, f"{many}.all(a, {many}.all(b, {many}.all(c, {many}.all(d, a == d))))")
    assert "budget" in found.problem
