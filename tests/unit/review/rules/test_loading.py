"""A rules file is taken or refused as a whole, when it is loaded."""

from pathlib import Path

import pytest

from leadwright.review.rules.reading import RuleAction
from leadwright.review.rules.ruleset import RuleSet, RulesInvalid

THREE_RULES = Path(__file__).with_name("three_rules.json")


def a_rule(condition: str = "regulated == true", **more: object) -> dict[str, object]:
    return {"condition": condition, "action": "escalate", "reason": "Look at it"} | more


def load(*rules: object, **more: object) -> RuleSet:
    return RuleSet.load({"escalation_rules": list(rules)} | more)


def faults(data: object) -> tuple[str, ...]:
    with pytest.raises(RulesInvalid) as refused:
        RuleSet.load(data)
    return refused.value.faults


def test_the_three_classic_rules_load_as_they_are_written() -> None:
    rules = RuleSet.parse(THREE_RULES.read_text("utf-8")).rules
    assert [(rule.condition.text, rule.action, rule.reason) for rule in rules] == [
        ("deal_value > 100000", RuleAction.ESCALATE, "High-value deal requires human review"),
        ("research_confidence < 0.7", RuleAction.ESCALATE, "Low confidence in research findings"),
        (
            "prospect_response_contains_objection",
            RuleAction.ESCALATE,
            "Objection handling requires human skill",
        ),
    ]


def test_a_condition_that_ships_has_its_code_in_any_file() -> None:
    rules = RuleSet.parse(THREE_RULES.read_text("utf-8")).rules
    assert [rule.id for rule in rules] == ["high_value", "low_confidence", "objection"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("Big deals go to Anna!", "big_deals_go_to_anna"),
        ("Größe prüfen", "groe_prufen"),
        ("会社を確認", "rule_1"),
        ("7 days old", "rule_1"),
    ],
)
def test_the_code_of_an_own_rule_is_made_from_its_reason(reason: str, code: str) -> None:
    assert load(a_rule(reason=reason)).rules[0].id == code


def test_an_own_id_is_the_code_and_an_own_next_step_is_kept() -> None:
    rule = load(a_rule(id="ask_anna", next_step="Ask Anna.")).rules[0]
    assert (rule.id, rule.next_step) == ("ask_anna", "Ask Anna.")


def test_rules_with_the_same_reason_get_codes_of_their_own() -> None:
    rules = load(a_rule(), a_rule("has_news"), a_rule("known_facts > 3", id="look_at_it_2")).rules
    assert [rule.id for rule in rules] == ["look_at_it", "look_at_it_3", "look_at_it_2"]


def test_the_rules_that_ship_can_be_kept_and_one_replaced() -> None:
    mine = a_rule("deal_value > 5000", id="high_value")
    rules = load(mine, a_rule("has_news", id="news"), defaults=True).rules
    by_id = {rule.id: rule.condition.text for rule in rules}
    assert by_id["high_value"] == "deal_value > 5000"
    assert [rule.id for rule in rules][:-1] == [rule.id for rule in RuleSet.default().rules]
    assert rules[-1].id == "news"


def test_a_file_without_rules_stops_nobody() -> None:
    assert load().rules == ()


def test_every_fault_of_a_file_is_told_at_once_with_its_rule() -> None:
    told = faults(
        {
            "escalation_rules": [
                a_rule("regulated && reserch_confidence < 0.7"),
                a_rule(),
                a_rule(action="explode"),
                "regulated",
                {"condition": "regulated", "action": "escalate"},
                a_rule(conditon="x"),
                a_rule(reason=" "),
                a_rule(id="Ask Anna"),
            ]
        }
    )
    assert len(told) == 7
    assert told[-1].startswith(
        "Rule 1, column 14: there is no variable 'reserch_confidence';"
        " did you mean research_confidence?"
    )
    assert "Rule 3, there is no action 'explode'; known are escalate" in told
    assert "Rule 4, it must be an object with condition, action and reason" in told
    assert "Rule 5, 'reason' is missing" in told
    assert "Rule 6, there is no key 'conditon'; did you mean condition?" in told
    assert "Rule 7, 'reason' must be a text that says something" in told
    assert "Rule 8, id 'Ask Anna' must be of the form lower_case_words" in told


def test_two_rules_with_one_id_are_refused() -> None:
    told = faults({"escalation_rules": [a_rule(id="a"), a_rule(id="a")]})
    assert told == ("Two rules have the id 'a'; ids must differ",)


@pytest.mark.parametrize("data", [None, [], 3, "x", {}, {"rules": []}, {"escalation_rules": {}}])
def test_what_is_no_rules_file_is_refused_with_its_form(data: object) -> None:
    assert faults(data) == ('The file must look like {"escalation_rules": [...]}',)


def test_an_unknown_key_of_the_file_is_refused() -> None:
    assert faults({"escalation_rules": [], "default": True}) == (
        "There is no key 'default'; did you mean defaults?",
    )
    assert faults({"escalation_rules": [], "defaults": "yes"}) == (
        "'defaults' must be true or false",
    )


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nul"])
def test_a_file_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(RulesInvalid, match="not JSON"):
        RuleSet.parse(text)
