"""What the outbox needs from the outside: somebody who carries out effects, and who says so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from leadwright.errors import Refused, Unavailable
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.outbox.marks import Mark, Note, Suppression
from leadwright.leads.donottouch import SuppressionKind
from leadwright.leads.lead import LeadId


class EffectRefused(Refused):
    """The other side said no before anything happened; nothing was done."""

    code: ClassVar[str] = "effect_refused"

    def __init__(
        self, why: str, *, again: bool, retry_after_s: float | None = None, note: str = "refused"
    ) -> None:
        """`again`: the same effect may be tried later; `note`: a code without personal data."""
        super().__init__(why)
        self.again = again
        self.retry_after_s = retry_after_s
        self.note = note


class OutcomeUnknown(Unavailable):
    """It was handed over and no answer came: it may have happened or not."""

    code: ClassVar[str] = "outcome_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The other side did it."""

    provider_id: str  # what it is called there
    told: str = "{}"  # JSON for the lead's session: what came of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a carrier of effects can promise."""

    repeatable: bool  # the same intent handed over twice is done once
    looks_up: bool  # it can be asked whether it did something
    settle_s: float  # how long after an attempt its "no" is no proof yet
    outside: bool  # somebody outside the house notices
    timeout_s: float = 30.0  # wall clock for one attempt


class Courier(Protocol):
    """Carries out effects of some kinds.

    An attempt ends within `capability.timeout_s`, makes one call and never repeats it.
    """

    @property
    def name(self) -> str:
        """What it goes by in settings, audit and lists."""
        ...

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of intents it carries out."""
        ...

    @property
    def capability(self) -> Capability:
        """What it can promise."""
        ...

    async def deliver(self, intent: Intent) -> Receipt:
        """Carry out the effect.

        Raises:
            EffectRefused: a definite no; nothing happened.
            OutcomeUnknown: no answer came, or one that proves nothing. So does every other error.
        """
        ...

    async def find(self, intent: Intent) -> Receipt | None:
        """Ask whether it was carried out; None when the other side does not know of it.

        Raises:
            OutcomeUnknown: it cannot be asked, or does not answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A finished mail: the bytes (RFC 5322) and who it goes from and to (RFC 5321)."""

    intent_id: str
    message_id: str
    sender: str  # addresses alone, without names
    recipient: str
    message: bytes


class Mailer(Protocol):
    """Hands mails over to whoever delivers them."""

    @property
    def name(self) -> str:
        """What it goes by in settings, audit and lists."""
        ...

    @property
    def capability(self) -> Capability:
        """What it can promise."""
        ...

    async def send(self, envelope: Envelope) -> Receipt:
        """Hand over one mail, in one attempt.

        Raises:
            EffectRefused: a definite no before the mail was accepted.
            OutcomeUnknown: the body may have arrived, and nobody says so.
        """
        ...

    async def find(self, intent_id: str, message_id: str) -> Receipt | None:
        """Whether that mail was accepted; None when the other side does not know of it.

        Raises:
            OutcomeUnknown: it cannot be asked, or does not answer.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An intent somebody should look at."""

    intent_id: str
    lead_id: LeadId
    kind: str
    state: IntentState
    token: int
    moved_at: datetime | None = None


class Outbox(Protocol):
    """Intents over all leads. They are moved by changes of their leads, at the desk."""

    async def due(self, now: datetime, *, limit: int) -> tuple[Due, ...]:
        """Queued intents whose time has come, the longest waiting first."""
        ...

    async def open(self, *, limit: int) -> tuple[Due, ...]:
        """Intents that are `sending` or `uncertain`, the longest first."""
        ...

    async def list_intents(
        self, *, states: Sequence[IntentState] = (), limit: int = 100
    ) -> tuple[Intent, ...]:
        """Intents in these states, or in any, newest first."""
        ...

    async def get(self, intent_id: str) -> Intent:
        """One intent.

        Raises:
            IntentUnknown: there is none by that id.
        """
        ...


class SuppressionList(Protocol):
    """Who must not be written to, whatever becomes of their leads.

    A change holds from the moment it returns: no effect begins that did not see it.
    """

    async def add(self, marks: Collection[Mark], note: Note) -> frozenset[Mark]:
        """Put marks on the list; those that were not there before. The others stay as they are."""
        ...

    async def remove(self, marks: Collection[Mark], note: Note) -> frozenset[Mark]:
        """Take marks off the list; those that were there."""
        ...

    async def which(self, marks: Collection[Mark]) -> Mapping[Mark, Suppression]:
        """Those that are on the list."""
        ...

    async def entries(self, *, limit: int = 100) -> tuple[Suppression, ...]:
        """The list, what came last first."""
        ...

    async def count(self) -> Mapping[SuppressionKind, int]:
        """How many of each kind."""
        ...

    async def carriers(self, marks: Collection[Mark]) -> tuple[LeadId, ...]:
        """Leads that may be meant, for a merged one who lives on; look at each before you act."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Something that stands still, by whose word and why."""

    scope: PauseScope
    name: str = ""  # of the agent, campaign or mailbox; empty for all
    note: Note


class PauseBook(Protocol):
    """What stands still. A pause holds from the moment it returns: no effect begins after it."""

    async def pause(self, pause: Pause) -> bool:
        """Begin a pause; False when it was paused already, then nothing changes."""
        ...

    async def resume(self, pause: Pause) -> bool:
        """End a pause, with who did it and why; False when nothing was paused."""
        ...

    async def pauses(self) -> tuple[Pause, ...]:
        """All that stands still."""
        ...
