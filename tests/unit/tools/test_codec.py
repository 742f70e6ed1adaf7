"""Answers come back from the journal as they went in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.tools.scripted import EVIDENCE, Found

from leadwright.leads.findings import FactField, FactValue, NewsValue, PersonValue, RoundValue
from leadwright.tools.codec import answer_from_json, answer_to_json
from leadwright.tools.contract import ToolError, ToolErrorCode

VALUES: list[tuple[FactField, FactValue]] = [
    (FactField.EMPLOYEES, 40),
    (FactField.INDUSTRY, "software"),
    (FactField.COUNTRY, "NO"),
    (FactField.TOTAL_FUNDING_USD, Decimal("13537704.50")),
    (
        FactField.LAST_ROUND,
        RoundValue(type="series-b", date="2013-09", amount_usd=Decimal(10_037_704)),
    ),
    (FactField.LAST_ROUND, RoundValue(type=None, date="2013", amount_usd=None)),
    (FactField.DECISION_MAKER, PersonValue(name="Ann Lee", title="CEO", is_current=False)),
    (FactField.NEWS, NewsValue(news_id="n1", date="2013-10-02", headline="Acme wächst 請求")),
]


@pytest.mark.parametrize(("field", "value"), VALUES, ids=lambda value: str(value)[:20])
def test_evidence_of_every_kind_comes_back_as_it_was(field: FactField, value: FactValue) -> None:
    item = replace(EVIDENCE, field=field, value=value, observed_on=date(2013, 12, 2))
    text = answer_to_json(Found(text="here"), (item,), None)
    output, evidence, error, *_ = answer_from_json(text, Found)
    assert output == Found(text="here")
    assert evidence == (item,)
    assert type(evidence[0].value) is type(value)
    assert error is None


def test_a_failure_comes_back_as_it_was() -> None:
    failed = ToolError(error=ToolErrorCode.TIMEOUT, message="too slow", retry_after_seconds=2.5)
    assert answer_from_json(answer_to_json(None, (), failed), Found)[:3] == (None, (), failed)
