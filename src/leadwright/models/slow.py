"""A model that takes its time: for measuring what waiting costs."""

import asyncio

from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings


class SlowModel(WrapperModel):
    """Answers as the model it wraps, `seconds` later."""

    def __init__(self, wrapped: Model, *, seconds: float) -> None:
        super().__init__(wrapped)
        self._seconds = seconds

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Wait, then answer."""
        await asyncio.sleep(self._seconds)
        return await super().request(messages, model_settings, model_request_parameters)
