"""LangGraph's side is given the same texts, sizes and checks as leadwright's fixed shape."""

from dataclasses import asdict

import pytest
from benchmarks.langgraph import runs
from benchmarks.langgraph.peer import work
from pydantic import BaseModel

from leadwright.entrypoints.cli.benches import fixed
from leadwright.tools.contract import ToolModel

COMPANY = "Alderbay Freight"


def test_the_phases_are_the_same() -> None:
    ours = [(phase.name, phase.times) for phase in fixed.PHASES]
    assert [(phase.name, phase.requests) for phase in runs.phases()] == ours
    assert all(phase.instructions for phase in runs.phases())


def test_an_agent_that_chooses_its_tools_makes_as_many_requests_and_calls() -> None:
    plans = [phase.plan for phase in runs.phases()]
    assert sum(len(plan) + 1 for plan in plans) == fixed.REQUESTS
    assert sum(map(sum, plans)) == fixed.TOOL_CALLS


def test_the_prompt_is_as_long() -> None:
    prompt = work.prompt(COMPANY, 0)
    assert prompt == f"Company: {COMPANY}, question 0\n<evidence>\n{fixed._SPOKEN}\n</evidence>"


async def test_the_tool_finds_as_much() -> None:
    theirs, evidence = work.read(COMPANY, 2)
    answer = await fixed.Shelf().call(
        fixed.LOOK_UP.name, fixed.LookUpInput(company=COMPANY, page=2)
    )
    assert theirs.model_dump() == answer.output.model_dump()
    assert [item["quote"] for item in evidence] == [item.quote for item in answer.evidence]
    assert [set(item) for item in evidence] == [set(asdict(item)) for item in answer.evidence]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (work.Said, fixed.Said),
        (work.LookUpInput, fixed.LookUpInput),
        (work.LookUpOutput, fixed.LookUpOutput),
    ],
    ids=lambda model: model.__name__,
)
def test_what_is_said_is_checked_alike(theirs: type[BaseModel], ours: type[ToolModel]) -> None:
    assert _checks(theirs) == _checks(ours)


def _checks(model: type[BaseModel]) -> dict[str, object]:
    schema = model.model_json_schema()
    return {name: schema.get(name) for name in ("properties", "required", "additionalProperties")}
