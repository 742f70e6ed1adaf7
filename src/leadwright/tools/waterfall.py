"""One question to the sources, in their order: who is next, what went wrong, what it cost.

Three attempts a call over all sources. Who failed is followed by the next source at once, and tried
again, after a pause, only when nobody is left; who refused or knew nothing is not asked again. Who
is at its rate is waited for only when nobody is free.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from leadwright.clock import Clock, Deadline
from leadwright.errors import Bug
from leadwright.landmarks import Landmark, Passing, unnoticed
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
from leadwright.tools.guards.breaker import Pass
from leadwright.tools.guards.faults import Fault
from leadwright.tools.guards.rate import RateLimits
from leadwright.tools.guards.retry import Backoff, RetryBudget
from leadwright.tools.guards.switches import Switchboard
from leadwright.tools.ports import Provider

MAX_ATTEMPTS: Final = 3  # per call, over all providers
_ENDLESS_S: Final = 86_400.0
_SHORT_S: Final = 0.5  # so long a source is waited for although another may be free
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
    asker: str = ""  # the call that asks first
    known: Callable[[], Awaitable[Outcome | None]] | None = None  # what somebody paid for already
    aside: Callable[[], AbstractContextManager[None]] = nullcontext  # while it waits for others

    @property
    def left_s(self) -> float:
        """The seconds left for it."""
        return self.deadline.left() if self.deadline else _ENDLESS_S

    @property
    def patience_s(self) -> float:
        """How long a source may keep it waiting."""
        return self.deadline.left() if self.deadline else self.spec.timeout_s


def _nobody() -> ToolError:
    return ToolError(error=ToolErrorCode.UNAVAILABLE, message="no provider offers this tool")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A source that may be asked now."""

    provider: Provider
    admitted: Pass


@dataclass(slots=True, kw_only=True)
class _Tries:
    """What happened so far to one question."""

    untried: deque[Provider]
    busy: list[tuple[float, Provider]] = field(default_factory=list)  # when each is free
    failed: tuple[Provider, ToolError] | None = None  # the last one that may be tried again
    made: int = 0
    retries: int = 0
    is_looked_up: bool = False  # whether somebody paid for it already
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
    passing: Passing = unnoticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """The sources and the guards before them; shared by all leads."""

    providers: Sequence[Provider]  # in order
    clock: Clock
    guards: Guards

    def price(self, spec: ToolSpec, provider: str) -> Decimal:
        """What a call costs there, whether it finds something or not."""
        return self.guards.prices.get((spec.name, provider), spec.cost_usd)

    def may_cost(self, spec: ToolSpec) -> bool:
        """Whether money could be spent on it at all; where nothing has a price, no."""
        return bool(spec.cost_usd or any(self.guards.prices.values()))

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
            turn = await self._next(asking, tries)
            if isinstance(turn, Outcome):
                return turn
            if turn is None:
                break
            if asking.left_s <= 0:
                breaker = self.guards.board.breakers.of(asking.spec.name, turn.provider.name)
                breaker.left_open(turn.admitted)
                break
            answer = await self._try(asking, turn, tries)
            if answer is not None:
                return Outcome(_result(asking, tries, answer, turn.provider.name))
        return self._told(asking, tries, was_cut=asking.left_s <= 0)

    async def _next(self, asking: Asking, tries: _Tries) -> _Turn | Outcome | None:
        """Who is free; else who is free first; else who failed.

        Where money would be spent, what is known already is as good.
        """
        while tries.untried:
            provider = tries.untried.popleft()
            known = await self._known(asking, tries, provider)
            if known is not None:
                return known
            is_only = not (tries.untried or tries.busy)
            most_s = asking.patience_s if is_only else min(_SHORT_S, asking.patience_s)
            turn = await self._admitted(asking, provider, most_s)
            if isinstance(turn, _Turn):
                return turn
            tries.note(provider, turn)
            wait_s = turn.retry_after_seconds or 0.0
            if turn.error is ToolErrorCode.RATE_LIMIT_EXCEEDED and wait_s <= asking.patience_s:
                tries.busy.append((self.clock.seconds() + wait_s, provider))
        while tries.busy:
            first = min(tries.busy, key=lambda one: one[0])
            tries.busy.remove(first)
            turn = await self._admitted(asking, first[1], asking.patience_s)
            if isinstance(turn, _Turn):
                return turn
            tries.note(first[1], turn)
        return await self._again(asking, tries)

    async def _known(self, asking: Asking, tries: _Tries, provider: Provider) -> Outcome | None:
        """What was paid for already, looked up once, as soon as somebody is next who costs."""
        if asking.known is None or tries.is_looked_up:
            return None
        if not self.price(asking.spec, provider.name):
            return None
        if self.guards.board.off(asking.spec.name, provider.name):
            return None
        tries.is_looked_up = True
        known = await asking.known()
        if known is None or not tries.cost_usd:
            return known
        spent = known.result.cost_usd + tries.cost_usd
        return replace(known, result=replace(known.result, cost_usd=spent))

    async def _again(self, asking: Asking, tries: _Tries) -> _Turn | None:
        """Who failed last is given time, and asked again."""
        if tries.failed is None:
            return None
        provider, error = tries.failed
        asked_s = error.retry_after_seconds or 0.0
        pause = self.guards.backoff.pause_s(tries.retries, asked_s=asked_s)
        is_too_long = pause >= asking.left_s or asked_s > asking.patience_s
        if is_too_long or self._resting(asking, provider) or not self.guards.retries.spend():
            return None
        tries.retries += 1
        await self.clock.sleep(pause)
        turn = await self._admitted(asking, provider, asking.patience_s)
        return turn if isinstance(turn, _Turn) else None

    async def _admitted(
        self, asking: Asking, provider: Provider, most_s: float
    ) -> _Turn | ToolError:
        """Switch, breaker, rate: the turn of a source, waited for so long at most, or why not."""
        spec, where = asking.spec, (asking.spec.name, provider.name)
        if self.guards.board.off(*where):
            message = f"{spec.name} is switched off at {provider.name}"
            return ToolError(error=ToolErrorCode.DISABLED, message=message)
        if resting := self._resting(asking, provider):
            return resting
        wait = self.guards.limits.book(
            where, spec.rate_per_minute, now_s=self.clock.seconds(), most_s=most_s
        )
        if wait > most_s:
            return ToolError(
                error=ToolErrorCode.RATE_LIMIT_EXCEEDED,
                retry_after_seconds=round(wait, 3),
                message=f"{provider.name} may be asked again in {wait:.0f} s",
            )
        if wait > 0:
            await self.clock.sleep(wait)
        admitted = self.guards.board.breakers.of(*where).admits(self.clock.now())
        if admitted is not None:
            return _Turn(provider, admitted)
        self.guards.limits.give_back(where)  # it opened meanwhile
        return self._resting(asking, provider) or _nobody()

    def _resting(self, asking: Asking, provider: Provider) -> ToolError | None:
        """Why a source is left alone now; None where it is not."""
        breaker = self.guards.board.breakers.of(asking.spec.name, provider.name)
        now = self.clock.now()
        if breaker.would_admit(now):
            return None
        rest = max(0.0, (breaker.open_until - now).total_seconds()) if breaker.open_until else 0.0
        return ToolError(
            error=ToolErrorCode.UNAVAILABLE,
            retry_after_seconds=round(rest, 3),
            message=f"{provider.name} failed too often and is left alone for {rest:.0f} s",
        )

    async def _try(self, asking: Asking, turn: _Turn, tries: _Tries) -> Answer | None:
        spec, provider = asking.spec, turn.provider
        price = self.price(spec, provider.name)
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
                breaker.left_open(turn.admitted)
        if isinstance(outcome, Answer):
            tries.cost_usd += outcome.cost_usd or price
            await self._went_well(spec, turn)
            if spec.found is None or spec.found(outcome.output):
                tries.said.append(provider.name)
                return outcome
            tries.said.append(f"{provider.name}: nothing")
            tries.missed = tries.missed or (outcome, provider.name)
            return None
        nothing = outcome.error.error is ToolErrorCode.NOT_FOUND
        tries.cost_usd += outcome.cost_usd or (price if nothing else Decimal(0))
        tries.note(provider, outcome.error)
        comes_in_time = (outcome.error.retry_after_seconds or 0.0) <= asking.patience_s
        if outcome.may_retry and (comes_in_time or tries.failed is None):
            tries.failed = (provider, outcome.error)
        await self._failed(asking, turn, outcome.error)
        return None

    async def _attempt(self, asking: Asking, provider: Provider) -> Answer | Fault:
        spec = asking.spec
        seconds = min(spec.timeout_s, asking.left_s)
        try:
            async with self.clock.timeout(seconds):
                self.guards.passing(Landmark.TOOL_CALL.before)
                answer = await provider.call(spec.name, asking.question)
                self.guards.passing(Landmark.TOOL_CALL.after)
        except Bug:
            raise
        except Exception as error:  # noqa: BLE001 - a provider's failure is data
            return faults.told(provider.name, spec, error)
        if isinstance(answer.output, spec.output):
            return answer
        return faults.misshapen(provider.name)

    async def _went_well(self, spec: ToolSpec, turn: _Turn) -> None:
        where, board = (spec.name, turn.provider.name), self.guards.board
        if board.breakers.of(*where).went_well(turn.admitted) and board.states is not None:
            await board.states.set_open(*where, None)

    async def _failed(self, asking: Asking, turn: _Turn, error: ToolError) -> None:
        where = (asking.spec.name, turn.provider.name)
        breaker, states = self.guards.board.breakers.of(*where), self.guards.board.states
        now = self.clock.now()
        if error.error is ToolErrorCode.RATE_LIMIT_EXCEEDED:
            self.guards.limits.leave_alone(where, error.retry_after_seconds, self.clock.seconds())
        if error.error in _NOT_ITS_FAULT:
            await self._went_well(asking.spec, turn)
        elif error.error is ToolErrorCode.TIMEOUT and asking.left_s <= 0:
            breaker.left_open(turn.admitted)  # our time was up, not its
        elif breaker.failed(turn.admitted, now) and states is not None:
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
