"""Leads and records in one line; the companies are fictional."""

from datetime import UTC, date, datetime
from itertools import count

from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import Match, Resolution
from leadwright.leads.lead import Company, Lead, LeadId, Person
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.leads.resolution.resolver import Hit, resolve
from leadwright.leads.resolution.settings import ResolutionSettings

DAY = date(2013, 10, 1)
CONVENTIONS = Conventions(
    related_sources=(frozenset({"alpha-1", "alpha-2"}),),
    name_and_state_sources=frozenset({"list"}),
    name_and_state_targets=frozenset({"alpha-1", "alpha-2"}),
    code_alias_sources=frozenset({"list"}),
)
SETTINGS = ResolutionSettings(conventions=CONVENTIONS)
_numbers = count(1)


def a_lead(
    company: str | None = None,
    *,
    domain: str | None = None,
    country: str | None = None,
    person: str | None = None,
    email: str | None = None,
    lead_id: str = "L-1",
) -> Lead:
    return Lead(
        lead_id=LeadId(lead_id),
        company=Company(name=company, domain=domain, country=country),
        person=Person(name=person, email=email),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def a_record(
    name: str,
    *,
    source: str = "alpha-1",
    key: str | None = None,
    aliases: tuple[str, ...] = (),
    domain: str | None = None,
    **more: str,
) -> CompanyRecord:
    key = key or f"key-{next(_numbers)}"
    return CompanyRecord(
        record_id=f"{source}:{key}",
        source=source,
        source_key=key,
        observed_on=DAY,
        name=name,
        aliases=aliases,
        domain=domain,
        country=more.get("country"),
        region=more.get("region"),
        city=more.get("city"),
        status=more.get("status"),
        parent=more.get("parent"),
    )


def a_person(name: str, record: CompanyRecord) -> PersonRecord:
    return PersonRecord(
        record_id=record.record_id,
        person_id=name.lower(),
        source=record.source,
        observed_on=DAY,
        name=name,
        title="CEO",
        is_current=True,
        seq=0,
    )


def among(lead: Lead, *records: CompanyRecord, person: PersonRecord | None = None) -> Resolution:
    """What is decided when a search found these records."""
    hits = [
        Hit(record=one, person=person if person and person.record_id == one.record_id else None)
        for one in records
    ]
    return resolve(lead, hits, SETTINGS)


def chosen(resolution: Resolution) -> str | None:
    """The name of the one company meant, or None; fails when it is none of the three verdicts."""
    assert resolution.match in Match
    return resolution.entity.name if resolution.entity else None
