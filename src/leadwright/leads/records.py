"""What research sources say about companies: one record per company and source capture.

A record is a claim by a source on a day, never the truth; the same company usually has several.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRecord:
    """One company as one source described it on one day. None and () mean unknown."""

    record_id: str
    source: str
    source_key: str  # the source's own key; equal keys in related sources are one company
    observed_on: date
    name: str
    aliases: tuple[str, ...] = ()
    domain: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    industry: str | None = None
    founded_year: int | None = None
    founded_text: str | None = None  # as written; may hold more than the year
    employees: int | None = None
    total_funding_usd: Decimal | None = None
    total_funding_text: str | None = None
    funding_rounds: int | None = None
    last_funding_on: str | None = None  # as written: year, month or day
    status: str | None = None
    parent: str | None = None
    products: tuple[str, ...] = ()
    description: str | None = None
    url: str | None = None


class DatePrecision(StrEnum):
    """How much of a date the source knew; missing parts are stored as 01."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """A person at a company, in the order of the source (`seq`)."""

    record_id: str
    person_id: str
    source: str
    observed_on: date
    name: str
    title: str
    is_current: bool
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecord:
    """A funding round as one source lists it."""

    record_id: str
    round_id: str
    source: str
    observed_on: date
    round_type: str | None
    on: date
    precision: DatePrecision
    amount: Decimal | None = None
    currency: str | None = None
    amount_usd: Decimal | None = None
    investors: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRecord:
    """A dated headline about a company."""

    record_id: str
    news_id: str
    source: str
    observed_on: date
    kind: str
    on: date
    precision: DatePrecision
    headline: str
    url: str | None = None
