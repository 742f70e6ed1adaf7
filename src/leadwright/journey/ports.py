"""What the journey needs from the outside: a desk of sessions, and an engine that never forgets."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from leadwright.errors import Refused
from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.gate import Gate
from leadwright.journey.outbox.intents import Intent, IntentMove
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import KeyRef
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalMove, Override


class StaleSession(Refused):
    """A change came from a version of the session that is no longer the stored one."""

    code: ClassVar[str] = "stale_session"


class EventKind(StrEnum):
    """What starts a segment."""

    ARRIVED = "arrived"
    TWIN_FOUND = "twin_found"  # an earlier lead turned out to be the same person
    RETRY = "retry"  # a person asked for another try
    REJECTED = "rejected"  # a person said no to the draft, and why
    EXPIRED = "expired"  # nobody decided in time
    OPTED_OUT = "opted_out"  # the person asked not to be written to any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a lead, waiting in its inbox."""

    id: str
    lead_id: LeadId
    kind: EventKind
    payload: str = "{}"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinKey:
    """A person at a resolved company."""

    entity_id: str
    person_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A lead as a person put it right, in place of what intake read."""

    lead: Lead
    keys: tuple[KeyRef, ...]
    priority: float
    priority_terms: str  # JSON: how the number came about


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that one phase of a lead changes; stored in one transaction or not at all."""

    session: Session  # the new state; its version is `expected_version` + 1
    expected_version: int
    audit: Sequence[AuditEvent] = ()
    approvals: Sequence[Approval] = ()
    withdraw_approvals: Sequence[str] = ()  # their intents are withdrawn with them
    approval_moves: Sequence[ApprovalMove] = ()
    overrides: Sequence[Override] = ()
    intents: Sequence[Intent] = ()
    intent_moves: Sequence[IntentMove] = ()
    gate: Gate | None = None  # what must let this change pass, in its own transaction
    events_done: Sequence[str] = ()
    events_new: Sequence[Event] = ()  # for this or another lead; the other is woken
    correction: Correction | None = None  # the twins found under its old name are forgotten
    rests: bool = False  # the segment ends with this change


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a segment starts from, read in one go."""

    lead: Lead
    session: Session
    events: tuple[Event, ...]
    pseudonym: str
    priority_terms: str = "[]"  # JSON: name, points and reason of each term


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Another lead of the same person at the same company."""

    lead_id: LeadId
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """A line of a list of leads."""

    lead: Lead
    session: Session
    priority: float
    priority_terms: str


class Desk(Protocol):
    """Sessions, inboxes, approvals and intents of leads.

    Raises:
        StaleSession: a change whose `expected_version` is no longer the stored one.
        IntentMoved, ApprovalMoved: it moves what is in another state by now.
        EffectHeld: its gate does not let it pass now.
    """

    async def open(self, lead_id: LeadId) -> Opening:
        """Lead, session and inbox of a lead."""
        ...

    async def apply(self, change: Change) -> None:
        """Store a change.

        With `rests`, the lead leaves its segment; if its inbox holds events that the change does
        not finish, it waits for the dispatcher again.
        """
        ...

    async def settle_twin(self, key: TwinKey, lead_id: LeadId, position: int) -> Twin | None:
        """Register a lead under a key; return another lead already there, the earliest first.

        Idempotent for the same lead.
        """
        ...

    async def list_leads(
        self, *, stage: Stage | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[LeadRow, ...]:
        """Leads by priority, highest first."""
        ...

    async def count_stages(self) -> dict[Stage, int]:
        """How many leads stand in each stage."""
        ...

    async def count_leads(self, *, stage: Stage | None = None, most: int) -> int:
        """How many leads there are, or are in a stage; nobody counts further than `most`."""
        ...

    async def count_unrested(self) -> int:
        """How many leads are waiting for the dispatcher or in a segment."""
        ...

    async def approvals(self, lead_id: LeadId) -> tuple[Approval, ...]:
        """The approvals of a lead, newest first."""
        ...

    async def intents(self, lead_id: LeadId) -> tuple[Intent, ...]:
        """The intents of a lead, oldest first."""
        ...


class ApprovalUnknown(Refused):
    """No approval goes by that id."""

    code: ClassVar[str] = "approval_unknown"

    def __init__(self, approval_id: str) -> None:
        super().__init__(
            f"no approval goes by {approval_id!r}; `leadwright approvals list` shows the ids"
        )


class ApprovalInbox(Protocol):
    """What waits for a decision, over all leads."""

    async def pending(self, *, limit: int = 100) -> tuple[Approval, ...]:
        """Pending approvals, the soonest to expire first."""
        ...

    async def get(self, approval_id: str) -> Approval:
        """One approval.

        Raises:
            ApprovalUnknown: there is none by that id.
        """
        ...

    async def begun(self, beginning: str, *, limit: int = 2) -> tuple[str, ...]:
        """Ids of approvals, decided ones too, that begin like this."""
        ...

    async def expired(self, now: datetime, *, limit: int) -> tuple[str, ...]:
        """Ids of pending approvals whose time is over, the longest ago first."""
        ...

    async def unreminded(self, now: datetime, *, after: float, limit: int) -> tuple[str, ...]:
        """Ids of pending approvals that waited a share `after` of their time with no reminder."""
        ...

    async def overrides(self, *, limit: int = 100) -> tuple[Override, ...]:
        """What people made of what agents wrote, the newest first."""
        ...


class CrmRecords(Protocol):
    """What the CRM knows of a lead: reads with a version. Writes come as proposals."""

    async def read(self, lead_id: LeadId) -> tuple[int, dict[str, str | None]]:
        """Version and logical fields; version 0 and no fields when the CRM has no record."""
        ...


Work = Callable[[LeadId, int], Awaitable[None]]


class Engine(Protocol):
    """Runs segments durably: a lead is never in two at once, and a killed one starts again.

    A segment whose work raises is tried again under the same number, a few times, and later once
    more, by this or another worker.
    """

    @property
    def name(self) -> str:
        """What this worker goes by among the others; empty while it does not run."""
        ...

    async def start(self, work: Work) -> None:
        """Begin to run segments with `work(lead_id, segment_number)`; resume interrupted ones."""
        ...

    async def dispatch(self, limit: int) -> int:
        """Claim up to `limit` waiting leads by priority and start their segments, atomically."""
        ...

    async def idle(self) -> bool:
        """Whether nothing is queued or running here."""
        ...

    async def is_alone(self) -> bool:
        """Whether nothing is queued or running with other workers."""
        ...

    async def stop(self, *, drain: bool = True) -> None:
        """Let running segments finish, or (without `drain`) leave them to the next start."""
        ...
