"""Intents: effects before they happen, with fixed ids and fixed bytes; and their legal moves.

The protocol is at most once, and never lost: an intent is `sending` before anybody outside hears of
it, and an attempt whose outcome nobody knows is `uncertain` until somebody does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.leads.lead import LeadId


class IntentState(StrEnum):
    """The life of an effect."""

    PENDING = "pending"  # waits for its approval
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # refused for good; a person decides
    UNCERTAIN = "uncertain"  # handed over, and no answer came
    WITHDRAWN = "withdrawn"


class IntentKind(StrEnum):
    """What kind of effect it is."""

    EMAIL = "email"
    CRM_UPDATE = "crm_update"


WRITTEN_BY: Mapping[IntentKind, str] = {
    IntentKind.EMAIL: "outreach",
    IntentKind.CRM_UPDATE: "crm",
}  # the agents whose pause stops them
TO_A_PERSON = "to_a_person"  # the note of what no machine can find out

NEXT: Mapping[IntentState, frozenset[IntentState]] = {
    IntentState.PENDING: frozenset({IntentState.QUEUED, IntentState.WITHDRAWN}),
    IntentState.QUEUED: frozenset(
        {IntentState.SENDING, IntentState.QUEUED, IntentState.WITHDRAWN, IntentState.FAILED}
        | {IntentState.SENT, IntentState.UNCERTAIN}  # a late receipt; a restored backup
    ),
    IntentState.SENDING: frozenset(
        {IntentState.SENT, IntentState.QUEUED, IntentState.FAILED, IntentState.UNCERTAIN}
    ),
    IntentState.UNCERTAIN: frozenset(
        {IntentState.SENT, IntentState.QUEUED, IntentState.FAILED, IntentState.UNCERTAIN}
    ),
    IntentState.SENT: frozenset(),
    IntentState.FAILED: frozenset({IntentState.SENT, IntentState.QUEUED}),
    IntentState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """An effect before it happens: fixed id, fixed bytes, bound to an approval."""

    id: str
    lead_id: LeadId
    kind: str  # an IntentKind
    sequence_step: int
    content: str  # JSON; sealed by the store
    content_hash: str
    approval_id: str | None
    state: IntentState = IntentState.PENDING
    message_id: str | None = None
    created_at: datetime
    not_before: datetime | None = None  # queued ones wait until then
    token: int = 0  # fencing: the number of the attempt that holds it
    attempts: int = 0
    worker: str | None = None  # who holds it while it is `sending`
    mailbox: str | None = None
    provider_id: str | None = None  # what the other side calls it
    note: str = ""  # why it waits, failed or is uncertain; a code, no personal data
    moved_at: datetime | None = None


class IntentUnknown(Refused):
    """No intent goes by that id."""

    code: ClassVar[str] = "intent_unknown"

    def __init__(self, intent_id: str) -> None:
        super().__init__(f"no intent goes by {intent_id!r}; `leadwright outbox list` shows the ids")


class IntentMoved(Refused):
    """Somebody else moved the intent meanwhile."""

    code: ClassVar[str] = "intent_moved"

    def __init__(self, intent_id: str) -> None:
        super().__init__(
            f"intent {intent_id!r} is in another state by now; `leadwright outbox list` shows it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentMove:
    """One intent from one state to another: compare-and-set on state and fencing token."""

    intent_id: str
    before: IntentState
    token: int  # as it was read
    after: IntentState
    attempts: int
    not_before: datetime | None = None
    worker: str | None = None
    provider_id: str | None = None
    note: str = ""
    gives_back: tuple[str, date] | None = None  # mailbox and day whose allowance was not used
    at: datetime


def moved(  # noqa: PLR0913 - what may change with a move
    intent: Intent,
    after: IntentState,
    *,
    at: datetime,
    not_before: datetime | None = None,
    worker: str | None = None,
    provider_id: str | None = None,
    note: str = "",
    gives_back: tuple[str, date] | None = None,
) -> IntentMove:
    """The move of an intent to a state its own leads to.

    Raises:
        IntentMoved: its own state does not lead there.
    """
    if after not in NEXT[intent.state]:
        raise IntentMoved(intent.id)
    begins = after is IntentState.SENDING
    return IntentMove(
        intent_id=intent.id,
        before=intent.state,
        token=intent.token,
        after=after,
        attempts=intent.attempts + begins,
        not_before=not_before,
        worker=worker if begins else None,
        provider_id=provider_id or intent.provider_id,
        note=note,
        gives_back=gives_back,
        at=at,
    )
