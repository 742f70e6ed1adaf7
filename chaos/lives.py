"""A life: a process that works, what it told, and how it ended."""

import contextlib
import gc
import os
import signal
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

from chaos.doom import Doom
from chaos.stage import child, cold
from chaos.stage.child import BEGUN, CALL, ENDED, SLOT, WORK, Part
from chaos.stage.scene import Scene

PATIENCE_S = 2.0


@dataclass(kw_only=True, eq=False)
class Life:
    """One worker of one database, as its parent sees it."""

    pid: int
    pipe: int
    part: Part
    doom: Doom | None
    began: float
    words: Counter[str] = field(default_factory=Counter)
    in_hand: set[str] = field(default_factory=set)
    fresh: list[str] = field(default_factory=list)  # segments begun, not yet looked at
    calls_from: int = 0
    due: float | None = None
    worked_from: float = 0.0
    slot: int = -1  # among the workers of a server; none so far
    was_struck: bool = False  # by what leaves it alive
    _rest: bytes = b""

    def hear(self) -> bool:
        """Take in what it told; false when it will tell no more."""
        told = os.read(self.pipe, 65_536)
        *lines, self._rest = (self._rest + told).split(b"\n")
        for line in lines:
            word = line.decode()
            if word[0] == BEGUN:
                self.in_hand.add(word[1:])
                self.fresh.append(word[1:])
            elif word[0] == SLOT:
                self.slot = int(word[1:])
            elif word[0] == ENDED:
                self.in_hand.discard(word[1:])
            else:
                self.words[word] += 1
                if word == WORK:
                    self.worked_from = time.monotonic()
        return bool(told)

    def is_due(self, now: float) -> bool:
        """Whether the moment of its doom has come."""
        moment = self.doom.moment if self.doom else None
        if moment is None:
            return False
        enough = self.words[CALL] - self.calls_from >= moment.calls
        if self.due is None and self.words[moment.after] and enough:
            self.due = now + moment.delay_s
        return self.due is not None and now >= self.due

    def is_late(self, now: float) -> bool:
        """Whether it has worked long, and not come to the place of its doom."""
        worked = now - self.worked_from if self.worked_from else 0.0
        return bool(self.doom and self.doom.place and worked > PATIENCE_S)

    def meet(self, doom: Doom | None) -> None:
        """From now on it waits for another doom."""
        self.doom, self.due, self.calls_from = doom, None, self.words[CALL]

    def end(self) -> int:
        """Its exit code, once it has ended: negative for a signal."""
        os.close(self.pipe)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


def begin(scene: Scene, part: Part, doom: Doom | None = None) -> Life:
    """Begin a life, in a copy of this process or in a fresh interpreter."""
    assert threading.active_count() == 1, "a process with threads must not be forked"
    gc.freeze()  # or each child would copy every page when it first collects
    began = time.monotonic()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _complain_into(scene)
        if doom and doom.is_cold:
            cold.start(scene, asdict(part), writing)
        child.become(scene, part, writing)
    os.close(writing)
    return Life(pid=pid, pipe=reading, part=part, doom=doom, began=began)


def _complain_into(scene: Scene) -> None:
    log = os.open(scene.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    os.dup2(log, 1)
