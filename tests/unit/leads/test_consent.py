"""Who must have agreed before they are written to."""

from dataclasses import replace

import pytest
from tests.unit.leads.builders import DAY_ONE, a_lead

from leadwright.leads.donottouch import consent_hold, consent_rules
from leadwright.leads.donottouch.consent import shipped
from leadwright.leads.lead import Company, Consent, LawfulBasis, Lead

OURS = consent_rules(None)
RECORD = Consent(given_at=DAY_ONE, channel="form", wording="Yes, write to me.")


def at(country: str | None, name: str = "Acme", *, domain: str | None = None) -> Lead:
    lead = a_lead("Ann Lee", "ann@acme.example")
    return replace(lead, company=Company(name=name, country=country, domain=domain))


def test_every_shipped_country_says_what_it_rests_on() -> None:
    assert {"AU", "GB", "DE"} <= shipped().keys()
    for country, rule in shipped().items():
        assert len(country) == 2
        assert country.isupper()
        assert rule.law
        assert rule.why
        assert rule.source.startswith("https://")


@pytest.mark.parametrize("country", ["AU", "DE", "CA"])
def test_without_a_record_nobody_there_is_written_to(country: str) -> None:
    why = consent_hold(at(country), OURS)
    assert why is not None
    assert OURS[country].law in why
    assert "consent_given_at" in why
    assert consent_hold(replace(at(country), consent=RECORD), OURS) is None


def test_a_word_without_a_record_proves_nothing() -> None:
    claimed = replace(at("AU"), lawful_basis=LawfulBasis.CONSENT)
    assert "without a record" in (consent_hold(claimed, OURS) or "")


@pytest.mark.parametrize("country", ["US", "CH", None])
def test_elsewhere_and_where_nothing_is_known_nobody_is_held_by_default(
    country: str | None,
) -> None:
    assert consent_hold(at(country), OURS) is None


def test_in_britain_a_company_is_told_from_a_sole_trader_by_its_name() -> None:
    for corporate in ("Acme Ltd", "ACME Limited.", "Acme P.L.C.", "Acme LLP"):
        assert consent_hold(at("GB", corporate), OURS) is None
    for unknown in ("Acme", "Ltd Edition Prints", "Smith & Sons"):
        assert consent_hold(at("GB", unknown), OURS) is not None
    assert consent_hold(at("AU", "Acme Ltd"), OURS) is not None


def test_a_country_nobody_states_is_taken_from_research_then_from_the_address() -> None:
    assert consent_hold(at(None), OURS, found_country="AU") is not None
    assert consent_hold(at(None, domain="acme.com.au"), OURS) is not None
    assert consent_hold(at(None, domain="acme.co.uk"), OURS) is not None
    assert consent_hold(at("US", domain="acme.com.au"), OURS, found_country="AU") is None


def test_settings_name_other_countries() -> None:
    own = consent_rules(("SE", "unknown"))
    assert "your own settings" in (consent_hold(at("SE"), own) or "")
    assert "nobody knows" in (consent_hold(at(None), own) or "")
    assert consent_hold(at("AU"), own) is None
    assert consent_hold(at("AU"), consent_rules(())) is None
