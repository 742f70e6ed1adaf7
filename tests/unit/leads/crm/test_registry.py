"""The fields of a CRM: their names, their types, who keeps them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.crm.registry import (
    RECORD,
    FieldType,
    FieldUnknown,
    ObjectType,
    Writer,
    registry,
)
from leadwright.leads.crm.values import FieldUnfit, fitting

FIELDS = registry().fields
ASKED_FOR = {
    "company_name",
    "decision_maker",
    "annual_revenue",
    "last_contact_date",
    "next_action",
    "email_draft",
    "stage",
    "owner",
}


def test_the_fields_that_every_crm_has_are_there() -> None:
    assert set(FIELDS) >= ASKED_FOR


def test_no_two_fields_stand_in_one_place() -> None:
    places = [spec.place("embedded") for spec in FIELDS.values()]
    assert len(set(places)) == len(places)
    assert {kind for kind, _ in places} == set(RECORD)


def test_what_hangs_on_a_record_has_fields_of_its_own() -> None:
    assert set(registry().objects) == set(ObjectType) - set(RECORD)


def test_the_last_contact_is_a_day_of_ours_that_no_agent_writes() -> None:
    spec = FIELDS["last_contact_date"]
    assert (spec.type, spec.owner) == (FieldType.DATE, Writer.SYSTEM)
    assert "modified" not in spec.at["embedded"].lower()


def test_a_persons_word_counts_more_than_the_houses_and_that_more_than_an_agents() -> None:
    outranks = registry().outranks
    assert outranks(Writer.HUMAN, Writer.SYSTEM)
    assert outranks(Writer.SYSTEM, Writer.AGENT)
    assert not any(outranks(one, one) for one in Writer)


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("last_contact_date", " 2026-03-04 ", "2026-03-04"),
        ("annual_revenue", "1.2m USD", "1200000 USD"),
        ("annual_revenue", "EUR 1.200.000,50", "1200000.50 EUR"),
        ("stage", "open - not contacted", "Open - Not Contacted"),
        ("email_draft", "Hello\n\nI am here.", "Hello\n\nI am here."),
        ("owner", "  ", None),
        ("owner", None, None),
    ],
)
def test_a_value_is_kept_in_one_form(field: str, given: str | None, kept: str | None) -> None:
    assert fitting({field: given}, FIELDS) == {field: kept}
    assert fitting({field: kept}, FIELDS) == {field: kept}


@pytest.mark.parametrize(
    ("field", "given", "hint"),
    [
        ("last_contact_date", "yesterday", "2026-11-01"),
        ("last_contact_date", "2026-02-30", "2026-11-01"),
        ("annual_revenue", "a lot", "1200000 USD"),
        ("annual_revenue", "1200000", "currency"),
        ("annual_revenue", "1-2m USD", "amount"),
        ("stage", "Very Hot", "Qualified"),
        ("owner", "ann\r\nbcc: all", "line breaks"),
        ("email_draft", "a\x00b", "control characters"),
        ("email_draft", "half \ud800", "control characters"),
        ("company_name", "x" * 501, "500"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_to_write(
    field: str, given: str, hint: str
) -> None:
    with pytest.raises(FieldUnfit, match=hint) as refused:
        fitting({field: given}, FIELDS)
    assert refused.value.code == "crm_field_unfit"


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(FieldUnknown, match="company_name"):
        fitting({"shoe_size": "43"}, FIELDS)


@given(
    amount=st.decimals(0, 10**12, places=2), currency=st.sampled_from(["USD", "EUR", "CHF", "JPY"])
)
def test_money_reads_back_as_it_was_written(amount: object, currency: str) -> None:
    once = fitting({"annual_revenue": f"{amount} {currency}"}, FIELDS)
    assert fitting(once, FIELDS) == once


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=500))
def test_a_text_is_kept_to_the_letter_or_not_at_all(text: str) -> None:
    assert fitting({"next_action": text}, FIELDS) in [
        {"next_action": text},
        {"next_action": None},
    ]
