"""A chat model that plays its part after a pause: it calls the tool, then gives the answer."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

ANSWER = "Said"
TOOL = "look_up"
Tools = Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool]


@dataclass(slots=True, kw_only=True)
class Vendor:
    """How long every model takes, and what was asked for so far."""

    seconds: float = 0.0
    converts: bool = False  # describe the tools in the vendor's form before each request
    evidence: bool = True  # kept beside what the model reads of a page
    requests: int = 0
    tool_calls: int = 0
    outputs: int = 0  # typed and validated


class PlayedModel(BaseChatModel):
    """A pure function of the messages, like leadwright's playbook."""

    vendor: Any
    plan: tuple[int, ...] = ()

    @property
    def _llm_type(self) -> str:
        return "played"

    def bind_tools(
        self, tools: Tools, *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """As vendors' models do, but for the conversion unless it is asked for."""
        described = (
            [convert_to_openai_tool(tool) for tool in tools] if self.vendor.converts else tools
        )
        return self.bind(tools=described, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        self.vendor.requests += 1
        if self.vendor.seconds:
            await asyncio.sleep(self.vendor.seconds)
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    def _reply(self, messages: list[BaseMessage]) -> AIMessage:
        turn = sum(isinstance(message, AIMessage) for message in messages)
        asked = next(m.text for m in messages if isinstance(m, HumanMessage))
        calls = self._calls(turn, asked) if turn < len(self.plan) else [_answer(turn, asked)]
        usage = UsageMetadata(input_tokens=400, output_tokens=40, total_tokens=440)
        return AIMessage(content="", tool_calls=calls, usage_metadata=usage)

    def _calls(self, turn: int, asked: str) -> list[ToolCall]:
        company = asked.removeprefix("Company: ").partition(", question")[0]
        first = sum(self.plan[:turn])
        return [
            ToolCall(name=TOOL, args={"company": company, "page": page}, id=f"call_{page}")
            for page in range(first, first + self.plan[turn])
        ]


def _answer(turn: int, asked: str) -> ToolCall:
    args = {"text": asked.partition("\n")[0], "cited": [1, 2, 3]}
    return ToolCall(name=ANSWER, args=args, id=f"answer_{turn}")
