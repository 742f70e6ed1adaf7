"""A shift: take waiting leads in hand by priority until all of them rest."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from leadwright.errors import Unavailable
from leadwright.journey.ports import Desk, Engine
from leadwright.journey.workflow import Journey

BATCH = 50
TOLD_EVERY_S = 0.5
PAUSE_S = 0.05
LONGEST_PAUSE_S = 0.4  # between two looks of a worker that has nothing to do
STILL_ROUNDS = 100  # five seconds in which no lead is in hand, and some do not rest either
First = Callable[[], Awaitable[object]]  # what to do before the work, or after it
Progress = Callable[[int], None]  # how many leads do not rest yet
Ready = Callable[[], object]
_log: Final = logging.getLogger("leadwright.shift")


class LeadsLeftBehind(Unavailable):
    """Some leads are in nobody's hand and do not rest."""

    code: ClassVar[str] = "leads_left_behind"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"{number} leads could not be worked to their rest; see the failure above, if any, and "
            "run the same command again: it goes on where it was."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Works what waits, through the durable engine."""

    desk: Desk
    engine: Engine
    journey: Journey
    tidy: Callable[[], Awaitable[object]] | None = None  # before the first lead

    async def work_to_rest(
        self, progress: Progress | None = None, *, first: First | None = None
    ) -> None:
        """Start the engine, work every lead that can run, stop when all of them rest.

        `first` runs once nobody else can work this database: taking in a file belongs there, or
        two processes could take in the same person twice. Whatever ends it early, such as Ctrl-C,
        leaves the rest to the next shift.

        Raises:
            LeadsLeftBehind: nothing moves any more, and some leads do not rest.
        """
        await self.engine.start(self.journey.work)
        done = False
        try:
            await self._tidied()
            if first is not None:
                await first()
            await self._work(progress)
            done = True
        finally:
            await self.engine.stop(drain=done)

    async def work_until(
        self,
        stop: asyncio.Event,
        *,
        most: int | None = None,
        ready: Ready = lambda: None,
        last: First | None = None,
    ) -> int:
        """Work whatever comes, until told to stop or so many leads were begun; returns how many.

        `ready` is told once leads can be worked; `last` is done when they were. What is in hand in
        the end is finished, or left to another worker when that takes too long.
        """
        await self.engine.start(self.journey.work)
        begun, pause = 0, PAUSE_S
        try:
            await self._tidied()
            ready()
            while not stop.is_set():
                wanted = BATCH if most is None else min(BATCH, most - begun)
                claimed = await self._claim(wanted) if wanted else 0
                begun += claimed or 0
                if most is not None and claimed == 0 and await self.engine.idle():
                    break  # all of them rest, or nothing waits
                pause = PAUSE_S if claimed or most is not None else min(2 * pause, LONGEST_PAUSE_S)
                await _either(stop, pause)
            if last is not None:
                await last()
        finally:
            await self.engine.stop()
        return begun

    async def _tidied(self) -> None:
        try:
            if self.tidy is not None:
                await self.tidy()
        except Unavailable as error:
            _log.warning("nothing can be cleared away now: %s", error)

    async def _claim(self, limit: int) -> int | None:
        """How many were claimed; None when nobody can say."""
        try:
            return await self.engine.dispatch(limit)
        except Unavailable as error:  # the database, most likely: what is in hand waits for it too
            _log.warning("no leads can be claimed now: %s", error)
            return None

    async def _work(self, progress: Progress | None) -> None:
        still, told = 0, 0.0
        clock = self.journey.steps.clock
        while True:
            claimed = await self.engine.dispatch(BATCH)
            idle = not claimed and await self.engine.idle()
            left = -1
            if idle or clock.seconds() - told >= TOLD_EVERY_S:  # counting a million takes time
                left, told = await self.desk.count_unrested(), clock.seconds()
                if progress is not None:
                    progress(left)
            if idle and not left:
                return
            still = still + 1 if idle and await self.engine.is_alone() else 0
            if still >= STILL_ROUNDS:
                raise LeadsLeftBehind(left)
            if not claimed:
                await asyncio.sleep(PAUSE_S)


async def _either(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
