"""Answers kept for their time to live; the same question asked twice at once is asked once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from leadwright.tools.contract import ToolResult

Ask = Callable[[], Awaitable[ToolResult]]


@dataclass(slots=True)
class AnswerCache:
    """An in-process cache, bounded; only good answers are kept."""

    size: int = 20_000
    _kept: OrderedDict[str, tuple[datetime, ToolResult]] = field(default_factory=OrderedDict)
    _asking: dict[str, asyncio.Task[ToolResult]] = field(default_factory=dict)

    async def get_or_ask(self, key: str, *, ttl_s: int, now: datetime, ask: Ask) -> ToolResult:
        """The kept answer if fresh, else the answer of one shared call."""
        kept = self._kept.get(key)
        if kept is not None and kept[0] > now:
            self._kept.move_to_end(key)
            return replace(kept[1], cached=True, cost_usd=Decimal(0))
        task = self._asking.get(key)
        if task is not None:
            return replace(await asyncio.shield(task), cached=True, cost_usd=Decimal(0))
        task = asyncio.ensure_future(_run(ask))
        self._asking[key] = task
        task.add_done_callback(lambda _: self._asking.pop(key, None))
        result = await asyncio.shield(task)
        if result.error is None:
            self._keep(key, now + timedelta(seconds=ttl_s), result)
        return result

    def _keep(self, key: str, until: datetime, result: ToolResult) -> None:
        self._kept[key] = (until, result)
        while len(self._kept) > self.size:
            self._kept.popitem(last=False)


async def _run(ask: Ask) -> ToolResult:
    return await ask()
