"""How much may happen without a person: so far nothing, and below a confidence not even a draft."""

from decimal import Decimal

import pytest

from leadwright.review.rules.evaluate import evaluate
from leadwright.review.rules.facts import ContactStatus, RuleFacts
from leadwright.review.rules.ruleset import RuleSet
from leadwright.settings import SettingsInvalid, load


@pytest.mark.parametrize(
    ("confidence", "stops"),
    [(0.0, True), (0.69, True), (0.6999, True), (0.7, False), (0.9, False), (0.95, False)],
)
def test_below_seven_tenths_a_person_gets_the_lead(confidence: float, stops: bool) -> None:
    facts = RuleFacts(
        research_confidence=confidence,
        contact_status=ContactStatus.VALID,
        deal_value=Decimal(1000),
    )
    hits = [hit.rule_id for hit in evaluate(RuleSet.default(), facts)]
    assert ("low_confidence" in hits) is stops


@pytest.mark.parametrize("level", ["send", "automatic", ""])
def test_no_setting_lets_anything_out_by_itself(level: str) -> None:
    assert load().autonomy.level == "ask"
    with pytest.raises(SettingsInvalid, match=r"autonomy\.level"):
        load(autonomy={"level": level})
