"""What people write to have somebody left alone, and whom it then means."""

import pytest
from tests.unit.leads.builders import a_lead

from leadwright.leads.donottouch import (
    CannotSuppress,
    DoNotTouchReason,
    Suppressible,
    SuppressionKind,
    lookups,
    person,
    verdict,
    written,
)

ANN = a_lead("Ann Lee", "ann+x@mail.acme.example", domain="www2.acme.example", phone="+14155550101")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Ann@Mail.Acme.example", SuppressionKind.ADDRESS, "ann@mail.acme.example"),
        (" <ann+news@acme.example>; ", SuppressionKind.ADDRESS, "ann@acme.example"),
        ("Ann Lee <ann@acme.example>", SuppressionKind.ADDRESS, "ann@acme.example"),
        ("@acme.example", SuppressionKind.DOMAIN, "acme.example"),
        ("https://www.acme.example/about", SuppressionKind.DOMAIN, "acme.example"),
        ("Acme.example", SuppressionKind.DOMAIN, "acme.example"),
        ("+1 (415) 555-0101", SuppressionKind.PHONE, "+14155550101"),
        ("0044 20 7946 0000", SuppressionKind.PHONE, "+442079460000"),
    ],
)
def test_an_address_a_company_and_a_number_are_told_apart(
    text: str, kind: SuppressionKind, value: str
) -> None:
    assert written(text) == Suppressible(kind, value)


@pytest.mark.parametrize("text", ["", "Ann Lee", "ann@", "a@b@c.example", "4155550101", "@", "+"])
def test_what_means_nobody_is_refused(text: str) -> None:
    with pytest.raises(CannotSuppress):
        written(text)


@pytest.mark.parametrize("text", ["@gmail.com", "gmail.com", "@co.uk", "@com.au"])
def test_nobody_suppresses_a_whole_mail_provider_or_country_by_a_slip(text: str) -> None:
    with pytest.raises(CannotSuppress):
        written(text)


def test_what_is_written_is_what_is_looked_up() -> None:
    for text in ("ann@mail.acme.example", "@acme.example", "+1 415 555 0101"):
        assert written(text) in lookups(ANN)


@pytest.mark.parametrize("company", ["acme.example", "https://eu.acme.example", "acme inc."])
def test_a_person_is_known_at_their_company_whatever_the_address(company: str) -> None:
    lead = a_lead("Ann Lee", "ann@other.example", company="ACME GmbH", domain="eu.acme.example")
    found = verdict(lead, suppressed={person("Ann  LEE", company)})
    assert found is not None
    assert found.reasons == (DoNotTouchReason.SUPPRESSED_PERSON,)
    assert (
        verdict(a_lead("Bob Lee", domain="eu.acme.example"), suppressed=lookups(lead)[:1]) is None
    )


@pytest.mark.parametrize(("name", "company"), [("A. Lee", "Acme"), ("Ann Lee", " "), ("Ann", "A")])
def test_half_a_name_or_no_company_is_nobody(name: str, company: str) -> None:
    with pytest.raises(CannotSuppress):
        person(name, company)
