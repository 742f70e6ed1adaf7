"""The lead and its parts: frozen values, normalised at intake."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

LeadId = NewType("LeadId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in a currency (ISO 4217); never compared across currencies."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The contact: the only one a mail may ever go to."""

    name: str | None = None
    title: str | None = None
    email: str | None = None  # normalised; None when missing or unusable
    phone: str | None = None  # E.164, extension kept as ";ext=4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The company as the lead states it; which company is meant is decided by resolution."""

    name: str | None = None
    domain: str | None = None  # host without www, lower case; a subdomain is kept
    country: str | None = None  # ISO 3166-1 alpha-2


class LawfulBasis(StrEnum):
    """Why we may write to this person (GDPR art. 6)."""

    UNKNOWN = "unknown"
    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A record that the person agreed: when, how, and to what wording."""

    given_at: datetime
    channel: str
    wording: str


class FlawCode(StrEnum):
    """What intake noticed about a field it could still live with."""

    EMAIL_MISSING = "email_missing"
    EMAIL_INVALID = "email_invalid"
    PHONE_INVALID = "phone_invalid"
    COUNTRY_UNKNOWN = "country_unknown"
    DOMAIN_INVALID = "domain_invalid"
    VALUE_UNREADABLE = "value_unreadable"
    VALUE_ROUGH = "value_rough"  # a range, a bound or "about": read as its upper end
    CURRENCY_UNKNOWN = "currency_unknown"
    TITLE_MISSING = "title_missing"
    COMPANY_MISSING = "company_missing"
    NAME_MISSING = "name_missing"
    TEXT_TAMED = "text_tamed"  # hidden characters or a formula's start were taken out
    TEXT_CUT = "text_cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A field that was missing or unusable, with what was given."""

    field: str
    code: FlawCode
    given: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One person at one company whom we may work."""

    lead_id: LeadId
    external_ids: tuple[tuple[str, str], ...] = ()  # (system, id), the first names the row
    person: Person = field(default_factory=Person)
    company: Company = field(default_factory=Company)
    deal_value: Money | None = None
    source: str | None = None
    owner: str | None = None
    campaign: str = "default"
    lawful_basis: LawfulBasis = LawfulBasis.UNKNOWN
    consent: Consent | None = None
    received_at: datetime
    position: int = 0  # order of arrival; the first seen of two twins lives on
    cohort: int = 0  # 0 to 99, fixed at intake; canaries take a share of cohorts
    flaws: tuple[Flaw, ...] = ()

    def has_flaw(self, *codes: FlawCode) -> bool:
        """Whether intake noticed one of these."""
        return any(flaw.code in codes for flaw in self.flaws)
