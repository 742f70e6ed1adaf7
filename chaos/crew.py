"""A storm: lives begin, are struck and buried, until all leads rest."""

import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chaos.doom import Doom, Fault
from chaos.lives import Life, begin
from chaos.plan import Fates
from chaos.stage import ledger
from chaos.stage.child import BUSY, FAILED, WELL, WORK, Part
from chaos.stage.scene import Scene
from chaos.stage.server import Outage
from chaos.strikes import Strikes
from chaos.takeover import Takeovers

LONGEST_S = 120.0
TICK_S = 0.002
RECOVERY_S = 10.0  # so long after an outage nobody wonders at lives that end
PAUSE_S = 0.3  # before a life that could do nothing is followed by the next
Report = Callable[[str], None]


class RunFailed(Exception):  # noqa: N818 - says what happened
    """A life ended by itself, and not well."""


@dataclass(kw_only=True)
class Storm:
    """What was done, and what must be known of it afterwards."""

    lives: int = 0
    kills: int = 0
    cold_kills: int = 0
    faults: int = 0  # other than kills
    done_before: dict[int, frozenset[str]] = field(default_factory=dict)  # by life
    takeovers: list[float] = field(default_factory=list)
    places: set[str] = field(default_factory=set)  # in the code, where one was killed


class Crew:
    """Lives on one database, `workers` at a time."""

    guests: tuple[Part, ...] = ()  # who else is there, each until it has done its part
    clock_s: float = float("inf")  # so long a clock stays wrong

    def __init__(
        self,
        scene: Scene,
        *,
        fates: Fates,
        kills: int,
        workers: int = 1,
        outage: Outage | None = None,
    ) -> None:
        self.scene = scene
        self.fates = fates
        self._kills = kills
        self._workers = workers
        self._places: list[Life | None] = [None] * (workers + len(self.guests))
        self._free_from = [0.0] * len(self._places)
        self._zombies: list[Life] = []
        self._strikes = Strikes(scene=scene, outage=outage, clock_s=self.clock_s)
        self._trouble_until = 0.0
        self._takeovers = Takeovers(is_alone=workers == 1)
        self._taken_in = self._rested = False
        self._storm = Storm()

    def weather(self, report: Report) -> Storm:
        """Let the storm pass.

        Raises:
            RunFailed: a life ended with an error, or never.
        """
        try:
            while not self._rested or self._lives:
                self._fill()
                self._listen()
                self._strike(report)
                self._bury(report)
        finally:
            self._strikes.heal_all()
            for life in self._lives:
                life.signal(signal.SIGKILL)
                life.end()
        self._storm.takeovers = self._takeovers.seconds()
        return self._storm

    @property
    def _lives(self) -> list[Life]:
        return [*filter(None, self._places), *self._zombies]

    def _fill(self) -> None:
        if self._rested:
            return
        for place, life in enumerate(self._places):
            if life is None and time.monotonic() >= self._free_from[place]:
                self._places[place] = self._begin(place)

    def _begin(self, place: int) -> Life:
        storm = self._storm
        storm.lives += 1
        is_guest = place >= self._workers
        doom = self._next(self.guest_doom if is_guest else self.fates.next)
        part = replace(
            self.guests[place - self._workers] if is_guest else self.worker(place),
            number=storm.lives,
            place=doom.place if doom else "",
            passes=doom.passes if doom else 0,
        )
        self.remember(storm, part)
        life = begin(self.scene, part, doom)
        life.was_struck = life.began < self._trouble_until
        return life

    def worker(self, place: int) -> Part:
        """What a worker does: the first of them until all leads rest."""
        return Part(number=0, takes_in=place == 0, stays=place > 0)

    def remember(self, storm: Storm, part: Part) -> None:
        """What must be known of the time before a life."""
        storm.done_before[part.number] = ledger.done(self.scene)

    def guest_doom(self) -> Doom | None:
        """What befalls a guest."""
        return self.fates.next()

    def _next(self, doom: Callable[[], Doom | None]) -> Doom | None:
        return doom() if self._storm.kills < self._kills else None

    def _listen(self) -> None:
        pipes = {life.pipe: life for life in self._lives}
        for pipe in select.select([*pipes], [], [], TICK_S)[0]:
            life = pipes[pipe]
            if not life.hear():
                life.words["gone"] += 1
            now = time.monotonic()
            for segment in life.fresh:
                self._takeovers.begun(segment, now)
            life.fresh.clear()
            self._taken_in |= life.part.takes_in and bool(life.words[WORK])

    def _strike(self, report: Report) -> None:
        now = time.monotonic()
        self._strikes.heal(now)
        for life in self._lives:
            if now - life.began > LONGEST_S:
                life.signal(signal.SIGUSR1)
                time.sleep(PAUSE_S)
                raise RunFailed(f"life {life.part.number} has not ended after {LONGEST_S:g} s")
            if life.is_late(now):
                life.meet(self.fates.instead() or life.doom)
            if life.words["gone"] or not life.is_due(now):
                continue
            self._strikes.strike(life)
            life.due = float("inf")
            if life.doom and life.doom.fault is not Fault.KILL:  # it lives on, for another doom
                self._storm.faults += 1
                report(f"life {life.part.number}: {life.doom}")
                self._trouble(life, life.doom, now)
                life.meet(self.fates.again() if life in self._places else None)

    def _trouble(self, life: Life, doom: Doom, now: float) -> None:
        """Whom a fault may end, and who steps in."""
        life.was_struck = True
        if doom.fault is Fault.SERVER:
            self._trouble_until = now + doom.amount + RECOVERY_S
            for other in self._lives:
                other.was_struck = True
        elif doom.fault is Fault.ZOMBIE:
            self._places[self._places.index(life)] = None
            self._zombies.append(life)
            self._takeovers.killed(life.in_hand, now)

    def _bury(self, report: Report) -> None:
        for life in self._lives:
            if not life.words["gone"]:
                continue
            if life in self._zombies:
                self._zombies.remove(life)
                self._note_zombie(life, life.end(), report)
                continue
            place = self._places.index(life)
            self._places[place] = None
            code = life.end()
            rests = life.doom.amount if code == -signal.SIGKILL and life.doom else PAUSE_S
            self._free_from[place] = time.monotonic() + rests
            self._note(life, code, report)
            if code == WELL and life.part.is_guest:  # it has done its part
                self._free_from[place] = float("inf")

    def _note_zombie(self, life: Life, code: int, report: Report) -> None:
        report(f"life {life.part.number}: ended with {code} after it had lost its place")
        if code == FAILED:
            raise RunFailed(f"life {life.part.number}, a zombie, ended with code {code}")

    def _note(self, life: Life, code: int, report: Report) -> None:
        storm, doom = self._storm, life.doom
        killed = code == -signal.SIGKILL
        how = "killed" if killed else "at rest" if code == WELL else f"ended with {code}"
        seconds = time.monotonic() - life.began
        report(f"life {life.part.number}: {how} after {seconds:.2f} s [{doom or 'no doom'}]")
        if killed:
            storm.kills += 1
            storm.cold_kills += bool(doom and doom.is_cold)
            storm.places |= {doom.place} if doom and doom.place else set()
            self._takeovers.killed(life.in_hand, time.monotonic())
        elif code == WELL:
            self._rested |= self._taken_in and not (life.part.stays or life.part.is_guest)
        elif code != BUSY and (code == FAILED or not life.was_struck):
            raise RunFailed(f"life {life.part.number} ended with code {code}")
        if self._rested:
            self._dismiss()

    def _dismiss(self) -> None:
        """Nothing is left to do: the others may go, and nothing befalls them any more."""
        for life in self._lives:
            life.meet(None)
            if life.part.stays and life.words[WORK]:
                life.signal(signal.SIGTERM)


def calm(scene: Scene, part: Part) -> float:
    """One life that nothing befalls; how long it took.

    Raises:
        RunFailed: it ended with an error.
    """
    began = time.monotonic()
    code = BUSY
    while code == BUSY and time.monotonic() - began < LONGEST_S:
        life = begin(scene, part)
        while life.hear():
            pass
        code = life.end()
    if code != WELL:
        raise RunFailed(f"undisturbed life {part.number} ended with code {code}")
    return time.monotonic() - began
