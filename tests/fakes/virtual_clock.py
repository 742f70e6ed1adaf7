"""Time that passes only when everybody sleeps: an hour of waiting is tested at once."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

from leadwright.clock import FrozenClock

T = TypeVar("T")


class Alarm:
    """What is to happen at some second, unless it is called off."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self.ring = ring
        self.is_off = False


class VirtualClock(FrozenClock):
    """A clock whose sleepers are woken in order by `run` or `advance`; nobody waits for real."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = itertools.count()

    @property
    def sleepers(self) -> int:
        """How many alarms are set."""
        return sum(not alarm.is_off for _, _, alarm in self._alarms)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved so far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        awake = asyncio.get_running_loop().create_future()
        alarm = self._set(seconds, lambda: None if awake.done() else awake.set_result(None))
        try:
            await awake
        finally:
            alarm.is_off = True

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """A block that ends with TimeoutError when the clock was moved so far."""
        return self._timeout(seconds)

    @asynccontextmanager
    async def _timeout(self, seconds: float) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None if seconds > 0 else loop.time()) as limit:
            alarm = self._set(seconds, lambda: limit.reschedule(loop.time()))
            try:
                yield
            finally:
                alarm.is_off = True

    def _set(self, seconds: float, ring: Callable[[], None]) -> Alarm:
        alarm = Alarm(ring)
        if seconds > 0:
            entry = (self.seconds() + seconds, next(self._numbers), alarm)
            heapq.heappush(self._alarms, entry)
        return alarm

    def wake_next(self) -> bool:
        """Move on to the next alarm; False when none is set."""
        while self._alarms:
            at, _, alarm = heapq.heappop(self._alarms)
            if not alarm.is_off:
                self.advance(timedelta(seconds=max(0.0, at - self.seconds())))
                alarm.ring()
                return True
        return False

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Let time pass until the work is done. For one loop and no threads."""
        task = asyncio.ensure_future(work)
        while not task.done():
            await everybody_waits()
            if not task.done() and not self.wake_next():
                task.cancel()
                raise AssertionError("everybody waits, and nothing will ever happen")
        return task.result()


async def everybody_waits() -> None:
    """Return once nothing can happen in this loop before some time passes or a thread tells."""
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # noqa: ASYNC110 - there is no event for "nothing happens"
        await asyncio.sleep(0)
