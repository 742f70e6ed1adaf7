"""Runs tool calls: access, taint gate, validation, journal, cache, sources, evidence, journal.

A failure is data, never an exception: the caller reads `result.error`.
"""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError

from leadwright.clock import Clock, Deadline
from leadwright.errors import Bug, in_plain_words
from leadwright.models.journal import SegmentJournal
from leadwright.models.ports import CallKind, CallState, JournalRow
from leadwright.tools.cache import AnswerCache, Outcome, shared
from leadwright.tools.codec import answer_from_json, answer_to_json
from leadwright.tools.contract import (
    Answer,
    Origin,
    ToolError,
    ToolErrorCode,
    ToolModel,
    ToolResult,
    ToolSpec,
)
from leadwright.tools.guards import taint
from leadwright.tools.ports import AnswerShelf, Places, Provider
from leadwright.tools.purchase import Purchase
from leadwright.tools.waterfall import Asking, Guards, Waterfall

MOST_REFUSED_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """Who calls what, in which phase, and where its arguments come from."""

    tool: str
    arguments: Mapping[str, object]
    agent: str
    phase: str
    turn: int = 0
    origin: Origin = Origin.HOUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRuntime:
    """The tools of the house and who may call them; shared by all leads."""

    specs: Mapping[str, ToolSpec]
    providers: Sequence[Provider]  # in waterfall order
    grants: Mapping[str, frozenset[str]]  # agent -> names of its tools
    clock: Clock
    guards: Guards = field(default_factory=Guards)
    places: Places | None = None
    cache: AnswerCache = field(default_factory=AnswerCache)
    shelf: AnswerShelf | None = None  # what was paid for, by whichever process

    @property
    def waterfall(self) -> Waterfall:
        """The sources behind the guards."""
        return Waterfall(providers=self.providers, clock=self.clock, guards=self.guards)

    async def tidy(self) -> None:
        """Clear away answers that nobody may use any more."""
        if self.shelf is not None:
            await self.shelf.clear(self.clock.now())

    async def call(self, call: ToolCall, journal: SegmentJournal) -> ToolResult:
        """Run one call to its result; replayed from the journal when it was done before."""
        spec = self.specs.get(call.tool)
        if spec is None or call.tool not in self.grants.get(call.agent, frozenset()):
            denied = _failed(call, ToolErrorCode.ACCESS_DENIED, f"{call.agent} may not use it")
            return await self._refuse(call, denied, journal)
        tainted = taint.refusal(call.origin, spec, call.arguments, journal.lead_id)
        if tainted is not None:
            denied = _failed(call, ToolErrorCode.ACCESS_DENIED, tainted)
            return await self._refuse(call, denied, journal)
        try:
            arguments = spec.input.model_validate(dict(call.arguments))
        except ValidationError as error:
            refused = _failed(call, ToolErrorCode.INVALID_INPUT, _explain(error))
            return await self._refuse(call, refused, journal)
        return await self._journaled(call, spec, arguments, journal)

    async def _refuse(
        self, call: ToolCall, refused: ToolResult, journal: SegmentJournal
    ) -> ToolResult:
        """A call that never ran is in the journal too: who asked for what, and why not."""
        asked = json.dumps(dict(call.arguments), sort_keys=True, default=str)[:MOST_REFUSED_CHARS]
        key = journal.key(phase=call.phase, turn=call.turn, name=call.tool, arguments=asked)
        refused = replace(refused, call_id=key)
        if journal.done(key) is None:
            request = json.dumps({"refused": asked})
            await journal.write(_row(call, refused, journal, request=request, at=self.clock.now()))
        return refused

    async def _journaled(
        self, call: ToolCall, spec: ToolSpec, arguments: ToolModel, journal: SegmentJournal
    ) -> ToolResult:
        asked = arguments.model_dump_json()
        key = journal.key(phase=call.phase, turn=call.turn, name=call.tool, arguments=asked)
        row = journal.done(key)
        if row is not None:
            return _replayed(call, spec, row)
        started_at, began = self.clock.now(), self.clock.seconds()

        async def before_paying() -> None:  # a paid call leaves a trace before it is made
            trace = ToolResult(call_id=key, tool=call.tool, provider="none")
            before = _row(call, trace, journal, request=asked, at=started_at)
            await journal.write(replace(before, reply="", state=CallState.BEFORE))

        question = spec.sharing.question(arguments) if spec.sharing else arguments
        asking = Asking(
            spec=spec,
            question=question,
            deadline=self._deadline(spec, journal),
            before_paying=before_paying,
            asker=key,
            aside=lambda: self._aside(journal),
        )
        result = await self._answer(call, asking, _key_of(spec, question, asked), journal)
        result = replace(
            _narrowed(spec, arguments, result),
            call_id=key,
            latency_ms=(self.clock.seconds() - began) * 1000,
        )
        stamped = tuple(replace(item, tool_call=key) for item in result.evidence)
        result = replace(result, evidence=stamped)
        await journal.write(_row(call, result, journal, request=asked, at=started_at))
        return result

    def _deadline(self, spec: ToolSpec, journal: SegmentJournal) -> Deadline | None:
        """What stays in the house answers at once; only our own queueing could make it late.

        A tool that may be slow is bound by its own limits alone, once there is time to begin.
        """
        if not spec.leaves_house:
            return None
        deadline = journal.deadline
        may_be_slow = spec.async_after_s is not None and self.places is not None
        return None if may_be_slow and deadline and deadline.left() > 0 else deadline

    async def _answer(
        self, call: ToolCall, asking: Asking, key: str, journal: SegmentJournal
    ) -> ToolResult:
        board = self.guards.board
        if not board.is_fresh(began := self.clock.seconds()):
            await board.refresh(began)
        off = board.off(call.tool)
        if off is not None:
            return _failed(call, ToolErrorCode.DISABLED, f"switched off by {off.actor}")
        answer = self._kept_or_asked(asking, key)
        if asking.spec.async_after_s is None or self.places is None:
            return await answer
        return await self._parked_while_slow(asking, answer, journal, self.places)

    def _aside(self, journal: SegmentJournal) -> AbstractContextManager[None]:
        """The lead holds no place while it waits for what another process asks."""
        return self.places.parked(journal.lead_id) if self.places else nullcontext()

    async def _parked_while_slow(
        self,
        asking: Asking,
        answer: Coroutine[object, object, ToolResult],
        journal: SegmentJournal,
        places: Places,
    ) -> ToolResult:
        """The lead holds its place only so long; what it waits beyond that is on nobody's time."""
        task = asyncio.ensure_future(answer)
        try:
            with suppress(TimeoutError):
                async with self.clock.timeout(asking.spec.async_after_s or 0):
                    return await asyncio.shield(task)
            paused = journal.deadline.paused() if journal.deadline else nullcontext()
            with places.parked(journal.lead_id), paused:
                return await task
        finally:
            task.cancel()

    async def _kept_or_asked(self, asking: Asking, key: str) -> ToolResult:
        spec = asking.spec
        if not spec.cache_ttl_s:
            return (await self.waterfall.ask(asking)).result
        while True:
            kept = self.cache.fresh(key, ttl_s=spec.cache_ttl_s, now=self.clock.now())
            if kept is not None and not self.guards.board.off(spec.name, kept.provider):
                return kept
            task, is_mine = self.cache.ask_once(key, lambda: self._ask_and_keep(asking, key))
            outcome = await self._awaited(asking, task)
            if is_mine:
                break
            if not outcome.was_cut or asking.left_s <= 0:  # else: the asker had less time than we
                outcome = replace(outcome, result=shared(outcome.result))
                break
        return self._or_stale(asking, key, outcome.result)

    async def _ask_and_keep(self, asking: Asking, key: str) -> Outcome:
        outcome = await self._asked(asking, key)
        if outcome.result.error is None:
            self.cache.keep(key, outcome.result, now=outcome.at or self.clock.now())
        return outcome

    async def _asked(self, asking: Asking, key: str) -> Outcome:
        waterfall = self.waterfall
        if self.shelf is None or not waterfall.may_cost(asking.spec):
            return await waterfall.ask(asking)
        purchase = Purchase(
            shelf=self.shelf, cache=self.cache, clock=self.clock, asking=asking, key=key
        )
        return await purchase.ask(waterfall)

    async def _awaited(self, asking: Asking, task: asyncio.Task[Outcome]) -> Outcome:
        """The outcome of a shared call, as long as there is time for it."""
        if asking.deadline is None:
            return await asyncio.shield(task)
        try:
            async with self.clock.timeout(max(0.0, asking.left_s)):
                return await asyncio.shield(task)
        except TimeoutError:
            over = ToolError(
                error=ToolErrorCode.TIMEOUT, message=f"{asking.spec.name}: the time for it is over"
            )
            late = ToolResult(call_id="", tool=asking.spec.name, provider="none", error=over)
            return Outcome(late, was_cut=True)

    def _or_stale(self, asking: Asking, key: str, result: ToolResult) -> ToolResult:
        """What is known from before, where nobody could be asked."""
        spec = asking.spec
        if not (result.is_silent and spec.stale_days):
            return result
        most = timedelta(seconds=spec.cache_ttl_s, days=spec.stale_days)
        stale = self.cache.stale(key, most=most, now=self.clock.now())
        if stale is None or self.guards.board.off(spec.name, stale.provider):
            return result
        return replace(stale, attempts=result.attempts, cost_usd=result.cost_usd)


def _key_of(spec: ToolSpec, question: ToolModel, asked: str) -> str:
    return f"{spec.name} {spec.sharing.key(question) if spec.sharing else asked}"


def _narrowed(spec: ToolSpec, arguments: ToolModel, result: ToolResult) -> ToolResult:
    """The common answer as this lead's."""
    if spec.sharing is None or result.output is None:
        return result
    common = Answer(output=result.output, evidence=result.evidence)
    own = spec.sharing.narrow(arguments, common)
    if not isinstance(own.output, spec.output):
        raise Bug(f"what {spec.name} shares is narrowed into another shape")
    return replace(result, output=own.output, evidence=own.evidence)


def _row(
    call: ToolCall, result: ToolResult, journal: SegmentJournal, *, request: str, at: datetime
) -> JournalRow:
    return JournalRow(
        key=result.call_id,
        segment_id=journal.segment_id,
        lead_id=journal.lead_id,
        phase=call.phase,
        turn=call.turn,
        kind=CallKind.TOOL,
        name=call.tool,
        provider=result.provider,
        agent=call.agent,
        release=journal.release,
        request=request,
        reply=answer_to_json(
            result.output, result.evidence, result.error, result.attempts, result.stale_since
        ),
        outcome=result.error.error if result.error else "ok",
        cost_usd=result.cost_usd,
        latency_ms=result.latency_ms,
        cached=result.cached,
        started_at=at,
        state=CallState.DONE,
    )


def _failed(call: ToolCall, code: ToolErrorCode, message: str) -> ToolResult:
    error = ToolError(error=code, message=f"{call.tool}: {message}")
    return ToolResult(call_id="", tool=call.tool, provider="none", error=error)


def _replayed(call: ToolCall, spec: ToolSpec, row: JournalRow) -> ToolResult:
    told = answer_from_json(row.reply, spec.output)
    return ToolResult(
        call_id=row.key,
        tool=call.tool,
        provider=row.provider,
        output=told.output,
        error=told.error,
        evidence=told.evidence,
        stale_since=told.stale_since,
        attempts=told.attempts,
        cost_usd=row.cost_usd,
        latency_ms=row.latency_ms,
        cached=row.cached,
    )


def _explain(error: ValidationError) -> str:
    """What is wrong, without what was given: that may be a stranger's text."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole of it"
    return f"{where} {in_plain_words(dict(first))}"
