"""The session: all that is known of a lead's journey, one per lead, versioned."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from leadwright.leads.findings import Findings
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.draft import Draft


class Tier(StrEnum):
    """How strong a model the lead's phases deserve."""

    FAST = "fast"
    MEDIUM = "medium"
    COMPLEX = "complex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing an agent, the house or a person did."""

    timestamp: datetime
    agent: str
    action: str
    reason: str = ""
    findings: dict[str, object] | None = None
    output: dict[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpend:
    """What a phase used of its budget."""

    phase: str
    limit_tokens: int
    tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    model_calls: int = 0
    tool_calls: int = 0
    cache_hits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change somebody outside would see, not made yet: it waits for approval."""

    kind: str  # crm_update, crm_task, crm_activity, meeting
    summary: str
    before: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)
    expected_version: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Why a person is needed: rule, numbers, words, next step."""

    reasons: tuple[str, ...]
    hits: tuple[dict[str, object], ...]
    summary: str
    next_step: str
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The state of a lead's journey. Every write is compare-and-set on `version`."""

    lead_id: LeadId
    version: int = 0
    stage: Stage = Stage.RECEIVED
    created_at: datetime
    last_updated: datetime
    release: str = ""
    tier: Tier | None = None
    actions: tuple[Action, ...] = ()
    summary: str = ""
    waiting_for: str | None = None
    contact_status: str = "unknown"
    regulated: bool = False
    doubts: tuple[str, ...] = ()  # fields whose evidence a model did not trust
    silent: tuple[str, ...] = ()  # tools that no source answered
    confidence: float = 0.0
    fit: float | None = None
    findings: Findings | None = None
    draft: Draft | None = None
    approval_id: str | None = None
    halt: Halt | None = None
    proposals: tuple[Proposal, ...] = ()
    budget: tuple[PhaseSpend, ...] = ()
    segment: int = 0  # the segment that wrote this
    spent_before: tuple[PhaseSpend, ...] = ()  # by earlier segments
    merged_into: LeadId | None = None
    conversation_id: str | None = None
