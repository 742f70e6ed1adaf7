"""What the models' room needs from a store: rows of the journal, durable when written."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from leadwright.leads.lead import LeadId


class CallKind(StrEnum):
    """What was called."""

    MODEL = "model"
    TOOL = "tool"


class CallState(StrEnum):
    """BEFORE is written only where a call costs money: it tells a crash in flight."""

    BEFORE = "before"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One call. `request` and `reply` are JSON texts; the store seals them per lead."""

    key: str
    segment_id: str
    lead_id: LeadId
    phase: str
    turn: int
    kind: CallKind
    name: str  # the model's or the tool's
    provider: str
    agent: str
    release: str
    request: str
    reply: str
    outcome: str = "ok"  # ok, or the error's code
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: Decimal = Decimal(0)
    price_version: str = ""
    latency_ms: float = 0.0
    cached: bool = False
    started_at: datetime
    state: CallState = CallState.DONE


class JournalStore(Protocol):
    """Where rows become durable. Rows of many leads share a commit."""

    async def write(self, row: JournalRow) -> None:
        """Return once the row is durable. A DONE row replaces the BEFORE row of its key."""
        ...

    async def of_segment(self, segment_id: str) -> tuple[JournalRow, ...]:
        """All rows of a segment, in the order written."""
        ...

    def blind(self, text: str) -> str:
        """A text as a short mark: equal texts, equal marks, and no guess without the key."""
        ...
