"""A shift: take waiting leads in hand by priority until all of them rest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Unavailable
from leadwright.journey.ports import Desk, Engine
from leadwright.journey.workflow import Journey

BATCH = 50
TOLD_EVERY_S = 0.5
PAUSE_S = 0.05
STILL_ROUNDS = 100  # five seconds in which no lead is in hand, and some do not rest either
First = Callable[[], Awaitable[object]]  # what to do before the work
Progress = Callable[[int], None]  # how many leads do not rest yet


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
            if first is not None:
                await first()
            await self._work(progress)
            done = True
        finally:
            await self.engine.stop(drain=done)

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
            still = still + 1 if idle else 0
            if still >= STILL_ROUNDS:
                raise LeadsLeftBehind(left)
            if not claimed:
                await asyncio.sleep(PAUSE_S)
