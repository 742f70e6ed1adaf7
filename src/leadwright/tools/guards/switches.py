"""Which tools are switched on: read from the database now and then, so that all processes agree."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Final

from leadwright.errors import Unavailable
from leadwright.tools.guards.breaker import Breakers
from leadwright.tools.ports import EVERY_PROVIDER, ToolState, ToolStates

_FRESH_S: Final = 0.4  # a switch is to be felt within a second
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Switchboard:
    """What the database says of tools, at most a moment old."""

    states: ToolStates | None = None
    breakers: Breakers = field(default_factory=Breakers)
    _known: dict[tuple[str, str], ToolState] = field(default_factory=dict)
    _read_at: float | None = None
    _reading: asyncio.Task[None] | None = None

    def is_fresh(self, now_s: float) -> bool:
        """Whether what is known may still be used as it is."""
        if self.states is None:
            return True
        return self._read_at is not None and now_s - self._read_at < _FRESH_S

    async def refresh(self, now_s: float) -> None:
        """Read again what has grown old; callers that meet share the reading."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.ensure_future(self._read(now_s))
        await asyncio.shield(self._reading)

    def off(self, tool: str, provider: str = EVERY_PROVIDER) -> ToolState | None:
        """The switch that is off for a tool, as a whole or at one source; None when it is on."""
        for name in dict.fromkeys((EVERY_PROVIDER, provider)):
            state = self._known.get((tool, name))
            if state is not None and state.is_off:
                return state
        return None

    async def _read(self, now_s: float) -> None:
        if self.states is None:
            return
        try:
            known = await self.states.all()
        except Unavailable:  # what was known goes on to hold
            _log.warning("the switches of tools cannot be read now")
            known = tuple(self._known.values())
        self._known = {(state.tool, state.provider): state for state in known}
        self._read_at = now_s
        for state in known:
            if state.provider != EVERY_PROVIDER:
                self.breakers.of(state.tool, state.provider).hear(state.open_until)
