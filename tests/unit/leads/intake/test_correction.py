"""What a person puts right is read like a row; what was not named stays."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.builders import a_lead, worth

from leadwright.leads.intake import IntakeSettings
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.correction import CORRECTABLE, CannotCorrect, corrected
from leadwright.leads.lead import Flaw, FlawCode, Lead, Money

USUAL = IntakeSettings()
ANN = worth(a_lead(email="ann@acme.example", phone="+15550100", domain="acme.example"), 45_000)


def right(lead: Lead, **fields: str) -> Lead:
    return corrected(lead, {Column(name): value for name, value in fields.items()}, USUAL)


def test_a_corrected_field_is_read_as_a_file_is() -> None:
    euros = Money(amount=Decimal(60_000), currency="EUR")
    lead = right(ANN, company_domain="https://www.Brass.example/about", deal_value="€60k")
    assert lead.company.domain == "brass.example"
    assert lead.deal_value == euros
    assert right(ANN, deal_value="60k", currency="EUR").deal_value == euros
    assert right(ANN, deal_value="60k").deal_value == replace(euros, currency="USD")


def test_a_currency_alone_keeps_the_amount() -> None:
    pounds = Money(amount=Decimal(45_000), currency="GBP")
    assert right(ANN, currency="GBP").deal_value == pounds


@pytest.mark.parametrize(
    ("field", "value"), [("email", "ann at acme"), ("country", "Atlantis"), ("deal_value", "lots")]
)
def test_a_value_nobody_can_read_changes_nothing(field: str, value: str) -> None:
    with pytest.raises(CannotCorrect, match="cannot be read as"):
        right(ANN, **{field: value})


def test_a_lead_that_would_name_nobody_is_refused() -> None:
    lead = a_lead(company=None)
    with pytest.raises(CannotCorrect, match="nobody"):
        right(lead, name="")


def test_a_flaw_goes_with_what_it_was_about() -> None:
    flaws = (
        Flaw(field="email", code=FlawCode.EMAIL_INVALID, given="ann@"),
        Flaw(field="title", code=FlawCode.TITLE_MISSING),
    )
    lead = replace(a_lead(), flaws=flaws)
    assert right(lead, email="ann@acme.example").flaws == flaws[1:]
    assert right(lead, title="CFO").flaws == flaws[:1]


@given(field=st.sampled_from(CORRECTABLE), value=st.sampled_from(["Bo Ray", "DE", "7 EUR", ""]))
def test_what_was_not_named_stays(field: Column, value: str) -> None:
    try:
        lead = corrected(ANN, {field: value}, USUAL)
    except CannotCorrect:
        return
    changed = {name for name in ("name", "title", "email", "phone")
               if getattr(lead.person, name) != getattr(ANN.person, name)}  # fmt: skip
    changed |= {f"company_{name}" for name in ("name", "domain")
                if getattr(lead.company, name) != getattr(ANN.company, name)}  # fmt: skip
    assert changed <= {field.value}
    assert (lead.lead_id, lead.received_at, lead.position) == (
        ANN.lead_id,
        ANN.received_at,
        ANN.position,
    )
