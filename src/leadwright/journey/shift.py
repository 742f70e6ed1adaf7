"""A shift: take waiting leads in hand by priority until all of them rest."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from leadwright.journey.ports import Desk, Engine
from leadwright.journey.workflow import Journey

BATCH = 50
PAUSE_S = 0.05
Progress = Callable[[int], None]  # how many leads do not rest yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Works what waits, through the durable engine."""

    desk: Desk
    engine: Engine
    journey: Journey

    async def work_to_rest(self, progress: Progress | None = None) -> None:
        """Start the engine, work every lead that can run, stop when all of them rest."""
        await self.engine.start(self.journey.work)
        try:
            while True:
                claimed = await self.engine.dispatch(BATCH)
                if progress is not None:
                    progress(await self.desk.count_unrested())
                if not claimed and await self.engine.idle():
                    if not await self.desk.count_unrested():
                        return
                    await asyncio.sleep(PAUSE_S)
                elif not claimed:
                    await asyncio.sleep(PAUSE_S)
        finally:
            await self.engine.stop()
