"""Evidence and findings: what was seen, where, and what we conclude from it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType, TypeAlias

EvidenceId = NewType("EvidenceId", str)
FindingId = NewType("FindingId", str)


class FactField(StrEnum):
    """The fields research answers. Lists (people, news) carry one finding an item."""

    FOUNDED_YEAR = "founded_year"
    EMPLOYEES = "employees"
    INDUSTRY = "industry"
    COUNTRY = "country"
    TOTAL_FUNDING_USD = "total_funding_usd"
    LAST_ROUND = "last_round"
    DECISION_MAKER = "decision_maker"
    NEWS = "news"
    CONTACT = "contact"  # the lead's own person, as a source lists him


class Topic(StrEnum):
    """What sources say beyond the facts; evidence to read, never a finding."""

    ABOUT = "about"  # a company's words about itself
    PRODUCT = "product"
    COMPETITOR = "competitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundValue:
    """A funding round: type as the source names it, ISO date, US dollars."""

    type: str | None
    date: str
    amount_usd: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValue:
    """A person and the title held."""

    name: str
    title: str
    is_current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsValue:
    """A dated headline."""

    news_id: str
    date: str
    headline: str


FactValue: TypeAlias = int | Decimal | str | RoundValue | PersonValue | NewsValue


def _as_amount(field: FactField | Topic, value: FactValue) -> FactValue:
    """JSON has no Decimal: what comes back becomes an amount or a text again, by its field."""
    if field is FactField.TOTAL_FUNDING_USD and isinstance(value, str | int):
        return Decimal(value)
    if field in (FactField.COUNTRY, FactField.INDUSTRY) and isinstance(value, Decimal):
        return str(value)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing a source said: enough to look it up again and to quote it."""

    id: EvidenceId
    source: str
    record_id: str  # the company record it speaks about
    ref: str  # the source's own key of the row (record, round, news or person id)
    url: str | None
    observed_on: date
    field: FactField | Topic
    value: FactValue
    quote: str  # verbatim, as the source wrote it
    seq: int = 0  # place in the source's own list, for people, rounds and news
    tool_call: str = ""  # stamped by the tool runtime

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _as_amount(self.field, self.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Another value that other evidence supports."""

    value: FactValue
    evidence_ids: tuple[EvidenceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A conclusion with the evidence for it. Ids speak: `employees`, `decision_maker:2`."""

    id: FindingId
    field: FactField
    value: FactValue
    evidence_ids: tuple[EvidenceId, ...]
    confidence: float  # 0 to 1, computed from evidence, never a model's own number alone
    conflicts: tuple[Conflict, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _as_amount(self.field, self.value))


class Match(StrEnum):
    """How many companies the lead may mean."""

    UNIQUE = "unique"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company the lead may mean, its records, and why we think so (or not)."""

    entity_id: str
    name: str
    record_ids: tuple[str, ...]
    score: float  # 0 to 1
    reasons: tuple[str, ...]  # plain English: "same domain", "name differs by one letter"
    domains: tuple[str, ...] = ()  # its web domains


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which company is meant: one, several that nothing decides between, or none we know."""

    match: Match
    candidates: tuple[Candidate, ...] = ()  # best first; for UNIQUE the first is the one
    confidence: float = 0.0
    reason: str = ""

    @property
    def entity(self) -> Candidate | None:
        """The one company meant, when there is one."""
        return self.candidates[0] if self.match is Match.UNIQUE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that research concluded about a lead's company."""

    resolution: Resolution
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unknown: tuple[FactField, ...] = ()
    conflicts: tuple[FactField, ...] = ()  # fields whose disagreement a person should see
    notes: tuple[str, ...] = field(default=())

    def get(self, wanted: FactField) -> Finding | None:
        """The first finding of a field."""
        return next((f for f in self.findings if f.field is wanted), None)

    def all(self, wanted: FactField) -> tuple[Finding, ...]:
        """Every finding of a field, best first."""
        return tuple(f for f in self.findings if f.field is wanted)

    def evidence_of(self, finding: Finding) -> tuple[Evidence, ...]:
        """The evidence a finding cites, in the order cited."""
        by_id = {item.id: item for item in self.evidence}
        return tuple(by_id[i] for i in finding.evidence_ids if i in by_id)
