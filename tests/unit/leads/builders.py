"""Leads for tests, named by what matters in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from leadwright.leads.lead import Company, Lead, LeadId, Money, Person

DAY_ONE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_lead(
    name: str | None = "Ann Lee",
    email: str | None = None,
    company: str | None = "Acme",
    *,
    phone: str | None = None,
    domain: str | None = None,
    number: int = 1,
) -> Lead:
    return Lead(
        lead_id=LeadId(f"lead-{number}"),
        person=Person(name=name, email=email, phone=phone),
        company=Company(name=company, domain=domain),
        received_at=DAY_ONE,
        position=number,
    )


def worth(lead: Lead, usd: int) -> Lead:
    return replace(lead, deal_value=Money(amount=Decimal(usd), currency="USD"))


def came(lead: Lead, days: float) -> Lead:
    """The lead, that many days after day one."""
    return replace(lead, received_at=DAY_ONE + timedelta(days=days))


def known_as(lead: Lead, external_id: str, system: str = "crm") -> Lead:
    return replace(lead, external_ids=((system, external_id),))
