"""One question to the sources, in their order: who is next, what went wrong, what it cost.

Three attempts a call over all sources. Who failed is followed by the next source at once, and tried
again, after a pause, only when nobody is left; who refused or knew nothing is not asked again.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from leadwright.clock import Clock, Deadline
from leadwright.errors import Bug
from leadwright.tools.cache import Outcome
from leadwright.tools.contract import (
    Answer,
    ToolError,
    ToolErrorCode,
    ToolModel,
    ToolResult,
    ToolSpec,
)
from leadwright.tools.guards import faults
from leadwright.tools.guards.faults import Fault
from leadwright.tools.guards.rate import RateLimits
from leadwright.tools.guards.retry import Backoff, RetryBudget
from leadwright.tools.guards.switches import Switchboard
from leadwright.tools.ports import Provider

MAX_ATTEMPTS: Final = 3  # per call, over all providers
_ENDLESS_S: Final = 86_400.0
_NOT_ITS_FAULT: Final = frozenset(
    {ToolErrorCode.INVALID_INPUT, ToolErrorCode.NOT_FOUND, ToolErrorCode.RATE_LIMIT_EXCEEDED}
)
Prices = Mapping[tuple[str, str], Decimal]  # tool, provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question, until when it must be answered, and what to do before money is spent."""

    spec: ToolSpec
    question: ToolModel
    deadline: Deadline | None
    before_paying: Callable[[], Awaitable[None]]

    @property
    def left_s(self) -> float:
        """The seconds left for it."""
        return self.deadline.left() if self.deadline else _ENDLESS_S


def _nobody() -> ToolError:
    return ToolError(error=ToolErrorCode.UNAVAILABLE, message="no provider offers this tool")


@dataclass(slots=True, kw_only=True)
class _Tries:
    """What happened so far to one question."""

    untried: deque[Provider]
    failed: Provider | None = None  # the last one that may be tried again
    made: int = 0
    retries: int = 0
    is_traced: bool = False  # that money is spent stands in the journal
    cost_usd: Decimal = Decimal(0)
    said: list[str] = field(default_factory=list)
    missed: tuple[Answer, str] | None = None  # an answer that found nothing, and whose
    error: ToolError = field(default_factory=_nobody)

    def note(self, provider: Provider, error: ToolError) -> None:
        self.error = error
        self.said.append(f"{provider.name}: {error.error}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What stands before the sources; one set a process."""

    board: Switchboard = field(default_factory=Switchboard)
    prices: Prices = field(default_factory=dict)
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)  # sources, where not all
    limits: RateLimits = field(default_factory=RateLimits)
    retries: RetryBudget = field(default_factory=RetryBudget)
    backoff: Backoff = field(default_factory=Backoff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """The sources and the guards before them; shared by all leads."""

    providers: Sequence[Provider]  # in order
    clock: Clock
    guards: Guards

    def price(self, spec: ToolSpec, provider: str) -> Decimal:
        """What a call costs there, whether it finds something or not."""
        return self.guards.prices.get((spec.name, provider), spec.cost_usd)

    def sources(self, tool: str) -> list[Provider]:
        """Who is asked for a tool, in order."""
        able = [one for one in self.providers if tool in one.offers]
        order = self.guards.order.get(tool)
        if order is None:
            return able
        return [one for name in order for one in able if one.name == name]

    async def ask(self, asking: Asking) -> Outcome:
        """Ask until somebody answers or nobody is left to ask; a failure is data."""
        tries = _Tries(untried=deque(self.sources(asking.spec.name)))
        self.guards.retries.earn()
        while tries.made < MAX_ATTEMPTS:
            provider = await self._next(asking, tries)
            if provider is None:
                break
            if asking.left_s <= 0:
                self.guards.board.breakers.of(asking.spec.name, provider.name).left_open()
                break
            answer = await self._try(asking, provider, tries)
            if answer is not None:
                return Outcome(_result(asking, tries, answer, provider.name))
        return self._told(asking, tries, was_cut=asking.left_s <= 0)

    async def _next(self, asking: Asking, tries: _Tries) -> Provider | None:
        """Who is asked next; waits where a source must be given time."""
        while tries.untried:
            provider = tries.untried.popleft()
            refused = await self._refusal(asking, provider)
            if refused is None:
                return provider
            tries.note(provider, refused)
        return await self._again(asking, tries)

    async def _again(self, asking: Asking, tries: _Tries) -> Provider | None:
        """Who failed last is given time, and asked again."""
        provider = tries.failed
        if provider is None or not self.guards.retries.spend():
            return None
        pause = self.guards.backoff.pause_s(tries.retries, asked_s=tries.error.retry_after_seconds)
        if pause >= asking.left_s:
            return None
        tries.retries += 1
        await self.clock.sleep(pause)
        refused = await self._refusal(asking, provider)
        return provider if refused is None else None

    async def _refusal(self, asking: Asking, provider: Provider) -> ToolError | None:
        """Switch, rate, breaker: why this source is not asked now; None when it is."""
        spec, where = asking.spec, (asking.spec.name, provider.name)
        if self.guards.board.off(*where):
            message = f"{spec.name} is switched off at {provider.name}"
            return ToolError(error=ToolErrorCode.DISABLED, message=message)
        most = asking.left_s if asking.deadline else spec.timeout_s
        wait = self.guards.limits.book(
            where, spec.rate_per_minute, now_s=self.clock.seconds(), most_s=most
        )
        if wait > most:
            return ToolError(
                error=ToolErrorCode.RATE_LIMIT_EXCEEDED,
                retry_after_seconds=round(wait, 3),
                message=f"{provider.name} may be asked again in {wait:.0f} s",
            )
        if wait > 0:
            await self.clock.sleep(wait)
        breaker, now = self.guards.board.breakers.of(*where), self.clock.now()
        if breaker.admits(now):
            return None
        self.guards.limits.give_back(where)
        rest = max(0.0, (breaker.open_until - now).total_seconds()) if breaker.open_until else 0.0
        return ToolError(
            error=ToolErrorCode.UNAVAILABLE,
            retry_after_seconds=round(rest, 3),
            message=f"{provider.name} failed too often and is left alone for {rest:.0f} s",
        )

    async def _try(self, asking: Asking, provider: Provider, tries: _Tries) -> Answer | None:
        spec, price = asking.spec, self.price(asking.spec, provider.name)
        breaker = self.guards.board.breakers.of(spec.name, provider.name)
        known = False
        try:
            if price and not tries.is_traced:
                await asking.before_paying()
                tries.is_traced = True
            tries.made += 1
            outcome = await self._attempt(asking, provider)
            known = True
        finally:
            if not known:
                breaker.left_open()
        if isinstance(outcome, Answer):
            tries.cost_usd += outcome.cost_usd or price
            await self._went_well(spec, provider)
            if spec.found is None or spec.found(outcome.output):
                tries.said.append(provider.name)
                return outcome
            tries.said.append(f"{provider.name}: nothing")
            tries.missed = tries.missed or (outcome, provider.name)
            return None
        nothing = outcome.error.error is ToolErrorCode.NOT_FOUND
        tries.cost_usd += outcome.cost_usd or (price if nothing else Decimal(0))
        tries.note(provider, outcome.error)
        if outcome.may_retry:
            tries.failed = provider
        await self._failed(asking, provider, outcome.error)
        return None

    async def _attempt(self, asking: Asking, provider: Provider) -> Answer | Fault:
        spec = asking.spec
        seconds = min(spec.timeout_s, asking.left_s)
        try:
            async with self.clock.timeout(seconds):
                answer = await provider.call(spec.name, asking.question)
        except Bug:
            raise
        except Exception as error:  # noqa: BLE001 - a provider's failure is data
            return faults.told(provider.name, spec, error)
        if isinstance(answer.output, spec.output):
            return answer
        return faults.misshapen(provider.name)

    async def _went_well(self, spec: ToolSpec, provider: Provider) -> None:
        where = (spec.name, provider.name)
        if (
            self.guards.board.breakers.of(*where).went_well()
            and self.guards.board.states is not None
        ):
            await self.guards.board.states.set_open(*where, None)

    async def _failed(self, asking: Asking, provider: Provider, error: ToolError) -> None:
        where = (asking.spec.name, provider.name)
        breaker, states = self.guards.board.breakers.of(*where), self.guards.board.states
        now = self.clock.now()
        if error.error is ToolErrorCode.RATE_LIMIT_EXCEEDED:
            self.guards.limits.leave_alone(where, error.retry_after_seconds, self.clock.seconds())
        if error.error in _NOT_ITS_FAULT:
            await self._went_well(asking.spec, provider)
        elif error.error is ToolErrorCode.TIMEOUT and asking.left_s <= 0:
            breaker.left_open()  # our time was up, not its
        elif breaker.failed(now) and states is not None:
            await states.set_open(*where, breaker.open_until)
        if states is not None:
            await states.count_failure(*where, error.error)

    def _told(self, asking: Asking, tries: _Tries, *, was_cut: bool) -> Outcome:
        if tries.missed is not None:
            answer, name = tries.missed
            return Outcome(_result(asking, tries, answer, name))
        error = tries.error
        if was_cut:
            error = ToolError(error=ToolErrorCode.TIMEOUT, message="the time for it is over")
        result = ToolResult(
            call_id="",
            tool=asking.spec.name,
            provider="none",
            error=error.model_copy(update={"message": f"{asking.spec.name}: {error.message}"}),
            cost_usd=tries.cost_usd,
            attempts=tuple(tries.said),
        )
        return Outcome(result, was_cut=was_cut)


def _result(asking: Asking, tries: _Tries, answer: Answer, provider: str) -> ToolResult:
    return ToolResult(
        call_id="",
        tool=asking.spec.name,
        provider=provider,
        output=answer.output,
        evidence=answer.evidence,
        cost_usd=tries.cost_usd,
        attempts=tuple(tries.said),
    )
