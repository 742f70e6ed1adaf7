"""A raw row becomes a lead or a refusal."""

import json
import tracemalloc
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake import IntakeSettings, RawRow, Refusal, RefusalCode, read
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.rows import Layout
from leadwright.leads.lead import FlawCode, LawfulBasis, Lead, LeadId, Money

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def take(values: Mapping[str, object], settings: IntakeSettings | None = None) -> Lead | Refusal:
    return read(
        RawRow(number=7, values=values),
        settings=settings or IntakeSettings(),
        mint=LeadId,
        cohort=lambda lead_id: int(lead_id[:6], 16) % 100,
        received_at=NOON,
    )


def lead_of(values: Mapping[str, object], settings: IntakeSettings | None = None) -> Lead:
    taken = take(values, settings)
    assert isinstance(taken, Lead)
    return taken


def flaws(lead: Lead) -> dict[str, FlawCode]:
    return {flaw.field: flaw.code for flaw in lead.flaws}


GOOD: Mapping[str, object] = {
    "lead_id": "LD-1",
    "Name": "LEE, ANN",
    "Position": "CTO",
    "E-Mail": "Ann.Lee@Acme.example",
    "Telefon": "030 23125 557",
    "Firma": "Acme GmbH",
    "Website": "https://www.acme.example/de",
    "Land": "Deutschland",
    "Betrag": "12,5 Mio. EUR",
    "Quelle": "web_form",
}


def test_a_good_row_is_a_lead_in_normal_form() -> None:
    lead = lead_of(GOOD)
    assert lead.person.name == "Ann Lee"
    assert lead.person.title == "CTO"
    assert lead.person.email == "ann.lee@acme.example"
    assert lead.person.phone == "+493023125557"
    assert (lead.company.name, lead.company.domain) == ("Acme GmbH", "acme.example")
    assert lead.company.country == "DE"
    assert lead.deal_value == Money(amount=Decimal(12_500_000), currency="EUR")
    assert lead.source == "web_form"
    assert lead.external_ids == (("file", "LD-1"),)
    assert (lead.received_at, lead.position, lead.campaign) == (NOON, 7, "default")
    assert 0 <= lead.cohort < 100
    assert lead.flaws == ()


def test_the_same_row_is_the_same_lead_in_whatever_order_its_columns_stand() -> None:
    turned = dict(reversed(list(GOOD.items())))
    assert lead_of(GOOD) == lead_of(turned)
    assert lead_of(GOOD).lead_id != lead_of({**GOOD, "Betrag": "1"}).lead_id
    elsewhere = IntakeSettings(system="crm")
    assert lead_of(GOOD).lead_id != lead_of(GOOD, elsewhere).lead_id


def test_bad_values_are_flaws_and_the_lead_lives() -> None:
    lead = lead_of(
        {
            "name": "Ann Lee",
            "email": "ann(at)acme",
            "phone": "call me",
            "company": "Acme",
            "website": "acme",
            "country": "Atlantis",
            "deal value": "a lot",
        }
    )
    assert flaws(lead) == {
        "company_domain": FlawCode.DOMAIN_INVALID,
        "country": FlawCode.COUNTRY_UNKNOWN,
        "title": FlawCode.TITLE_MISSING,
        "email": FlawCode.EMAIL_INVALID,
        "phone": FlawCode.PHONE_INVALID,
        "deal_value": FlawCode.VALUE_UNREADABLE,
    }
    assert next(flaw.given for flaw in lead.flaws if flaw.field == "email") == "ann(at)acme"
    assert (lead.person.email, lead.person.phone, lead.deal_value) == (None, None, None)


def test_what_is_missing_is_noted() -> None:
    lead = lead_of({"email": "ann@acme.example"})
    assert set(flaws(lead).values()) == {
        FlawCode.NAME_MISSING,
        FlawCode.TITLE_MISSING,
        FlawCode.COMPANY_MISSING,
    }


def test_an_unknown_currency_keeps_the_amount_out_of_every_comparison() -> None:
    lead = lead_of({"name": "Ann", "amount": "500", "currency": "doubloons"})
    assert lead.deal_value == Money(amount=Decimal(500), currency="XXX")
    assert flaws(lead)["currency"] is FlawCode.CURRENCY_UNKNOWN


def test_a_rough_value_is_marked() -> None:
    assert flaws(lead_of({"name": "Ann", "amount": "10-20k"}))["deal_value"] is FlawCode.VALUE_ROUGH


def test_first_and_last_name_make_a_name() -> None:
    assert lead_of({"Vorname": "ANN", "Nachname": "LEE"}).person.name == "Ann Lee"


def test_hidden_characters_are_taken_out_and_noted() -> None:
    lead = lead_of({"name": "Ann\u202e Lee", "company": "=Acme()\x00"})
    assert (lead.person.name, lead.company.name) == ("Ann Lee", "Acme()")
    assert flaws(lead)["name"] is FlawCode.TEXT_TAMED
    assert flaws(lead)["company_name"] is FlawCode.TEXT_TAMED


def test_a_huge_field_is_cut_and_noted() -> None:
    lead = lead_of({"name": "Ann Lee", "company": "x" * 10_000_000})
    assert len(lead.company.name or "") == 200
    assert flaws(lead)["company_name"] is FlawCode.TEXT_CUT


@pytest.mark.parametrize(
    "values", [{}, {"phone": "+1 415 555 0101"}, {"name": "n/a", "email": "-"}, {"colour": "red"}]
)
def test_a_row_that_names_nobody_is_refused(values: dict[str, object]) -> None:
    refusal = take(values)
    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.code) == (7, RefusalCode.NOBODY_NAMED)
    assert refusal.reason.endswith(".")


def test_a_refusal_shows_the_address_that_would_have_made_it_a_lead() -> None:
    refusal = take({"email": "ann@@acme"})
    assert isinstance(refusal, Refusal)
    assert (refusal.field, refusal.given) == ("email", "ann@@acme")


def test_the_lawful_basis_is_what_the_row_or_the_settings_say() -> None:
    settings = IntakeSettings(lawful_basis=LawfulBasis.CONTRACT)
    assert lead_of({"name": "Ann"}).lawful_basis is LawfulBasis.UNKNOWN
    assert lead_of({"name": "Ann"}, settings).lawful_basis is LawfulBasis.CONTRACT
    said = {"name": "Ann", "legal basis": "Legitimate Interest"}
    assert lead_of(said, settings).lawful_basis is LawfulBasis.LEGITIMATE_INTEREST


def test_consent_counts_only_with_its_time_its_way_and_its_wording() -> None:
    told = {
        "name": "Ann",
        "consent date": "2026-01-05T10:00:00",
        "consent channel": "web form",
        "consent wording": "Yes, write to me.",
    }
    consent = lead_of(told).consent
    assert consent is not None
    assert consent.given_at == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert lead_of({**told, "consent wording": ""}).consent is None
    assert lead_of({**told, "consent date": "yesterday"}).consent is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.sampled_from([*GOOD, "amount", "currency", "country", "person", "company", "x"])


@given(st.dictionaries(HEADERS | st.text(max_size=8), JSON, max_size=8))
def test_whatever_a_row_holds_it_is_a_lead_or_a_refusal(values: dict[str, object]) -> None:
    assert take(values) == take(values)


@pytest.mark.corpus
def test_values_of_the_development_leads_are_read_as_their_truth_says(data_dir: Path) -> None:
    lines = (data_dir / "leads_dev.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        lead, truth = lead_of(row["input"]), row["ground_truth"]
        assert lead.deal_value is not None
        assert lead.deal_value.amount == truth["deal_value_usd"]
        bad_contact = "invalid_contact" in truth["escalation_reasons"]
        assert (lead.person.email is None) == bad_contact


def test_the_layout_of_a_file_settles_what_one_value_leaves_open() -> None:
    values = {"name": "Ann", "deal value": "1.234", "Post": "ann@acme.example"}
    layout = Layout(columns={Column.EMAIL: "Post"}, currency="CHF", comma_is_decimal=True)
    row = RawRow(number=7, values=values, layout=layout)
    lead = read(
        row,
        settings=IntakeSettings(),
        mint=LeadId,
        cohort=lambda _: 0,
        received_at=NOON,
    )
    assert isinstance(lead, Lead)
    assert lead.deal_value == Money(amount=Decimal(1234), currency="CHF")
    assert lead.person.email == "ann@acme.example"
    assert "deal_value" not in flaws(lead)
    assert lead.lead_id == lead_of(values).lead_id, "a layout makes no other lead"


def test_a_value_that_may_be_a_thousand_times_another_is_noted() -> None:
    assert flaws(lead_of({"name": "Ann", "deal value": "1.234"}))["deal_value"] is (
        FlawCode.VALUE_ROUGH
    )


def test_hidden_characters_in_addresses_are_taken_out_and_noted() -> None:
    lead = lead_of({"name": "Ann", "email": "ann\u200b@acme.example"})
    assert lead.person.email == "ann@acme.example"
    assert flaws(lead)["email"] is FlawCode.TEXT_TAMED


@pytest.mark.parametrize(
    ("given_id", "kept"), [("=1+1", "1+1"), ("@x", "x"), ("-5", "-5"), ("+cmd|x", "cmd|x")]
)
def test_an_id_is_no_formula(given_id: str, kept: str) -> None:
    assert lead_of({"name": "Ann", "lead_id": given_id}).external_ids == (("file", kept),)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("'=1+1", "1+1"),
        ("Mr =HYPERLINK(1)", "HYPERLINK(1)"),
        ("Lee, =HYPERLINK(1)", "HYPERLINK(1) Lee"),
        ("\u2212cmd", "cmd"),
        ("\u201e@SUM(1)", "SUM(1)"),
        ("' = =1+1", "1+1"),
    ],
)
def test_a_name_is_no_formula_when_quotes_and_titles_are_gone(written: str, kept: str) -> None:
    lead = lead_of({"name": written})
    assert (lead.person.name or "").lower() == kept.lower()
    assert flaws(lead)["name"] is FlawCode.TEXT_TAMED


def test_a_wide_formula_sign_makes_no_id() -> None:
    assert lead_of({"name": "Ann", "lead_id": "\uff1dcmd"}).external_ids == (("file", "cmd"),)


def test_long_fields_are_unusable_and_not_kept_in_memory() -> None:
    tracemalloc.start()
    try:
        for number in range(100):
            long = f"{number} {'x' * 100_000}"
            fields = ("website", "country", "deal value", "currency", "email")
            lead = lead_of({"name": "Ann", **{field: f"{field} {long}" for field in fields}})
            assert (lead.company.domain, lead.company.country, lead.deal_value) == (None,) * 3
            lead = lead_of({"name": "Ann", "deal value": "45k", "currency": long})
            assert flaws(lead)["currency"] is FlawCode.CURRENCY_UNKNOWN
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 10_000_000
