"""What rules know of a lead: one flat value, so that a condition never reads a session."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from leadwright.leads.findings import FactField, Findings, Match
from leadwright.review.rules.variables import UNKNOWN, Value

CORE_FACTS = (
    FactField.FOUNDED_YEAR,
    FactField.EMPLOYEES,
    FactField.TOTAL_FUNDING_USD,
    FactField.DECISION_MAKER,
)


class ContactStatus(StrEnum):
    """Whether the person can be written to, as far as we know."""

    VALID = "valid"
    MISSING = "missing"
    INVALID = "invalid"
    STALE = "stale"  # a source lists the person as former
    UNKNOWN = "unknown"


class Flat:
    """Reads the fields of a dataclass as variables; None means unknown."""

    __slots__: ClassVar[tuple[str, ...]] = ()

    def known(self) -> dict[str, Value]:
        """The variables that are known, by name; what is not known is named in `unknown`."""
        known: dict[str, Value] = {}
        unknown: list[str] = []
        for name in self.__slots__:
            value: Value | None = getattr(self, name)
            if value is None or _says_nothing(value):
                unknown.append(name)
            else:
                known[name] = value
        known[UNKNOWN] = tuple(unknown)
        return known


def _says_nothing(value: Value) -> bool:
    """Whether a number is not a number."""
    return value.is_nan() if isinstance(value, Decimal) else value != value  # noqa: PLR0124


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts(Flat):
    """The variables of escalation rules; `data/variables.json` says what each means.

    Attributes:
        deal_value: In US dollars; None when not stated or not convertible.
        currency_known: False when a value is stated that cannot be turned into US dollars.
        research_confidence: None before research, as are `resolution` and `known_facts`.
        known_facts: See `known_facts()`.
    """

    deal_value: Decimal | None = None
    currency: str | None = None
    currency_known: bool = True
    research_confidence: float | None = None
    prospect_response_contains_objection: bool = False
    resolution: Match | None = None
    known_facts: int | None = None
    conflicts: tuple[str, ...] = ()
    contact_status: ContactStatus = ContactStatus.UNKNOWN
    regulated: bool = False
    industry: str | None = None
    country: str | None = None
    employees: int | None = None
    total_funding_usd: Decimal | None = None
    decision_makers: int = 0
    has_news: bool = False
    fit: float | None = None
    title: str | None = None
    source: str | None = None
    campaign: str = "default"


def known_facts(findings: Findings) -> int:
    """How many core facts research found; 0 means there is nothing to write from."""
    return sum(findings.get(wanted) is not None for wanted in CORE_FACTS)
