"""The post room: sends, finds out, and lets run out what nobody decided, round after round."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from leadwright.errors import LeadwrightError
from leadwright.journey.sending.reconciler import Reconciler
from leadwright.journey.sending.sender import Sender

Round = Callable[[], Awaitable[object]]
_log: Final = logging.getLogger("leadwright.outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRoom:
    """Everything about effects that a worker does beside working leads."""

    sender: Sender
    reconciler: Reconciler
    sweeps: Sequence[Round] = ()  # what has run out, reminders, checkpoints
    every_s: float = 0.3
    sweep_every_s: float = 5.0

    async def work_until(self, stop: asyncio.Event) -> None:
        """Do rounds until told to stop, then finish what is under way.

        A round that fails is looked at again: nothing here is lost by waiting.
        """
        swept = -self.sweep_every_s
        while not stop.is_set():
            now = self.sender.clock.seconds()
            await self._in_peace(self.reconciler.round)
            await self._in_peace(self.sender.round)
            if now - swept >= self.sweep_every_s:
                swept = now
                for sweep in self.sweeps:
                    await self._in_peace(sweep)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self.every_s)
        await self.sender.drain()

    async def once(self) -> int:
        """Carry out what is due now, and come back; how many were taken up."""
        for sweep in self.sweeps:
            await sweep()
        await self.reconciler.round()
        done: set[str] = set()
        while taken := await self.sender.round(skip=done):
            done |= taken
            await self.sender.drain()
        return len(done)

    async def _in_peace(self, round_: Round) -> None:
        try:
            await round_()
        except LeadwrightError as error:
            _log.warning("the outbox is looked at again: %s", error)
        except Exception:  # noqa: BLE001 - a post room that ends by itself sends nothing any more
            _log.exception("a round of the outbox failed")
