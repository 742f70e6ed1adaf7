"""A model within its budget and in the journal: nothing is asked that cannot be paid for."""

import json

import pytest
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelResponse, ToolCallPart
from pydantic_ai.models import Model
from pydantic_ai.settings import ModelSettings
from tests.unit.models.notebook import (
    NOW,
    Notebook,
    Told,
    a_journal,
    a_request,
    answer,
    parameters,
    reopened,
)

from leadwright.clock import FrozenClock
from leadwright.models.budget import BudgetExceeded, PhaseBudget
from leadwright.models.journal import SegmentJournal
from leadwright.models.journaled import JournaledModel
from leadwright.models.playbook import PlaybookModel
from leadwright.models.ports import CallState

SETTINGS = ModelSettings(max_tokens=50)


def journaled(
    model: Model, journal: SegmentJournal, *, budget: PhaseBudget | None = None
) -> JournaledModel:
    return JournaledModel(
        model,
        agent="research",
        journal=journal,
        budget=budget or PhaseBudget(phase="research", limit=1_000),
        clock=FrozenClock(NOW),
    )


async def ask(model: JournaledModel, text: str = "Who?") -> ModelResponse:
    return await model.request(a_request(text), SETTINGS, parameters())


async def test_a_paid_call_leaves_a_trace_before_it_is_made_and_its_outcome_after() -> None:
    notebook = Notebook()
    await ask(journaled(Told(answer({"a": 1})), a_journal(notebook)))
    before, after = notebook.written
    assert (before.state, after.state) == (CallState.BEFORE, CallState.DONE)
    assert before.key == after.key
    assert (after.tokens_in, after.tokens_out) == (10, 10)
    assert json.loads(after.request) == [["user", "Who?"]]
    assert (after.agent, after.name, after.provider) == ("research", "told", "told")


async def test_the_playbook_costs_nothing_and_leaves_no_trace_before() -> None:
    notebook = Notebook()
    await ask(journaled(PlaybookModel({"reply": lambda _: {"a": 1}}), a_journal(notebook)))
    (row,) = notebook.written
    assert row.state is CallState.DONE
    assert row.cost_usd == 0


async def test_a_repeated_segment_is_answered_from_the_journal() -> None:
    notebook, model = Notebook(), Told(answer({"a": 1}), answer({"a": 2}))
    first = journaled(model, a_journal(notebook))
    told = [await ask(first), await ask(first, "And then?")]
    second = journaled(model, await reopened(notebook))
    again = [await ask(second), await ask(second, "And then?")]
    assert [a.parts for a in again] == [a.parts for a in told]
    assert len(model.asked) == 2
    assert len(notebook.written) == 4


async def test_a_call_that_was_in_flight_is_made_again() -> None:
    notebook = Notebook()
    with pytest.raises(RuntimeError):
        await ask(journaled(Told(RuntimeError("killed")), a_journal(notebook)))
    model = Told(answer({"a": 1}))
    await ask(journaled(model, await reopened(notebook)))
    assert len(model.asked) == 1


async def test_another_question_is_not_answered_from_the_journal() -> None:
    notebook = Notebook()
    await ask(journaled(Told(answer({"a": 1})), a_journal(notebook)))
    model = Told(answer({"a": 2}))
    await ask(journaled(model, await reopened(notebook)), "Who else?")
    assert len(model.asked) == 1


async def test_what_could_exceed_the_budget_is_not_asked() -> None:
    notebook, model = Notebook(), Told(answer({"a": 1}))
    poor = PhaseBudget(phase="research", limit=40)  # less than the answer may take
    with pytest.raises(BudgetExceeded):
        await ask(journaled(model, a_journal(notebook), budget=poor))
    assert model.asked == []
    assert notebook.written == []
    assert (poor.spent, poor.reserved) == (0, 0)


async def test_a_replay_is_within_the_budget_too() -> None:
    notebook, budget = Notebook(), PhaseBudget(phase="research", limit=1_000)
    await ask(journaled(Told(answer({"a": 1})), a_journal(notebook)))
    await ask(journaled(Told(answer({"a": 1})), await reopened(notebook), budget=budget))
    assert budget.spent == 20


async def test_rules_that_stand_in_for_a_model_answer_when_the_budget_is_gone() -> None:
    notebook, budget = Notebook(), PhaseBudget(phase="research", limit=0)
    model = journaled(Told(answer({"a": 1})), a_journal(notebook), budget=budget)
    model.use(PlaybookModel({"reply": lambda _: {"a": 2}}), metered=False)
    said = await ask(model)
    assert said.parts[0] == ToolCallPart("reply", {"a": 2}, tool_call_id="call_1")
    assert notebook.written[-1].tokens_in == notebook.written[-1].tokens_out == 0
    assert budget.spent == 0


async def test_a_call_whose_outcome_is_unknown_may_have_cost_all_that_was_reserved() -> None:
    budget = PhaseBudget(phase="research", limit=1_000)
    model = journaled(Told(RuntimeError("reset")), a_journal(), budget=budget)
    with pytest.raises(RuntimeError):
        await ask(model)
    assert budget.reserved == 0
    assert budget.spent > 50


async def test_a_call_the_vendor_refused_cost_nothing() -> None:
    budget = PhaseBudget(phase="research", limit=1_000)
    model = journaled(Told(ModelHTTPError(529, "told")), a_journal(), budget=budget)
    with pytest.raises(ModelHTTPError):
        await ask(model)
    assert (budget.spent, budget.reserved) == (0, 0)
