"""What the tool runtime needs from the outside."""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from leadwright.errors import Refused, Unavailable
from leadwright.leads.lead import LeadId

if TYPE_CHECKING:  # whoever only names a port need not load what tools are made of
    from leadwright.tools.contract import Answer, ToolModel

EVERY_PROVIDER: Final = ""  # the tool as a whole


class ToolNotOffered(Refused):
    """A provider was asked for a tool it does not answer, or with another tool's arguments."""

    code: ClassVar[str] = "tool_not_offered"

    def __init__(self, provider: str, tool: str, offers: Collection[str]) -> None:
        super().__init__(
            f"{provider} cannot answer {tool!r}; ask one of {', '.join(sorted(offers))}"
        )


class RateLimited(Unavailable):
    """A source asks to be left alone for a while."""

    code: ClassVar[str] = "rate_limited"

    def __init__(self, provider: str, retry_after_s: float | None = None) -> None:
        later = f"in {retry_after_s:g} s" if retry_after_s is not None else "later"
        super().__init__(f"{provider} takes no more calls for now; try again {later}")
        self.retry_after_s = retry_after_s


class MalformedAnswer(Unavailable):
    """A source answered, but not in its own documented shape."""

    code: ClassVar[str] = "malformed_answer"

    def __init__(self, provider: str, why: str) -> None:
        super().__init__(f"{provider} answered in a shape nobody can read ({why}); try again later")


class NothingFound(Refused):
    """A source knows nothing of what was asked; some charge for that too."""

    code: ClassVar[str] = "nothing_found"

    def __init__(self, provider: str, what: str, *, cost_usd: Decimal = Decimal(0)) -> None:
        super().__init__(f"{provider} knows nothing of {what}; ask another source")
        self.cost_usd = cost_usd  # what it was charged; 0: the listed price of the call counts


class Provider(Protocol):
    """A source that answers some tools, in the tools' own output types.

    Raises:
        Unavailable: it does not answer now (the runtime tries the next provider or again).
        RateLimited: the same, and it says when to come back.
        MalformedAnswer: the same, its answer cannot be read.
        NothingFound: it was asked and knows nothing (the next provider is asked).
        ToolNotOffered: it never answers this tool, or not with these arguments.
        Refused: it will never answer this input.
    """

    @property
    def name(self) -> str:
        """The name shown beside everything it says."""
        ...

    @property
    def offers(self) -> frozenset[str]:
        """The names of the tools it answers."""
        ...

    async def call(self, tool: str, arguments: "ToolModel") -> "Answer":
        """Answer one call of a tool it offers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A person switches a tool off or on, as a whole or at one source."""

    tool: str
    provider: str = EVERY_PROVIDER
    is_off: bool
    reason: str
    actor: str
    at: datetime
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolState:
    """What all processes should know of a tool, or of a tool at one source."""

    tool: str
    provider: str = EVERY_PROVIDER
    is_off: bool = False
    reason: str = ""
    actor: str = ""
    changed_at: datetime | None = None
    open_until: datetime | None = None  # the breaker lets nobody through before
    failures: Mapping[str, int] = field(default_factory=dict)  # attempts that failed, by code


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFigures:
    """What the journal tells of a tool's calls that ended with one source."""

    tool: str
    provider: str
    calls: int
    cache_hits: int
    errors: Mapping[str, int]  # calls without an answer, by code
    p50_ms: float
    p95_ms: float
    cost_usd: Decimal


class ToolStates(Protocol):
    """Switches, breakers and figures of tools: one truth for all processes of a database."""

    async def all(self) -> tuple[ToolState, ...]:
        """Every tool or source of a tool that something is known of."""
        ...

    async def switch(self, switch: Switch) -> None:
        """Switch off or on; the audit trail hears of it in the same transaction."""
        ...

    async def set_open(self, tool: str, provider: str, until: datetime | None) -> None:
        """A breaker opened until then, or closed."""
        ...

    async def count_failure(self, tool: str, provider: str, code: str) -> None:
        """An attempt failed."""
        ...

    async def figures(self) -> tuple[ToolFigures, ...]:
        """What the journal tells, by tool and source."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """What lies on the shelf for a question."""

    version: int  # another one after every change
    asker: str | None = None  # the call that asks just now
    answer: str | None = None
    kept_at: datetime | None = None


class AnswerShelf(Protocol):
    """Answers that cost money, shared by all processes of a database, so that one of them pays."""

    async def look(self, key: str) -> Shelved | None:
        """What is there for a question."""
        ...

    async def begin(self, key: str, *, asker: str, seen: Shelved | None, at: datetime) -> bool:
        """Say who asks now, if all is still as it was seen; else somebody was first."""
        ...

    async def renew(self, key: str, *, asker: str) -> None:
        """Give a sign of life, if it still is this call that asks."""
        ...

    async def keep(self, key: str, answer: str, *, at: datetime, until: datetime) -> None:
        """Put an answer there; nobody asks any more. What has outlived its time is cleared away."""
        ...

    async def give_up(self, key: str, *, asker: str) -> None:
        """This call asks no more, and has no answer."""
        ...

    async def clear(self, now: datetime) -> None:
        """Clear away what has outlived its time."""
        ...


class Places(Protocol):
    """The places of leads in hand: a lead that waits long for a tool lends its place to others."""

    def parked(self, lead_id: LeadId) -> AbstractContextManager[None]:
        """While inside, the lead holds no place; it has one again afterwards."""
        ...
