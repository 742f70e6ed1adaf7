"""The fixed shape: ten model requests one after the other and ten tool calls for every lead.

It goes through the real engine, journal, agent loop, budgets, tools and sessions; only what is said
is made up. So it tells what the machinery costs, whatever the product's own journey looks like.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues
from leadwright.clock import Clock
from leadwright.journey import record
from leadwright.journey.ports import Change
from leadwright.journey.walk import Walk
from leadwright.journey.workflow import Journey
from leadwright.leads.findings import Evidence, EvidenceId, FactField, NewsValue
from leadwright.leads.stage import Stage
from leadwright.memory.session import Action
from leadwright.models.playbook import PlaybookModel, Turn
from leadwright.models.slow import SlowModel
from leadwright.tools.contract import Answer, ToolModel, ToolSpec
from leadwright.tools.ports import ToolNotOffered
from leadwright.tools.runtime import ToolCall, ToolRuntime

SECONDS = 1.0  # a model request
REQUESTS = 10
TOOL_CALLS = 10
ITEMS = 5  # pieces of evidence in one answer of the tool


class LookUpInput(ToolModel):
    """Which page of which company."""

    company: str
    page: int


class LookUpOutput(ToolModel):
    """What stands there."""

    headlines: tuple[str, ...]


LOOK_UP = ToolSpec(
    name="look_up",
    description="Read one page of made-up news about a company.",
    input=LookUpInput,
    output=LookUpOutput,
)


class Said(BaseModel):
    """What every agent of the fixed shape answers."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=400)
    cited: list[int]


def play(turn: Turn) -> dict[str, JsonValue]:
    """Say the first line again, and cite three items."""
    return {"text": turn.prompt.splitlines()[0], "cited": [1, 2, 3]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One agent's part: so many times a request and a tool call, then all of it is stored."""

    name: str  # an agent of the house, whose instructions are sent
    times: int
    stage: Stage

    @property
    def agent(self) -> AgentSpec[Said]:
        """The agent that plays it."""
        return _agent(self.name)


PHASES = (
    Phase(name="research", times=4, stage=Stage.RESEARCHED),
    Phase(name="outreach", times=3, stage=Stage.DRAFTING),
    Phase(name="crm", times=2, stage=Stage.DRAFTING),
    Phase(name="escalation", times=1, stage=Stage.AWAITING_APPROVAL),
)
_SPOKEN = "\n".join(f"{n} news | Opens office number {n} | press" for n in range(1, 13))


class Shelf:
    """The provider of the made-up news."""

    name = "bench"
    offers = frozenset({LOOK_UP.name})

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """A page, with a piece of evidence a headline."""
        if tool != LOOK_UP.name or not isinstance(arguments, LookUpInput):
            raise ToolNotOffered(self.name, tool, self.offers)
        page = f"{arguments.company}, {tool}, page {arguments.page}"
        told = tuple(f"{page}, line {n}" for n in range(ITEMS))
        return Answer(
            output=LookUpOutput(headlines=told),
            evidence=tuple(_evidence(arguments, n, headline) for n, headline in enumerate(told)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedJourney(Journey):
    """A journey that always takes the same way."""

    colleagues: Colleagues
    tools: ToolRuntime

    async def _walk(self, walk: Walk) -> Walk:
        for phase in PHASES:
            for turn in range(phase.times):
                await self._ask(phase, turn, walk)
                await self._look_up(phase, turn, walk)
            walk = await self._store(phase, walk)
        return walk

    async def _ask(self, phase: Phase, turn: int, walk: Walk) -> None:
        company = walk.lead.company.name
        prompt = f"Company: {company}, question {turn}\n<evidence>\n{_SPOKEN}\n</evidence>"
        await self.colleagues.ask(
            phase.agent, prompt, journal=walk.journal, check=lambda _output: ()
        )

    async def _look_up(self, phase: Phase, turn: int, walk: Walk) -> None:
        call = ToolCall(
            tool=LOOK_UP.name,
            arguments={"company": walk.lead.company.name or "", "page": turn},
            agent=phase.name,
            phase=phase.name,
        )
        await self.tools.call(call, walk.journal)

    async def _store(self, phase: Phase, walk: Walk) -> Walk:
        before, now = walk.session, self.steps.clock.now()
        action = Action(timestamp=now, agent=phase.name, action=f"{phase.name}_done")
        rests = phase is PHASES[-1]
        session = replace(
            before,
            version=before.version + 1,
            stage=phase.stage,
            actions=(*before.actions, action),
            last_updated=now,
            release=self.steps.release,
        )
        await self.steps.desk.apply(
            Change(
                session=session,
                expected_version=before.version,
                audit=record.audit(walk, [action]),
                events_done=[event.id for event in walk.events] if rests else [],
                rests=rests,
            )
        )
        return replace(walk, session=session, rests=rests)


def journey(own: Journey, clock: Clock) -> FixedJourney:
    """The fixed journey, on the same store and engine as the product's own."""
    playbook = PlaybookModel({phase.agent.output_name: play for phase in PHASES})
    return FixedJourney(
        coordinator=own.coordinator,
        steps=own.steps,
        colleagues=Colleagues(models=(playbook,), clock=clock),
        tools=ToolRuntime(
            specs={LOOK_UP.name: LOOK_UP},
            providers=(Shelf(),),
            grants={phase.name: Shelf.offers for phase in PHASES},
            clock=clock,
        ),
    )


def slow_down(colleagues: Colleagues) -> None:
    """From now on every model they ask takes its time."""
    colleagues.models = [SlowModel(model, seconds=SECONDS) for model in colleagues.models]


@cache
def _agent(name: str) -> AgentSpec[Said]:
    return AgentSpec(
        name=name,
        output=Said,
        output_name=f"bench_{name}",
        budget_tokens=2_000,
        max_output_tokens=200,
        tools=Shelf.offers,
        play=play,
    )


def _evidence(asked: LookUpInput, number: int, headline: str) -> Evidence:
    ref = f"{asked.company}/{asked.page}/{number}"
    return Evidence(
        id=EvidenceId(ref),
        source="bench",
        record_id=asked.company,
        ref=ref,
        url=None,
        observed_on=date(2026, 11, 1),
        field=FactField.NEWS,
        value=NewsValue(news_id=ref, date="2026-10-30", headline=headline),
        quote=headline,
    )
