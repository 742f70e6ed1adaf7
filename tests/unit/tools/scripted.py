"""Providers that do as they are told, and a small catalogue for them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pydantic import Field
from tests.unit.models.notebook import NOW

from leadwright.clock import FrozenClock
from leadwright.leads.findings import Evidence, EvidenceId, FactField
from leadwright.tools.contract import Answer, ToolModel, ToolSpec
from leadwright.tools.ports import Provider
from leadwright.tools.runtime import ToolCall, ToolRuntime


class Question(ToolModel):
    """Whom to look up."""

    name: str = Field(max_length=20)


class Found(ToolModel):
    """What was found."""

    text: str = ""


class Other(ToolModel):
    """Another shape."""


LOOK = ToolSpec(name="look", description="Look up.", input=Question, output=Found, timeout_s=0.05)
KEPT = ToolSpec(
    name="kept", description="Look up, and keep it.", input=Question, output=Found, cache_ttl_s=60
)
EVIDENCE = Evidence(
    id=EvidenceId("e1"),
    source="register",
    record_id="register:acme",
    ref="register:acme",
    url=None,
    observed_on=date(2026, 1, 2),
    field=FactField.EMPLOYEES,
    value=40,
    quote="40",
)
GOOD = Answer(output=Found(text="here"), evidence=(EVIDENCE,), cost_usd=Decimal("0.10"))


@dataclass(slots=True)
class Scripted:
    """Answers, raises or sleeps, in turn; the last for ever."""

    name: str
    script: Sequence[Answer | Exception | float]
    offers: frozenset[str] = frozenset({"look", "kept"})
    asked: list[ToolModel] = field(default_factory=list)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del tool
        self.asked.append(arguments)
        turn = self.script[min(len(self.asked), len(self.script)) - 1]
        if isinstance(turn, Exception):
            raise turn
        if isinstance(turn, float):
            await asyncio.sleep(turn)
            return GOOD
        return turn


def a_runtime(
    *providers: Provider,
    clock: FrozenClock | None = None,
    grants: Mapping[str, frozenset[str]] | None = None,
) -> ToolRuntime:
    """A runtime in which `research` may call both tools."""
    clock = clock or FrozenClock(NOW)
    return ToolRuntime(
        specs={spec.name: spec for spec in (LOOK, KEPT)},
        providers=providers,
        grants={"research": frozenset({"look", "kept"})} if grants is None else grants,
        clock=clock,
    )


def a_call(tool: str = "look", *, agent: str = "research", **arguments: object) -> ToolCall:
    """A call by research."""
    told = arguments or {"name": "Acme"}
    return ToolCall(tool=tool, arguments=told, agent=agent, phase="research")
