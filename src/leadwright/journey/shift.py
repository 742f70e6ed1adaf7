"""A shift: take waiting leads in hand by priority until all of them rest."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Unavailable
from leadwright.journey.ports import Desk, Engine
from leadwright.journey.workflow import Journey

BATCH = 50
PAUSE_S = 0.05
STILL_ROUNDS = 100  # five seconds in which no lead is in hand, and some do not rest either
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

    async def work_to_rest(self, progress: Progress | None = None) -> None:
        """Start the engine, work every lead that can run, stop when all of them rest.

        Whatever ends it early, such as Ctrl-C, leaves the rest to the next shift.

        Raises:
            LeadsLeftBehind: nothing moves any more, and some leads do not rest.
        """
        await self.engine.start(self.journey.work)
        done = False
        try:
            await self._work(progress)
            done = True
        finally:
            await self.engine.stop(drain=done)

    async def _work(self, progress: Progress | None) -> None:
        still = 0
        while True:
            claimed = await self.engine.dispatch(BATCH)
            left = await self.desk.count_unrested()
            if progress is not None:
                progress(left)
            idle = not claimed and await self.engine.idle()
            if idle and not left:
                return
            still = still + 1 if idle else 0
            if still >= STILL_ROUNDS:
                raise LeadsLeftBehind(left)
            if not claimed:
                await asyncio.sleep(PAUSE_S)
