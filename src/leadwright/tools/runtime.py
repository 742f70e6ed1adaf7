"""Runs tool calls: access, validation, journal, cache, deadline, next provider, evidence, journal.

A failure is data, never an exception: the caller reads `result.error`.
"""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import ValidationError

from leadwright.clock import Clock
from leadwright.errors import Bug, Refused, Unavailable
from leadwright.models.journal import SegmentJournal
from leadwright.models.ports import CallKind, CallState, JournalRow
from leadwright.tools.cache import AnswerCache
from leadwright.tools.codec import answer_from_json, answer_to_json
from leadwright.tools.contract import (
    Answer,
    ToolError,
    ToolErrorCode,
    ToolModel,
    ToolResult,
    ToolSpec,
)
from leadwright.tools.ports import Provider

_log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3  # per call, over all providers
MOST_REFUSED_CHARS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """Who calls what, in which phase."""

    tool: str
    arguments: Mapping[str, object]
    agent: str
    phase: str
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRuntime:
    """The tools of the house and who may call them; shared by all leads."""

    specs: Mapping[str, ToolSpec]
    providers: Sequence[Provider]  # in waterfall order
    grants: Mapping[str, frozenset[str]]  # agent -> names of its tools
    clock: Clock
    cache: AnswerCache = field(default_factory=AnswerCache)

    async def call(self, call: ToolCall, journal: SegmentJournal) -> ToolResult:
        """Run one call to its result; replayed from the journal when it was done before."""
        spec = self.specs.get(call.tool)
        if spec is None or call.tool not in self.grants.get(call.agent, frozenset()):
            denied = _failed(call, ToolErrorCode.ACCESS_DENIED, f"{call.agent} may not use it")
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
        result = await self._answer(call, spec, arguments, asked)
        result = replace(
            result,
            call_id=key,
            latency_ms=(self.clock.seconds() - began) * 1000,
            evidence=tuple(replace(item, tool_call=key) for item in result.evidence),
        )
        await journal.write(_row(call, result, journal, request=asked, at=started_at))
        return result

    async def _answer(
        self, call: ToolCall, spec: ToolSpec, arguments: ToolModel, asked: str
    ) -> ToolResult:
        if not spec.cache_ttl_s:
            return await self._waterfall(call, spec, arguments)
        return await self.cache.get_or_ask(
            f"{spec.name} {asked}",
            ttl_s=spec.cache_ttl_s,
            now=self.clock.now(),
            ask=lambda: self._waterfall(call, spec, arguments),
        )

    async def _waterfall(self, call: ToolCall, spec: ToolSpec, arguments: ToolModel) -> ToolResult:
        able = [provider for provider in self.providers if spec.name in provider.offers]
        attempts: list[str] = []
        error = ToolError(error=ToolErrorCode.UNAVAILABLE, message="no provider offers this tool")
        for number in range(MAX_ATTEMPTS if able else 0):
            provider = able[min(number, len(able) - 1)]
            outcome = await _attempt(provider, spec, arguments)
            if isinstance(outcome, Answer):
                return ToolResult(
                    call_id="",
                    tool=spec.name,
                    provider=provider.name,
                    output=outcome.output,
                    evidence=outcome.evidence,
                    cost_usd=outcome.cost_usd,
                    attempts=(*attempts, provider.name),
                )
            error = outcome
            attempts.append(f"{provider.name}: {error.error}")
            if error.error is ToolErrorCode.INVALID_INPUT and number + 1 >= len(able):
                break  # who refused once refuses again; only another provider may answer
        failed = _failed(call, error.error, error.message)
        return replace(failed, attempts=tuple(attempts))


async def _attempt(provider: Provider, spec: ToolSpec, arguments: ToolModel) -> Answer | ToolError:
    try:
        async with asyncio.timeout(spec.timeout_s):
            answer = await provider.call(spec.name, arguments)
    except Bug:
        raise
    except Exception as error:  # noqa: BLE001 - a provider's failure is data
        return _failure(provider, spec, error)
    if isinstance(answer.output, spec.output):
        return answer
    message = f"{provider.name} answered in another shape"
    return ToolError(error=ToolErrorCode.MALFORMED, message=message)


def _failure(provider: Provider, spec: ToolSpec, error: Exception) -> ToolError:
    if isinstance(error, TimeoutError):
        message = f"{provider.name} took longer than {spec.timeout_s:g} s"
        return ToolError(error=ToolErrorCode.TIMEOUT, message=message)
    if isinstance(error, Refused):
        return ToolError(error=ToolErrorCode.INVALID_INPUT, message=str(error))
    if isinstance(error, Unavailable):
        return ToolError(error=ToolErrorCode.UNAVAILABLE, message=str(error))
    _log.error("%s failed at %s", provider.name, spec.name, exc_info=error)
    message = f"{provider.name} failed ({type(error).__name__})"
    return ToolError(error=ToolErrorCode.UNAVAILABLE, message=message)


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
        reply=answer_to_json(result.output, result.evidence, result.error),
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
    output, evidence, error = answer_from_json(row.reply, spec.output)
    return ToolResult(
        call_id=row.key,
        tool=call.tool,
        provider=row.provider,
        output=output,
        error=error,
        evidence=evidence,
        cost_usd=row.cost_usd,
        latency_ms=row.latency_ms,
        cached=row.cached,
    )


def _explain(error: ValidationError) -> str:
    first = json.loads(error.json(include_url=False, include_input=False))[0]
    where = ".".join(str(part) for part in first["loc"]) or "arguments"
    return f"{where}: {first['msg']}"
