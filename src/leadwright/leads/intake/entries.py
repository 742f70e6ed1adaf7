"""Entries: rows that were read, with all that can be told of them before the database is asked."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from leadwright.leads.dedup import exact_keys
from leadwright.leads.intake.reading import read
from leadwright.leads.intake.rows import IntakeSettings, RawRow, Refusal
from leadwright.leads.lead import Lead, Money
from leadwright.leads.ports import KeyRef
from leadwright.leads.priority import Priority, PrioritySettings, score


@dataclass(frozen=True, slots=True)
class Entry:
    """A lead that was read, its dedup keys, the row as it was given, and how urgent it is."""

    lead: Lead
    keys: tuple[KeyRef, ...]
    raw: str
    priority: float
    priority_terms: str  # JSON: how the number came about


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """How the rows of a source become entries; the same row always becomes the same lead.

    Another process may do it, so all parts must be such as can be pickled.
    """

    settings: IntakeSettings
    mint: Callable[[str], str]  # turns a fingerprint into an id
    cohort: Callable[[str], int]
    to_usd: Callable[[Money], Decimal | None]
    priority: PrioritySettings = field(default_factory=PrioritySettings)

    def entry(
        self, row: RawRow | Refusal, *, received_at: datetime, position: int
    ) -> Entry | Refusal:
        """Read a row; a refusal stays what it is."""
        if isinstance(row, Refusal):
            return row
        lead = read(
            row,
            settings=self.settings,
            mint=self.mint,
            cohort=self.cohort,
            received_at=received_at,
            position=position,
        )
        return lead if isinstance(lead, Refusal) else self._entry(row, lead)

    def rank(self, lead: Lead, now: datetime) -> Priority:
        """How urgent a lead is as far as intake can tell."""
        value = self.to_usd(lead.deal_value) if lead.deal_value else None
        return score(lead, value_usd=value, fit=None, now=now, settings=self.priority)

    def _entry(self, row: RawRow, lead: Lead) -> Entry:
        rank = self.rank(lead, lead.received_at)
        return Entry(
            lead=lead,
            keys=exact_keys(lead),
            raw=json.dumps(row.values, ensure_ascii=False, default=str),
            priority=rank.standing,
            priority_terms=terms_json(rank),
        )


def terms_json(rank: Priority) -> str:
    """How a number came about, as it is kept."""
    return json.dumps([[term.name, term.points, term.why] for term in rank.terms])


def cohort_of(lead_id: str) -> int:
    """0 to 99, the same for a lead for ever: canaries take a share of cohorts."""
    return int(hashlib.sha256(lead_id.encode()).hexdigest()[:8], 16) % 100
