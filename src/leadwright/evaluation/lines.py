"""The public form of an answer: one JSON line a lead, in words that anybody can score."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, PlainSerializer

from leadwright.evaluation.dataset import Act
from leadwright.leads.findings import Match

ValueT = TypeVar("ValueT")

# A lead that carries one of these reasons was not worked to its end.
FAILURES = frozenset({"internal_error", "no_good_answer"})


def as_number(amount: Decimal) -> int | float:
    """An amount as JSON has it: whole ones without a point."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Amount = Annotated[Decimal, PlainSerializer(as_number, when_used="json")]


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EvidencePart(Part):
    """Where a value was seen."""

    source: str
    ref: str
    quote: str


class RoundPart(Part):
    """A funding round."""

    type: str | None = None
    date: str
    amount_usd: Amount | None = None


class Fact(Part, Generic[ValueT]):
    """A value with how sure it is; None means unknown."""

    value: ValueT | None = None
    confidence: float = 0.0
    evidence: tuple[EvidencePart, ...] = ()


class Facts(Part):
    """The scalar facts of a company."""

    founded_year: Fact[int] = Fact[int]()
    employees: Fact[int] = Fact[int]()
    industry: Fact[str] = Fact[str]()
    country: Fact[str] = Fact[str]()
    total_funding_usd: Fact[Amount] = Fact[Amount]()
    last_round: Fact[RoundPart] = Fact[RoundPart]()


class NamedPart(Part):
    """A person with the title held."""

    name: str
    title: str


class ClaimPart(Part):
    """A sentence of a draft and the findings it rests on."""

    text: str
    finding_ids: tuple[str, ...]


class DraftPart(Part):
    """The mail that waits for approval."""

    subject: str
    body: str
    claims: tuple[ClaimPart, ...] = ()


class AnswerLine(Part):
    """All that the house answered about one lead. `lead_id` is the id the lead came with."""

    lead_id: str
    resolution: Match
    record_ids: tuple[str, ...] = ()
    facts: Facts = Facts()
    decision_makers: tuple[NamedPart, ...] = ()
    recent_news: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    action: Act | None = None  # None: the lead did not come to one of them
    escalation_reasons: tuple[str, ...] = ()
    duplicate_of: str | None = None
    confidence: float = 0.0
    draft: DraftPart | None = None
    cost_usd: Amount = Decimal(0)
    tokens: int = 0
    latency_s: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the work on the lead broke off."""
        return not FAILURES.isdisjoint(self.escalation_reasons)


def write_lines(file: Path, lines: Iterable[AnswerLine]) -> None:
    """Write answers, a line each."""
    file.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), encoding="utf-8")
