"""The model itself: it asks the model it wraps, and then errs or not.

How it errs follows from the seed and the words of the request alone, so a run can be repeated.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from leadwright.models import tokens, wire
from leadwright.models.journal import digest
from leadwright.models.sloppy import mail, notes
from leadwright.models.sloppy.lies import NOBODY, Lie, Other
from leadwright.models.sloppy.slips import WHOLE, Slip, draw

_SHAPES: tuple[dict[str, object], ...] = (
    {"answer": "Sure! Here is what you need."},
    {},
    {"findings": "all of them", "sentences": "see above", "summary": 7, "move": None},
    {"subject": ["a", "b"], "findings": {"founded_year": "the first one"}, "next_action": {}},
)
_MAIL = frozenset({"subject", "sentences"})


class SloppyModel(WrapperModel):
    """Spoils answers of the wrapped model.

    `rates` gives the share of requests by slip, each drawn on its own; `knows` is what it remembers
    of other leads. What it said wrongly is kept by the prompt it was asked with.
    """

    def __init__(
        self,
        wrapped: Model,
        *,
        seed: int,
        rates: Mapping[Slip, float],
        knows: Sequence[Other] = (),
    ) -> None:
        super().__init__(wrapped)
        self._seed = seed
        self._rates = rates
        self._others = tuple(knows) or (NOBODY,)
        self.slips: dict[Slip, int] = dict.fromkeys(Slip, 0)
        self.lies: defaultdict[str, list[Lie]] = defaultdict(list)

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
        said = wire.said(messages)
        prompt = next((text for role, text in said if role == "user"), "")
        answer = await super().request(messages, model_settings, model_request_parameters)
        chance = Random(f"{self._seed} {digest(said)}")  # noqa: S311 - a seeded test
        slips = draw(self._rates, chance)
        for slip in slips:
            self.slips[slip] += 1
        spoiled = self._spoil(slips, answer, prompt, chance) if slips else answer
        most = (model_settings or {}).get("max_tokens") or 0
        return replace(
            spoiled,
            model_name=self.model_name,
            provider_name=self.system,
            usage=_usage(answer, spoiled, most),
        )

    def _spoil(
        self, slips: Sequence[Slip], answer: ModelResponse, prompt: str, chance: Random
    ) -> ModelResponse:
        call = next((part for part in answer.parts if isinstance(part, ToolCallPart)), None)
        if call is None:
            return answer
        if slips[0] in WHOLE:
            return _spoil_whole(slips[0], answer, call, chance)
        args, lies = call.args_as_dict(), list[Lie]()
        if set(args) <= _MAIL:  # an empty answer leaves the mail as it is
            told = mail.Mail.read(prompt)
            for slip in slips:
                mail.spoil(told, slip, self._others, chance)
            args, lies = told.answer(), told.lies
        else:
            for slip in slips:
                args, more = notes.spoil(args, slip, self._others, chance)
                lies += more
        self.lies[prompt] += lies
        return replace(answer, parts=[_called(call, args)])


def _spoil_whole(
    slip: Slip, answer: ModelResponse, call: ToolCallPart, chance: Random
) -> ModelResponse:
    if slip is Slip.EMPTY:
        return replace(answer, parts=chance.choice([[], [TextPart("")], [TextPart(" \n")]]))
    if slip is Slip.ENDLESS_TOOLS:
        tool = chance.choice(["search_company", "send_email", "update_lead_record"])
        return replace(answer, parts=[ToolCallPart(tool, {"again": True})])
    if slip is Slip.CUT_OFF:
        text = json.dumps(call.args_as_dict(), default=str)
        begun = text[: max(1, len(text) - chance.randint(1, len(text)))]
        return replace(answer, parts=[_called(call, begun)], finish_reason="length")
    wrong = chance.choice([*_SHAPES, None])
    if wrong is None:
        text = "Sure! " + json.dumps(call.args_as_dict(), default=str)
        return replace(answer, parts=[TextPart(text)], finish_reason="stop")
    return replace(answer, parts=[_called(call, wrong)])


def _called(call: ToolCallPart, args: str | Mapping[str, object]) -> ToolCallPart:
    told = args if isinstance(args, str) else dict(args)
    return ToolCallPart(call.tool_name, told, tool_call_id=call.tool_call_id)


def _usage(answer: ModelResponse, spoiled: ModelResponse, most: int) -> RequestUsage:
    """What it took; a vendor holds to the limit of tokens whatever the model wants to say."""
    used = tokens.plain(wire.reply_text(spoiled))
    return RequestUsage(
        input_tokens=answer.usage.input_tokens, output_tokens=min(used, most) if most else used
    )
