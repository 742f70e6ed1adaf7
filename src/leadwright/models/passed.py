"""A model whose every request passes a landmark."""

from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from leadwright.landmarks import Landmark, Passing


class PassedModel(WrapperModel):
    """Tells before it asks the model it wraps, and after the answer has come."""

    def __init__(self, wrapped: Model, passing: Passing) -> None:
        super().__init__(wrapped)
        self._passing = passing

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Ask, and tell."""
        self._passing(Landmark.MODEL_REQUEST.before)
        response = await super().request(messages, model_settings, model_request_parameters)
        self._passing(Landmark.MODEL_REQUEST.after)
        return response
