"""The playbook: a deterministic model that plays each agent by rule.

No key, no cost, no network. It is the default, the last link of every fallback chain and the
baseline that a release is compared with. Every figure it produces is labelled `playbook`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.profiles import ModelProfile
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from leadwright.errors import Bug
from leadwright.models import tokens, wire

PLAYBOOK = "playbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a play may look at: the task, and the feedback it got on earlier answers."""

    prompt: str
    feedback: tuple[str, ...]


Play = Callable[[Turn], dict[str, JsonValue]]


class PlaybookModel(Model):
    """Plays agents by rule; which agent is asked is told by the name of its output tool."""

    def __init__(self, plays: Mapping[str, Play]) -> None:
        super().__init__(
            profile=ModelProfile(supports_tools=True, supports_json_schema_output=True)
        )
        self._plays = plays

    @property
    def model_name(self) -> str:
        """`playbook`: the label that every figure of it carries."""
        return PLAYBOOK

    @property
    def system(self) -> str:
        """The provider's name."""
        return PLAYBOOK

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Answer by the play of the agent that asks; a pure function of the messages."""
        _, parameters = self.prepare_request(model_settings, model_request_parameters)
        name = parameters.output_tools[0].name if parameters.output_tools else ""
        play = self._plays.get(name)
        if play is None:
            raise Bug(f"the playbook has no play for the output {name!r}; add one in agents/")
        response = ModelResponse(
            parts=[ToolCallPart(name, play(_turn(messages)), tool_call_id=f"call_{len(messages)}")],
            model_name=PLAYBOOK,
            provider_name=PLAYBOOK,
            finish_reason="tool_call",
        )
        response.usage = RequestUsage(
            input_tokens=tokens.plain(wire.request_text(messages, parameters)),
            output_tokens=tokens.plain(wire.reply_text(response)),
        )
        return response


def _turn(messages: list[ModelMessage]) -> Turn:
    lines = wire.said(messages)
    prompt = next((text for role, text in lines if role == "user"), "")
    feedback = tuple(
        text
        for role, text in lines
        if role == "retry" or (role.startswith("return:") and not role.endswith("success"))
    )
    return Turn(prompt=prompt, feedback=feedback)
