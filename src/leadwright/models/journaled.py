"""A model whose every request is within budget and in the journal, or was answered before."""

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pydantic import TypeAdapter
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from leadwright.clock import Clock
from leadwright.models import tokens, wire
from leadwright.models.budget import PhaseBudget
from leadwright.models.journal import SegmentJournal, digest
from leadwright.models.playbook import PLAYBOOK
from leadwright.models.ports import CallKind, CallState, JournalRow


@cache
def _response() -> TypeAdapter[ModelResponse]:
    return TypeAdapter(ModelResponse)


class JournaledModel(WrapperModel):
    """Wraps the model of one phase of one lead. Cheap to build; build one per phase."""

    def __init__(
        self,
        wrapped: Model,
        *,
        agent: str,
        journal: SegmentJournal,
        budget: PhaseBudget,
        clock: Clock,
    ) -> None:
        super().__init__(wrapped)
        self._agent = agent
        self._journal = journal
        self._budget = budget
        self._clock = clock
        self._metered = True
        self._turn = 0

    @property
    def calls(self) -> int:
        """How many requests the phase made so far."""
        return self._turn

    def use(self, wrapped: Model, *, metered: bool = True) -> None:
        """Continue the phase with another model; turns go on counting.

        Rules that stand in for a model are not metered: they use no tokens, and must still be
        able to answer when the budget is gone.
        """
        self.wrapped = wrapped
        self._metered = metered

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Answer from the journal, else reserve, ask, settle and write the row.

        Raises:
            BudgetExceeded: the phase has too few tokens left; nothing was asked.
        """
        self._turn += 1
        text = wire.request_text(messages, model_request_parameters)
        key = self._journal.key(
            phase=self._budget.phase,
            turn=self._turn,
            name=self.model_name,
            arguments=[wire.said(messages), digest(wire.schemas(model_request_parameters))],
        )
        most = (model_settings or {}).get("max_tokens") or 0
        reserved = tokens.careful(text) + most if self._metered else 0
        self._budget.reserve(reserved)
        used = reserved  # until the outcome is known, it may have cost all of it
        try:
            response = self._replayed(key)
            if response is None:
                response = await self._ask(key, messages, model_settings, model_request_parameters)
            used = response.usage.total_tokens if self._metered else 0
        except ModelHTTPError:  # the vendor answered, and did no work
            used = 0
            raise
        finally:
            self._budget.settle(reserved=reserved, used=used)
        return response

    def _replayed(self, key: str) -> ModelResponse | None:
        row = self._journal.done(key)
        return _response().validate_json(row.reply) if row and row.reply else None

    async def _ask(
        self,
        key: str,
        messages: list[ModelMessage],
        settings: ModelSettings | None,
        parameters: ModelRequestParameters,
    ) -> ModelResponse:
        row = JournalRow(
            key=key,
            segment_id=self._journal.segment_id,
            lead_id=self._journal.lead_id,
            phase=self._budget.phase,
            turn=self._turn,
            kind=CallKind.MODEL,
            name=self.model_name,
            provider=self.system,
            agent=self._agent,
            release=self._journal.release,
            request=_request_json(messages),
            reply="",
            started_at=self._clock.now(),
            state=CallState.BEFORE,
        )
        if self.system != PLAYBOOK:  # a paid call leaves a trace before it is made
            await self._journal.write(row)
        began = self._clock.seconds()
        try:
            response = await self.wrapped.request(messages, settings, parameters)
        except Exception as error:
            failed = replace(row, outcome=type(error).__name__, state=CallState.BEFORE)
            await self._journal.write(failed)
            raise
        await self._journal.write(
            replace(
                row,
                reply=_response().dump_json(response).decode(),
                tokens_in=response.usage.input_tokens if self._metered else 0,
                tokens_out=response.usage.output_tokens if self._metered else 0,
                cost_usd=response.usage.cost or Decimal(0),
                latency_ms=(self._clock.seconds() - began) * 1000,
                state=CallState.DONE,
            )
        )
        return response


def _request_json(messages: list[ModelMessage]) -> str:
    return json.dumps(wire.said(messages), ensure_ascii=False)
