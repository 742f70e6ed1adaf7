"""The shape of a draft and its findings as they come from outside: tolerant of more keys."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _name(value: object) -> object:
    return value.get("name") if isinstance(value, dict) else value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Name: TypeAlias = Annotated[str | None, BeforeValidator(_name)]
Texts: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Part(BaseModel):
    """A part of a case; keys that nobody asked for are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class GivenClaim(Part):
    """A sentence and what it cites."""

    text: str
    finding_ids: Texts = ()


class GivenDraft(Part):
    """What would be said."""

    subject: str | None = ""
    body: str | None = ""
    claims: tuple[GivenClaim, ...] | None = ()
    linkedin_message: str | None = ""
    call_script: str | None = ""


class GivenEvidence(Part):
    """What a source said."""

    id: Text | None = None
    source: str | None = ""
    ref: Text | None = ""
    url: str | None = None
    observed: str | None = Field(
        default=None, validation_alias=AliasChoices("observed_on", "observed_at")
    )
    quote: Text | None = ""


class GivenFinding(Part):
    """A value and the evidence for it."""

    id: Text | None = None
    field: str | None = None
    value: JsonValue = None
    confidence: float | None = None
    evidence: tuple[GivenEvidence, ...] | None = ()


class GivenPerson(Part):
    """Whom the draft is for."""

    name: str | None = None
    title: str | None = None
    company_name: Name = Field(
        default=None, validation_alias=AliasChoices("company_name", "company")
    )
    company_domain: str | None = None


class GivenSeller(Part):
    """Who writes."""

    company: str | None = Field(default="", validation_alias=AliasChoices("company", "name"))
    sender_name: str | None = Field(
        default="", validation_alias=AliasChoices("sender_name", "sender")
    )
    product: Texts = ()
    customers: Texts = ()
    value_propositions: tuple[JsonValue, ...] | str = ()
    call_to_action: Texts = Field(
        default=(), validation_alias=AliasChoices("call_to_action", "calls_to_action")
    )
    proof: Texts = ()
    texts: Texts = ()
    helps: Texts = ()
    sender_title: str | None = ""
    sender_phone: Text | None = ""
    links: Texts = ()


class GivenNamed(Part):
    """A decision maker."""

    name: str
    title: str | None = None
    evidence: tuple[GivenEvidence, ...] | None = ()


class GivenNews(Part):
    """A headline."""

    news_id: Text | None = None
    date: str | None = None
    headline: str | None = Field(default=None, validation_alias=AliasChoices("headline", "title"))
    evidence: tuple[GivenEvidence, ...] | None = ()


class CaseFile(Part):
    """A whole case: a draft with findings, or a line of answers."""

    draft: GivenDraft | None
    findings: tuple[GivenFinding, ...] | dict[str, GivenFinding] | None = None
    facts: dict[str, GivenFinding | None] | None = None
    decision_makers: tuple[GivenNamed, ...] | None = ()
    recent_news: tuple[GivenNews | str, ...] | None = ()
    news: tuple[GivenNews, ...] | None = ()
    lead: GivenPerson | None = Field(default=None, validation_alias=AliasChoices("lead", "input"))
    contact: GivenPerson | None = None
    company_name: Name = Field(
        default=None, validation_alias=AliasChoices("company_name", "company")
    )
    record_ids: tuple[str, ...] | None = ()
    company_names: Texts = Field(
        default=(), validation_alias=AliasChoices("company_names", "aliases", "company_aliases")
    )
    company_domain: str | None = None
    seller: GivenSeller | None = None
    today: date | None = Field(default=None, validation_alias=AliasChoices("today", "as_of"))
    other_names: Texts = Field(
        default=(), validation_alias=AliasChoices("other_names", "other_leads", "others")
    )
