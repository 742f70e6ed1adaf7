"""A lead's way as LangGraph users write it: agents made by `create_agent`, phases in a graph."""

import operator
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal, Required, TypedDict

from benchmarks.langgraph.peer import work
from benchmarks.langgraph.peer.model import PlayedModel, Vendor
from benchmarks.langgraph.peer.work import LookUpInput, Phase, Said
from langchain.agents import AgentState, create_agent
from langchain.agents.structured_output import ToolStrategy
from langchain.messages import AnyMessage, HumanMessage, ToolMessage
from langchain.tools import BaseTool, tool
from langchain_core.runnables import RunnableConfig
from langgraph.channels import DeltaChannel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages

Durability = Literal["sync", "async", "exit"]
Audit = Callable[[str, str], Awaitable[None]]  # lead, phase
WorkLead = Callable[[str, str], Awaitable[None]]  # lead, company


def _added(messages: list[AnyMessage], new: Sequence[Any]) -> list[AnyMessage]:
    for some in new:
        messages = add_messages(messages, some)
    return messages


class DeltaState(AgentState[Any]):
    """An agent's state whose messages are stored as differences; beta in LangGraph."""

    messages: Required[Annotated[list[AnyMessage], DeltaChannel(_added)]]  # type: ignore[misc]


class Lead(TypedDict, total=False):
    """The state of a lead's graph, and so its session."""

    lead: str
    company: str
    stage: str
    turn: int
    actions: Annotated[list[str], operator.add]
    answers: Annotated[list[dict[str, Any]], operator.add]
    found: Annotated[list[ToolMessage], operator.add]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What every graph is made of."""

    phases: Sequence[Phase]
    saver: "BaseCheckpointSaver[Any]"
    audit: Audit
    vendor: Vendor
    durability: Durability = "sync"
    deltas: bool = False

    def agent(self, phase: Phase, *, plan: tuple[int, ...], saver: Any) -> Any:
        """An agent with the tool, the typed answer and the instructions of a phase."""
        return create_agent(
            PlayedModel(vendor=self.vendor, plan=plan),
            [look_up(self.vendor)],
            system_prompt=phase.instructions,
            response_format=ToolStrategy(Said),
            state_schema=DeltaState if self.deltas else None,
            checkpointer=saver,
            name=phase.name,
        )

    async def said(self, agent: Any, company: str, turn: int, config: Any = None) -> Said:
        """Ask an agent; its answer, validated."""
        asked = {"messages": [HumanMessage(work.prompt(company, turn))]}
        # Without a checkpointer, the "sync" that it would inherit from its graph raises.
        durability = "async" if agent.checkpointer is False else self.durability
        found = await agent.ainvoke(asked, config, durability=durability)
        answer = found["structured_response"]
        if not isinstance(answer, Said):
            raise TypeError(f"no typed answer but {type(answer)}")
        self.vendor.outputs += 1
        return answer


def look_up(vendor: Vendor) -> BaseTool:
    """The tool that all agents have."""

    @tool(args_schema=LookUpInput, response_format="content_and_artifact")
    async def look_up(company: str, page: int) -> tuple[str, list[dict[str, object]]]:
        """Read one page of made-up news about a company."""
        vendor.tool_calls += 1
        output, evidence = work.read(company, page)
        return output.model_dump_json(), evidence if vendor.evidence else []

    return look_up


def agents(maker: Maker) -> WorkLead:
    """A graph with a node a phase; in each node an agent calls tools until it can answer.

    The agents inherit the checkpointer: every request and every tool call is durable before the
    next one, and a graph that is run again goes on inside the phase.
    """
    graph = StateGraph(Lead)
    for phase in maker.phases:
        graph.add_node(phase.name, _phase(maker, phase))
    names = [START, *(phase.name for phase in maker.phases), END]
    for one, other in pairwise(names):
        graph.add_edge(one, other)
    return _worked(maker, graph)


def _phase(maker: Maker, phase: Phase) -> Callable[[Lead], Awaitable[Lead]]:
    agent = maker.agent(phase, plan=phase.plan, saver=None)

    async def node(state: Lead) -> Lead:
        answer = await maker.said(agent, state["company"], 0)
        await maker.audit(state["lead"], phase.name)
        done = f"{phase.name}_done"
        return {"stage": done, "actions": [done], "answers": [answer.model_dump()]}

    return node


def functional(maker: Maker) -> WorkLead:
    """The same in the functional API: phases are tasks, plain code calls them one by one."""
    made = [_task(maker, phase) for phase in maker.phases]

    @entrypoint(checkpointer=maker.saver)
    async def journey(given: Lead) -> list[dict[str, Any]]:
        return [await phase(given["lead"], given["company"]) for phase in made]

    async def work_lead(lead: str, company: str) -> None:
        config: RunnableConfig = {"configurable": {"thread_id": lead}}
        given: Lead = {"lead": lead, "company": company}
        await journey.ainvoke(given, config, durability=maker.durability)

    return work_lead


def _task(maker: Maker, phase: Phase) -> Callable[[str, str], Awaitable[dict[str, Any]]]:
    agent = maker.agent(phase, plan=phase.plan, saver=None)

    @task(name=phase.name)
    async def work_phase(lead: str, company: str) -> dict[str, Any]:
        answer = await maker.said(agent, company, 0)
        await maker.audit(lead, phase.name)
        return answer.model_dump()

    return work_phase


def threads(maker: Maker) -> WorkLead:
    """No graph around the agents: each has a thread of its own, and plain code calls one by one."""
    made = [
        (phase, maker.agent(phase, plan=phase.plan, saver=maker.saver)) for phase in maker.phases
    ]

    async def work_lead(lead: str, company: str) -> None:
        for phase, agent in made:
            config = {"configurable": {"thread_id": f"{lead}:{phase.name}"}}
            await maker.said(agent, company, 0, config)
            await maker.audit(lead, phase.name)

    return work_lead


def steps(maker: Maker) -> WorkLead:
    """Exactly what leadwright does: code decides, each request gives a typed answer, then a tool.

    An agent makes one request here, so the graph's own checkpoint after it is all that is needed.
    """
    graph = StateGraph(Lead)
    last = START
    for phase in maker.phases:
        last = _add_steps(graph, maker, phase, last)
    graph.add_edge(last, END)
    return _worked(maker, graph)


def _add_steps(graph: "StateGraph[Any]", maker: Maker, phase: Phase, last: str) -> str:
    agent, tool_ = maker.agent(phase, plan=(), saver=False), look_up(maker.vendor)

    async def ask(state: Lead) -> Lead:
        answer = await maker.said(agent, state["company"], state["turn"])
        return {"answers": [answer.model_dump()]}

    async def call(state: Lead) -> Lead:
        arguments = {"company": state["company"], "page": state["turn"]}
        request = {"name": tool_.name, "args": arguments, "id": "call", "type": "tool_call"}
        found = await tool_.ainvoke(request)
        return {"turn": state["turn"] + 1, "found": [found]}

    async def store(state: Lead) -> Lead:
        await maker.audit(state["lead"], phase.name)
        return {"stage": f"{phase.name}_done", "actions": [f"{phase.name}_done"], "turn": 0}

    ask_, call_, store_ = (f"{phase.name}_{part}" for part in ("ask", "call", "store"))
    graph.add_node(ask_, ask)
    graph.add_node(call_, call)
    graph.add_node(store_, store)
    graph.add_edge(last, ask_)
    graph.add_edge(ask_, call_)
    again = phase.requests
    graph.add_conditional_edges(
        call_, lambda state: ask_ if state["turn"] < again else store_, [ask_, store_]
    )
    return store_


def _worked(maker: Maker, graph: "StateGraph[Any]") -> WorkLead:
    made = graph.compile(checkpointer=maker.saver)

    async def work_lead(lead: str, company: str) -> None:
        given = {"lead": lead, "company": company, "stage": "new", "turn": 0}
        config = {"configurable": {"thread_id": lead}}
        await made.ainvoke(given, {**config, "recursion_limit": 100}, durability=maker.durability)

    return work_lead


SHAPES: dict[str, Callable[[Maker], WorkLead]] = {
    "agents": agents,
    "functional": functional,
    "threads": threads,
    "steps": steps,
}
