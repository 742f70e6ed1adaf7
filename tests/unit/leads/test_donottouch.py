"""Whom we leave alone."""

import pytest
from tests.unit.leads.builders import a_lead

from leadwright.leads.donottouch import (
    DoNotTouchReason,
    Suppressible,
    SuppressionKind,
    lookups,
    verdict,
)
from leadwright.leads.lead import Lead

ANN = a_lead("Ann Lee", "ann+x@mail.acme.example", domain="www2.acme.example", phone="+14155550101")


def on_the_list(kind: SuppressionKind, value: str) -> set[Suppressible]:
    return {Suppressible(kind, value)}


def test_nothing_against_it_is_no_verdict() -> None:
    assert verdict(ANN) is None
    assert verdict(ANN, suppressed=on_the_list(SuppressionKind.ADDRESS, "ben@a.example")) is None


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (SuppressionKind.ADDRESS, "ann@mail.acme.example", DoNotTouchReason.SUPPRESSED_ADDRESS),
        (SuppressionKind.PHONE, "+14155550101", DoNotTouchReason.SUPPRESSED_PHONE),
        (SuppressionKind.DOMAIN, "acme.example", DoNotTouchReason.SUPPRESSED_DOMAIN),
        (SuppressionKind.DOMAIN, "mail.acme.example", DoNotTouchReason.SUPPRESSED_DOMAIN),
        (SuppressionKind.DOMAIN, "acme-group.example", DoNotTouchReason.SUPPRESSED_DOMAIN),
    ],
)
def test_who_is_on_the_list_is_left_alone(
    kind: SuppressionKind, value: str, reason: DoNotTouchReason
) -> None:
    found = verdict(ANN, entity_domain="acme-group.example", suppressed=on_the_list(kind, value))
    assert found is not None
    assert found.reasons == (reason,)
    assert found.why()


def test_a_neighbour_with_a_like_name_is_not_covered() -> None:
    others = on_the_list(SuppressionKind.DOMAIN, "cme.example")
    assert verdict(ANN, suppressed=others) is None
    assert Suppressible(SuppressionKind.DOMAIN, "example") not in lookups(ANN)


@pytest.mark.parametrize("lead", [ANN, a_lead(None, None, None)])
def test_customers_and_open_deals_belong_to_their_owners(lead: Lead) -> None:
    found = verdict(lead, is_customer=True, has_open_opportunity=True)
    assert found is not None
    assert found.reasons == (DoNotTouchReason.CUSTOMER, DoNotTouchReason.OPEN_OPPORTUNITY)
    assert "customer" in found.why()


def test_every_reason_is_given_once() -> None:
    listed = set(lookups(ANN, entity_domain="acme-group.example"))
    found = verdict(ANN, entity_domain="acme-group.example", suppressed=listed, is_customer=True)
    assert found is not None
    assert found.reasons == (
        DoNotTouchReason.SUPPRESSED_ADDRESS,
        DoNotTouchReason.SUPPRESSED_PHONE,
        DoNotTouchReason.SUPPRESSED_DOMAIN,
        DoNotTouchReason.SUPPRESSED_PERSON,
        DoNotTouchReason.CUSTOMER,
    )
