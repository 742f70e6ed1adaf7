"""Sources that take their time on the virtual clock, and a runtime that runs on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tests.fakes.virtual_clock import VirtualClock
from tests.unit.models.notebook import NOW, Notebook, a_journal
from tests.unit.tools.scripted import GOOD, Found, Question

from leadwright.clock import Deadline
from leadwright.models.journal import SegmentJournal
from leadwright.tools.contract import Answer, ToolErrorCode, ToolModel, ToolResult, ToolSpec
from leadwright.tools.ports import Places, Provider
from leadwright.tools.runtime import ToolCall, ToolRuntime
from leadwright.tools.waterfall import Guards

Turn = Answer | Exception | float
SPEC = ToolSpec(
    name="look",
    description="Look up.",
    input=Question,
    output=Found,
    timeout_s=5,
    cache_ttl_s=60,
    stale_days=1,
    leaves_house=True,
)


@dataclass(slots=True)
class Source:
    """Answers, raises, or takes so many seconds and answers then; in turn, the last for ever."""

    name: str
    clock: VirtualClock
    script: Sequence[Turn]
    offers: frozenset[str] = frozenset({"look"})
    asked_at: list[float] = field(default_factory=list)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del tool, arguments
        self.asked_at.append(since(self.clock))
        turn = self.script[min(len(self.asked_at), len(self.script)) - 1]
        if isinstance(turn, Exception):
            raise turn
        if isinstance(turn, float):
            await self.clock.sleep(turn)
            return GOOD
        return turn


def since(clock: VirtualClock, start: datetime = NOW) -> float:
    """Seconds since the clock was made."""
    return round(clock.seconds() - start.timestamp(), 3)


@dataclass(kw_only=True)
class Room:
    """A clock, a runtime on it and what was journalled."""

    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))
    notebook: Notebook = field(default_factory=Notebook)
    spec: ToolSpec = SPEC
    guards: Guards = field(default_factory=Guards)
    places: Places | None = None
    runtime: ToolRuntime = field(init=False)

    def with_sources(self, *make: Callable[[VirtualClock], Provider]) -> "Room":
        """The runtime over these sources, in order."""
        self.runtime = ToolRuntime(
            specs={self.spec.name: self.spec},
            providers=[one(self.clock) for one in make],
            grants={"research": frozenset({self.spec.name})},
            clock=self.clock,
            guards=self.guards,
            places=self.places,
        )
        return self

    def source(self, number: int = 0) -> Source:
        """A source by its place."""
        found = self.runtime.providers[number]
        assert isinstance(found, Source)
        return found

    def journal(self, seconds: float | None = None) -> SegmentJournal:
        """The journal of a new segment, with so much time."""
        journal = a_journal(Notebook() if seconds is None else self.notebook)
        journal.store = self.notebook
        journal.deadline = Deadline(self.clock, seconds) if seconds is not None else None
        return journal

    async def call(
        self, name: str = "Acme", *, seconds: float | None = None, **given: object
    ) -> ToolResult:
        """One call, however long it takes."""
        arguments: Mapping[str, object] = {"name": name, **given}
        return await self.clock.run(self.runtime.call(the_call(**arguments), self.journal(seconds)))


def the_call(**arguments: object) -> ToolCall:
    """A call by research."""
    return ToolCall(tool="look", arguments=arguments, agent="research", phase="research")


def source(name: str, *script: Turn) -> Callable[[VirtualClock], Provider]:
    """A source, once there is a clock."""
    return lambda clock: Source(name, clock, script or [GOOD])


def code_of(result: ToolResult) -> ToolErrorCode | None:
    """Why it failed."""
    return result.error.error if result.error else None


def cost(text: str) -> Decimal:
    """Dollars."""
    return Decimal(text)
