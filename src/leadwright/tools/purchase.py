"""A question that costs money: bought once by all processes, which share a shelf of answers.

Who asks says so on the shelf and gives signs of life. Others wait for the answer; when there is no
sign for a while, they ask themselves. Each measures that while on its own clock, so a wrong clock
elsewhere makes nobody pay twice.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from leadwright.clock import Clock
from leadwright.errors import Unavailable
from leadwright.tools.cache import AnswerCache, Outcome
from leadwright.tools.codec import bought_from_json, bought_to_json
from leadwright.tools.ports import AnswerShelf, Shelved
from leadwright.tools.waterfall import Asking, Waterfall

SIGN_S: Final = 2.0  # from one sign of life of an asker to the next
LOOK_S: Final = 0.25  # from one look of who waits for it to the next
DEAD_S: Final = 8.0  # without a sign for so long, an asker is gone
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Purchase:
    """One question, from the look at the shelf to the answer that is put there.

    The shelf is not touched before a source is next that costs money.
    """

    shelf: AnswerShelf
    cache: AnswerCache
    clock: Clock
    asking: Asking
    key: str
    _signs: asyncio.Task[None] | None = None  # while it is us who ask

    async def ask(self, waterfall: Waterfall) -> Outcome:
        """The answer of whoever paid for it, else of the sources."""
        try:
            outcome = await waterfall.ask(
                replace(self.asking, known=lambda: self._known(waterfall))
            )
        finally:
            if self._signs is not None:
                self._signs.cancel()
        if self._signs is not None:
            await self._put(outcome)
        return outcome

    async def _known(self, waterfall: Waterfall) -> Outcome | None:
        """What was paid for already, waited for if need be; None: it is for us to ask."""
        while self.asking.left_s > 0:
            seen = await self.shelf.look(self.key)
            if self._is_asked_elsewhere(seen):
                with self.asking.aside():
                    seen = await self._waited(seen)
            known = self._usable(seen, waterfall)
            if known is not None or self.asking.left_s <= 0:
                return known
            asker, now = self.asking.asker, self.clock.now()
            if await self.shelf.begin(self.key, asker=asker, seen=seen, at=now):
                self._signs = asyncio.ensure_future(self._give_signs())
                return None
        return None

    def _is_asked_elsewhere(self, seen: Shelved | None) -> bool:
        # Our own name stands there when this call began in a process that is gone.
        return seen is not None and seen.asker not in {None, self.asking.asker}

    async def _waited(self, seen: Shelved | None) -> Shelved | None:
        """What is there once nobody asks any more, or who asks is gone, or time is up."""
        silent_s = 0.0
        while self._is_asked_elsewhere(seen) and silent_s < DEAD_S and self.asking.left_s > 0:
            await self.clock.sleep(min(LOOK_S, self.asking.left_s))
            silent_s += LOOK_S
            before, seen = seen, await self.shelf.look(self.key)
            if seen != before:
                silent_s = 0.0
        return seen

    def _usable(self, seen: Shelved | None, waterfall: Waterfall) -> Outcome | None:
        """An answer this call paid for itself, or one that is fresh; an old one may stand in."""
        if seen is None or seen.answer is None or seen.kept_at is None:
            return None
        spec = self.asking.spec
        bought = bought_from_json(seen.answer, spec)
        if bought is None:
            return None
        result, paid_by = bought
        if paid_by == self.asking.asker:
            return Outcome(result, at=seen.kept_at)
        self.cache.keep(self.key, result, now=seen.kept_at)
        fresh = self.cache.fresh(self.key, ttl_s=spec.cache_ttl_s, now=self.clock.now())
        is_off = waterfall.guards.board.off(spec.name, result.provider)
        return None if fresh is None or is_off else Outcome(fresh, at=seen.kept_at)

    async def _give_signs(self) -> None:
        while True:
            await self.clock.sleep(SIGN_S)
            with suppress(Unavailable):
                await self.shelf.renew(self.key, asker=self.asking.asker)

    async def _put(self, outcome: Outcome) -> None:
        result, spec, now = outcome.result, self.asking.spec, self.clock.now()
        try:
            if result.error is not None:
                await self.shelf.give_up(self.key, asker=self.asking.asker)
                return
            text = bought_to_json(result, paid_by=self.asking.asker)
            until = now + timedelta(seconds=spec.cache_ttl_s, days=spec.stale_days)
            await self.shelf.keep(self.key, text, at=now, until=until)
        except Unavailable:  # it is paid for: this process has it, the others may ask again
            _log.warning("what %s answered could not be put on the shelf", spec.name)
