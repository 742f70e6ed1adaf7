"""The chain of models: full instructions, simple ones, the next model, and rules at its end."""

import pytest
from pydantic import BaseModel, ConfigDict
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model
from tests.unit.models.notebook import NOW, Notebook, Told, a_journal, answer

from leadwright.agents.base import AgentSpec, Colleagues, NoGoodAnswer, instructions
from leadwright.clock import FrozenClock
from leadwright.errors import Unavailable
from leadwright.models.playbook import PlaybookModel


class Colour(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid")

    name: str


# Named like an agent that has instructions; what they say does not matter here.
SPEC = AgentSpec(
    name="crm",
    output=Colour,
    output_name="colour",
    budget_tokens=2_000,
    max_output_tokens=50,
    tools=frozenset(),
    play=lambda _: {"name": "grey"},
)


def chain(*models: Model, budget: int = 2_000) -> Colleagues:
    playbook = PlaybookModel({SPEC.output_name: SPEC.play})
    return Colleagues(
        models=(*models, playbook), clock=FrozenClock(NOW), budgets={SPEC.name: budget}
    )


def says(name: str) -> ModelResponse:
    return answer({"name": name}, tool="colour")


def no_red(output: Colour) -> list[str]:
    return ["red is not offered"] if output.name == "red" else []


async def ask(colleagues: Colleagues, notebook: Notebook | None = None) -> tuple[str, str, int]:
    reply = await colleagues.ask(SPEC, "Which colour?", journal=a_journal(notebook), check=no_red)
    return reply.output.name, reply.model, reply.model_calls


async def test_a_good_answer_is_taken_at_once() -> None:
    assert await ask(chain(Told(says("blue")))) == ("blue", "told", 1)


async def test_a_bad_answer_may_be_mended_once() -> None:
    model = Told(says("red"), says("blue"))
    assert await ask(chain(model)) == ("blue", "told", 2)
    assert "red is not offered" in str(model.asked[1])


async def test_bad_twice_means_simple_instructions_once() -> None:
    model = Told(says("red"), says("red"), says("blue"))
    assert await ask(chain(model)) == ("blue", "told", 3)
    assert instructions("crm") in str(model.asked[0])
    assert instructions("crm", simple=True) in str(model.asked[2])


async def test_bad_again_means_the_next_model() -> None:
    first, second = Told(says("red"), name="first"), Told(says("blue"), name="second")
    name, model, _ = await ask(chain(first, second))
    assert (name, model) == ("blue", "second")
    assert len(first.asked) == 4


@pytest.mark.parametrize(
    "said",
    [
        ModelResponse(parts=[]),
        ModelResponse(parts=[TextPart("Sure! Blue.")]),
        ModelResponse(parts=[ToolCallPart("send_email", {"to": "everybody"})]),
        ModelResponse(parts=[ToolCallPart("colour", '{"name": "bl')], finish_reason="length"),
        answer({"name": "blue", "to": "everybody"}, tool="colour"),
        answer({}, tool="colour"),
        RuntimeError("connection reset"),
        TypeError("NoneType is not iterable"),
        ExceptionGroup("all failed", [ValueError("one")]),
        TimeoutError(),
    ],
    ids=lambda said: type(said).__name__,
)
async def test_whatever_a_model_does_the_rules_answer_in_the_end(
    said: ModelResponse | Exception,
) -> None:
    name, model, calls = await ask(chain(Told(said)))
    assert (name, model) == ("grey", "playbook")
    assert calls <= 7


async def test_a_model_that_calls_tools_for_ever_is_stopped() -> None:
    model = Told(ModelResponse(parts=[ToolCallPart("look", {})]))
    await ask(chain(model))
    assert len(model.asked) <= 6


async def test_when_nobody_answers_well_nothing_is_taken() -> None:
    colleagues = Colleagues(models=(Told(says("red")),), clock=FrozenClock(NOW))
    with pytest.raises(NoGoodAnswer, match="No model gave crm an answer") as refusal:
        await ask(colleagues)
    assert refusal.value.failures


async def test_a_budget_that_is_gone_ends_with_the_rules() -> None:
    model = Told(says("red"))
    name, by, _ = await ask(chain(model, budget=100))
    assert (name, by) == ("grey", "playbook")
    assert model.asked == []


async def test_no_run_uses_more_than_its_budget() -> None:
    notebook = Notebook()
    await ask(chain(Told(says("red")), Told(says("red")), budget=700), notebook)
    rows = await notebook.of_segment("lead_1:1")
    assert 0 < sum(row.tokens_in + row.tokens_out for row in rows) <= 700


class Broken(Notebook):
    """A journal whose database is gone."""

    async def write(self, row: object) -> None:
        del row
        raise Unavailable("the database does not answer")


async def test_a_store_that_is_gone_is_no_models_fault() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        await ask(chain(Told(says("blue"))), Broken())
