"""Answers kept for their time to live; the same question asked twice at once is asked once.

What has outlived its time stays a while longer: it is better than nothing when nobody answers.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from leadwright.tools.contract import ToolResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question went: the result, and whether only the asker's own time was too short."""

    result: ToolResult
    was_cut: bool = False
    at: datetime | None = None  # when it was answered, where not just now


@dataclass(frozen=True, slots=True)
class _Kept:
    at: datetime
    result: ToolResult


@dataclass(slots=True)
class AnswerCache:
    """An in-process cache, bounded; only good answers are kept."""

    size: int = 20_000
    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)
    _asking: dict[str, asyncio.Task[Outcome]] = field(default_factory=dict)

    def fresh(self, key: str, *, ttl_s: int, now: datetime) -> ToolResult | None:
        """The kept answer, while it is younger than its time to live."""
        kept = self._kept.get(key)
        if kept is None or now - kept.at >= timedelta(seconds=ttl_s):
            return None
        self._kept.move_to_end(key)
        return shared(kept.result)

    def stale(self, key: str, *, most: timedelta, now: datetime) -> ToolResult | None:
        """The kept answer however old, up to a limit; it says since when."""
        kept = self._kept.get(key)
        if kept is None or now - kept.at > most:
            return None
        return replace(shared(kept.result), stale_since=kept.at)

    def keep(self, key: str, result: ToolResult, *, now: datetime) -> None:
        """Keep an answer; the one not asked for longest makes room."""
        self._kept[key] = _Kept(now, result)
        self._kept.move_to_end(key)
        while len(self._kept) > self.size:
            self._kept.popitem(last=False)

    def ask_once(
        self, key: str, ask: Callable[[], Awaitable[Outcome]]
    ) -> tuple[asyncio.Task[Outcome], bool]:
        """The one call under way for a question, and whether it began here.

        It belongs to nobody: await it behind a shield, so that who gives up takes it from no
        other, and what it brings (and cost) is kept.
        """
        task = self._asking.get(key)
        if task is not None:
            return task, False
        task = asyncio.ensure_future(_run(ask))
        self._asking[key] = task
        task.add_done_callback(lambda _: self._asking.pop(key, None))
        return task, True


def shared(result: ToolResult) -> ToolResult:
    """An answer as all but its asker get it: it costs them nothing."""
    return replace(result, cached=True, cost_usd=Decimal(0))


async def _run(ask: Callable[[], Awaitable[Outcome]]) -> Outcome:
    return await ask()
