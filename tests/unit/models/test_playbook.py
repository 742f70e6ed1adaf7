"""The playbook: a pure function of what it is told, played by the name of the answer wanted."""

import pytest
from pydantic import JsonValue
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from tests.unit.models.notebook import a_request, parameters

from leadwright.errors import Bug
from leadwright.models.playbook import PlaybookModel, Turn


async def test_the_agent_that_asks_is_known_by_the_answer_it_wants() -> None:
    model = PlaybookModel({"one": lambda _: {"is": 1}, "two": lambda _: {"is": 2}})
    said = await model.request(a_request(), None, parameters(["two"]))
    assert said.parts == [ToolCallPart("two", {"is": 2}, tool_call_id="call_1")]
    assert said.usage.input_tokens > 0
    assert said.usage.output_tokens > 0


async def test_an_agent_without_a_play_is_a_bug_that_says_where_to_mend_it() -> None:
    with pytest.raises(Bug, match="no play for the output 'three'"):
        await PlaybookModel({}).request(a_request(), None, parameters(["three"]))


async def test_a_play_sees_the_task_and_what_was_wrong_with_earlier_answers() -> None:
    seen: list[Turn] = []

    def play(turn: Turn) -> dict[str, JsonValue]:
        seen.append(turn)
        return {}

    messages: list[ModelMessage] = [
        ModelRequest(parts=[UserPromptPart("Write to Ann.")]),
        ModelResponse(parts=[ToolCallPart("reply", {}, tool_call_id="1")]),
        ModelRequest(
            parts=[ToolReturnPart("reply", "too long", tool_call_id="1", outcome="retried")]
        ),
    ]
    await PlaybookModel({"reply": play}).request(messages, None, parameters())
    assert seen[0].prompt == "Write to Ann."
    assert ["too long" in text for text in seen[0].feedback] == [True]
