"""What is done to a life that its doom has come for."""

import contextlib
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from chaos.doom import Fault
from chaos.lives import Life
from chaos.stage import clock
from chaos.stage.scene import Scene
from chaos.stage.server import Outage

_ROOM = 4096  # bytes a full disk has left


@dataclass(kw_only=True)
class Strikes:
    """Strikes, and heals what does not last for ever."""

    scene: Scene
    outage: Outage | None = None
    clock_s: float = float("inf")  # so long a clock stays wrong
    _healing: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def strike(self, life: Life) -> None:
        """Do to a life what its doom says."""
        doom = life.doom
        assert doom is not None
        match doom.fault:
            case Fault.KILL:
                life.signal(signal.SIGKILL)
            case Fault.STOP:
                life.signal(signal.SIGSTOP)
                self._later(doom.amount, lambda: life.signal(signal.SIGCONT))
            case Fault.CLOCK:
                clock.put(self.scene.clock, doom.amount)
                self._later(self.clock_s, lambda: clock.put(self.scene.clock, 0.0))
            case Fault.DISK:
                _limit(life, self._largest() + _ROOM)
                self._later(doom.amount, lambda: _limit(life, resource.RLIM_INFINITY))
            case Fault.LOCK:
                self._outage.cut(self.scene.url, life.slot)
            case Fault.ZOMBIE:
                life.signal(signal.SIGSTOP)
                self._outage.cut(self.scene.url, life.slot)
                self._later(doom.amount, lambda: life.signal(signal.SIGCONT))
            case Fault.SERVER:
                self._outage.stop(doom.amount, is_crash=doom.is_crash)

    @property
    def _outage(self) -> Outage:
        assert self.outage, "only a server can fail so"
        return self.outage

    def heal(self, now: float) -> None:
        """End what has lasted long enough."""
        due = [heal for when, heal in self._healing if when <= now]
        self._healing = [(when, heal) for when, heal in self._healing if when > now]
        for heal in due:
            heal()

    def heal_all(self) -> None:
        """End everything."""
        self.heal(float("inf"))
        clock.put(self.scene.clock, 0.0)

    def _later(self, seconds: float, heal: Callable[[], None]) -> None:
        self._healing.append((time.monotonic() + seconds, heal))

    def _largest(self) -> int:
        return max(file.stat().st_size for file in self.scene.place.iterdir())


def _limit(life: Life, size: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
