"""A model that costs money, and the bill: one line for every call that was made."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from leadwright.models import wire
from leadwright.models.journal import digest

PAID = "paid"
PRICE = Decimal("0.001")


@dataclass(frozen=True, kw_only=True)
class Bill:
    """The file of calls. A line is the run and the end of the journal's key for that call."""

    path: Path

    def calls(self) -> int:
        """How many calls were made so far, by all runs."""
        return self.path.read_bytes().count(b"\n") if self.path.exists() else 0

    def by_run(self) -> dict[int, Counter[str]]:
        """The calls of each run."""
        found: dict[int, Counter[str]] = {}
        for line in self.path.read_text("ascii").splitlines() if self.path.exists() else ():
            run, suffix = line.split()
            found.setdefault(int(run), Counter())[suffix] += 1
        return found


class PaidModel(WrapperModel):
    """Answers as the model it wraps, a little later, and puts every call on the bill first."""

    def __init__(self, wrapped: Model, *, bill: Bill, run: int, seed: int) -> None:
        super().__init__(wrapped)
        # One write a line to a file opened for appending: a kill cuts no line in two.
        self._bill = os.open(bill.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._run = run
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
        suffix = self.blind(digest(asked))
        os.write(self._bill, f"{self._run} {suffix}\n".encode("ascii"))
        pace = random.Random(f"{self._seed} {suffix}")  # noqa: S311 - a seed replays
        await asyncio.sleep(pace.uniform(0.005, 0.030))
        response = await super().request(messages, model_settings, model_request_parameters)
        response.usage.cost = PRICE
        return response
