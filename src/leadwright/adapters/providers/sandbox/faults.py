"""Faults of a source, as often as one likes and always the same for a seed."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from leadwright.clock import Clock
from leadwright.errors import Unavailable
from leadwright.sandbox import Dice
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import RateLimited


class SandboxDown(Unavailable):
    """The sandbox was told to fail now and then, and did; try again later."""

    code: ClassVar[str] = "sandbox_down"


class Fault(StrEnum):
    """What can be wrong with an answer."""

    SLOW = "slow"
    RATE_LIMITED = "rate_limited"
    FAILING = "failing"
    MALFORMED = "malformed"


class Garbled(ToolModel):
    """An answer in no shape that any tool has."""

    page: str = "<html><title>502 Bad Gateway</title></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The share of answers with each fault (0 to 1), and how long a slow one takes."""

    slow: float = 0.0
    rate_limited: float = 0.0
    failing: float = 0.0
    malformed: float = 0.0
    slow_s: float = 2.0
    retry_after_s: float = 1.0

    def of(self, throw: float) -> Fault | None:
        """The fault that a number from 0 to 1 stands for; most numbers stand for none."""
        for fault in Fault:
            share: float = getattr(self, fault.value)
            if throw < share:
                return fault
            throw -= share
        return None


@dataclass(slots=True)
class Luck:
    """Throws the dice for each call. The same call, asked as often, fares the same for a seed."""

    provider: str
    seed: int
    faults: Faults
    clock: Clock
    _asked: Counter[str] = field(default_factory=Counter)

    async def strike(self, tool: str, arguments: ToolModel) -> Answer | None:
        """Do what the dice say: wait, fail, or answer rubbish; None lets the call go on.

        Raises:
            RateLimited: the dice say 429.
            SandboxDown: the dice say 500.
        """
        call = f"{tool} {arguments.model_dump_json()}"
        self._asked[call] += 1
        throw = Dice(f"{self.seed} faults {call} {self._asked[call]}").random()
        match self.faults.of(throw):
            case Fault.SLOW:
                await self.clock.sleep(self.faults.slow_s)
            case Fault.RATE_LIMITED:
                raise RateLimited(self.provider, self.faults.retry_after_s)
            case Fault.FAILING:
                raise SandboxDown(f"{self.provider} fails now and then, as it was told; try again")
            case Fault.MALFORMED:
                return Answer(output=Garbled())
            case None:
                pass
        return None
