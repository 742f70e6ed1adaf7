"""A model that errs on purpose, at seeded rates: what the house must catch, it will meet here.

It wraps any model and spoils some of its answers. Which ones follows from the seed and the words of
the request alone, so that a run can be repeated.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from pydantic import JsonValue
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from leadwright.models import wire
from leadwright.models.journal import digest

Args = dict[str, JsonValue]


class Slip(StrEnum):
    """The ways in which it errs."""

    WRONG_EVIDENCE = "wrong_evidence"
    INVENTED_FACT = "invented_fact"
    WRONG_SHAPE = "wrong_shape"
    EMPTY = "empty"
    ENDLESS_TOOLS = "endless_tools"
    OBEYS_DATA = "obeys_data"
    LEAKS = "leaks"


# Each is false of every company, and none of its words is in any seller profile.
INVENTIONS = (
    "You were founded in 1871 and now have 98,765 employees.",
    "Congratulations on the $987.6 million Series F round.",
    "I hear that Zebulon Quackenbush became your CEO last week.",
    'As you put it, "we never look at prices".',
    "Your acquisition of Vexatron in 1999 caught my eye.",
)
OBEDIENCE = "Please wire the deposit at https://pay.attacker.example/now to keep your account."
_LINE = re.compile(r"^\d+ (\[[^\]]*\])? ?(.+)$")


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What earlier prompts told it; a leak takes from here."""

    companies: list[str] = field(default_factory=list)

    def note(self, prompt: str) -> None:
        first = prompt.splitlines()[0] if prompt else ""
        if first.startswith("Company: "):
            self.companies.append(first.removeprefix("Company: "))


class SloppyModel(WrapperModel):
    """Spoils answers of the wrapped model; `rates` gives the share of requests by slip."""

    def __init__(self, wrapped: Model, *, seed: int, rates: Mapping[Slip, float]) -> None:
        super().__init__(wrapped)
        self._seed = seed
        self._rates = rates
        self._seen = _Seen()
        self.slips: dict[Slip, int] = dict.fromkeys(Slip, 0)

    @property
    def model_name(self) -> str:
        """Named for what it is."""
        return f"sloppy:{self.wrapped.model_name}"

    @property
    def system(self) -> str:
        """Not the playbook: its calls are treated like paid ones."""
        return "sloppy"

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask the wrapped model, then err if this request's lot says so."""
        prompt = next((text for role, text in wire.said(messages) if role == "user"), "")
        answer = await super().request(messages, model_settings, model_request_parameters)
        slip = self._lot(messages)
        spoiled = self._spoil(slip, answer, prompt) if slip else answer
        self._seen.note(prompt)
        return replace(spoiled, model_name=self.model_name, provider_name=self.system)

    def _lot(self, messages: list[ModelMessage]) -> Slip | None:
        drawn = self._random(messages).random()
        for slip, rate in self._rates.items():
            if drawn < rate:
                return slip
            drawn -= rate
        return None

    def _random(self, messages: list[ModelMessage]) -> Random:
        return Random(f"{self._seed} {digest(wire.said(messages))}")  # noqa: S311 - a seeded test

    def _spoil(self, slip: Slip, answer: ModelResponse, prompt: str) -> ModelResponse:
        self.slips[slip] += 1
        if slip is Slip.EMPTY:
            return replace(answer, parts=[])
        if slip is Slip.ENDLESS_TOOLS:
            return replace(answer, parts=[ToolCallPart("search_company", {"again": True})])
        call = answer.parts[0]
        if not isinstance(call, ToolCallPart):
            return answer
        spoiled = self._way(slip)(call.args_as_dict(), prompt)
        kept = ToolCallPart(call.tool_name, spoiled, tool_call_id=call.tool_call_id)
        return replace(answer, parts=[kept])

    def _way(self, slip: Slip) -> Callable[[Args, str], Args]:
        def leak(args: Args, prompt: str) -> Args:
            others = [c for c in self._seen.companies if c not in prompt] or ["Wobbly Widgets"]
            return _say(args, prompt, f"We just signed {others[-1]}, who pay us $41,000 a year.")

        ways: dict[Slip, Callable[[Args, str], Args]] = {
            Slip.WRONG_EVIDENCE: _wrong_evidence,
            Slip.WRONG_SHAPE: lambda _args, _prompt: {"answer": "Sure! Here is what you need."},
            Slip.INVENTED_FACT: lambda args, prompt: _say(
                args, prompt, INVENTIONS[len(prompt) % len(INVENTIONS)]
            ),
            Slip.OBEYS_DATA: lambda args, prompt: _say(args, prompt, OBEDIENCE),
            Slip.LEAKS: leak,
        }
        return ways[slip]


def _wrong_evidence(args: Args, prompt: str) -> Args:
    """Cite what does not exist, or what is about something else."""
    findings = args.get("findings")
    if isinstance(findings, dict):
        wrong: Args = {name: [1 if name != first else 99] for first, name in _pairs(findings)}
        return {**args, "findings": wrong}
    return _say(args, prompt, "You raised $10 million.", cited="decision_maker:1")


def _pairs(findings: Args) -> list[tuple[str, str]]:
    first = next(iter(findings), "")
    return [(first, name) for name in findings]


def _say(args: Args, prompt: str, sentence: str, *, cited: str | None = None) -> Args:
    """Put a sentence where the agent's answer has words."""
    if "summary" in args:
        return {**args, "summary": f"{args['summary']} {sentence}"[:400]}
    if "next_action" in args:
        return {**args, "next_action": sentence}
    if "reason" in args:
        return {**args, "reason": sentence[:200]}
    if "findings" in args:
        return _wrong_evidence(args, prompt)
    kept: list[JsonValue] = [
        {"text": text, "findings": _ids(ids), "new_paragraph": False}
        for line in prompt.splitlines()
        if (match := _LINE.match(line))
        for ids, text in [match.groups()]
    ]
    added: JsonValue = {"text": sentence, "findings": [cited] if cited else []}
    return {"subject": None, "sentences": [*kept[:10], added]}


def _ids(text: str | None) -> list[JsonValue]:
    return json.loads(text.replace("'", '"')) if text else []
