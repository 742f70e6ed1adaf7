"""A model that costs money, and a journal that says when a paid call is announced and answered."""

import asyncio
import random
from collections.abc import Callable
from decimal import Decimal

from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from chaos.stage.bill import ANNOUNCED, ANSWERED, MADE
from leadwright.models import wire
from leadwright.models.journal import digest
from leadwright.models.ports import CallState, JournalRow, JournalStore

PAID = "paid"
PRICE = Decimal("0.001")
Pen = Callable[[str, str], None]


class PaidModel(WrapperModel):
    """Answers as the model it wraps, a little later, and puts every call on the bill first."""

    def __init__(self, wrapped: Model, *, pen: Pen, seed: int) -> None:
        super().__init__(wrapped)
        self._pen = pen
        self._seed = seed
        self.blind: Callable[[str], str] = str  # the journal's, once there is one

    @property
    def model_name(self) -> str:
        return PAID

    @property
    def system(self) -> str:
        return PAID

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        asked = [wire.said(messages), digest(wire.schemas(model_request_parameters))]
        mark = self.blind(digest(asked))
        self._pen(MADE, mark)
        pace = random.Random(f"{self._seed} {mark}")  # noqa: S311 - a seed replays
        await asyncio.sleep(pace.uniform(0.005, 0.030))
        response = await super().request(messages, model_settings, model_request_parameters)
        response.usage.cost = PRICE
        return response


class NotingJournal:
    """The journal it wraps; whatever is durable of paid calls goes on the bill."""

    def __init__(self, wrapped: JournalStore, pen: Pen) -> None:
        self._wrapped = wrapped
        self._pen = pen
        self.of_segment = wrapped.of_segment
        self.blind = wrapped.blind

    async def write(self, row: JournalRow) -> None:
        await self._wrapped.write(row)
        if row.state is CallState.BEFORE and row.outcome == "ok":
            self._pen(ANNOUNCED, row.key)
        elif row.cost_usd:
            self._pen(ANSWERED, row.key)
