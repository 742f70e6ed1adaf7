"""The table of variables, the values that carry them and the page that explains them agree."""

from dataclasses import fields
from pathlib import Path

import pytest

from leadwright.leads.findings import FactField, Match
from leadwright.review.icp import FitFacts
from leadwright.review.rules.facts import ContactStatus, RuleFacts
from leadwright.review.rules.variables import UNKNOWN, Variable, fit_variables, rule_variables

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "rules.md"


@pytest.mark.parametrize(
    ("facts", "variables"), [(RuleFacts, rule_variables()), (FitFacts, fit_variables())]
)
def test_the_table_lists_what_the_facts_carry(
    facts: type[RuleFacts] | type[FitFacts], variables: tuple[Variable, ...]
) -> None:
    assert [v.name for v in variables] == [*(field.name for field in fields(facts)), UNKNOWN]


def test_the_words_of_a_variable_are_those_of_the_house() -> None:
    values = {variable.name: variable.values for variable in rule_variables()}
    assert values["resolution"] == tuple(Match)
    assert values["contact_status"] == tuple(ContactStatus)
    assert values["conflicts"] == tuple(FactField)


@pytest.mark.parametrize("variables", [rule_variables(), fit_variables()])
def test_the_reference_explains_every_variable(variables: tuple[Variable, ...]) -> None:
    page = PAGE.read_text("utf-8")
    for variable in variables:
        row = f"| `{variable.name}` | {variable.kind} | {variable.meaning} |"
        assert row in page, row
