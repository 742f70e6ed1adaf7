"""Runs, one after another, until there were kills enough or the time is over."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.services.postgres import Server

from chaos import run
from chaos.crew import Crew, Report, RunFailed, Storm
from chaos.doom import Fault
from chaos.plan import FOUNDING, Fates, Plan, Roll, reachable
from chaos.stage.leads import write_leads
from chaos.stage.scene import Scene
from chaos.stage.server import Outage
from chaos.stage.sites import Sites
from chaos.standing import standing
from chaos.takeover import p95
from chaos.verdict import Verdict
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import SystemClock

KILLS_A_RUN: Final = 40
SAME_LEADS: Final = 5  # runs, whose seeds differ in the last place


class NeverPassed(Exception):  # noqa: N818 - says what is wrong
    """Nobody can be killed there."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked for."""

    what: str = "journey"
    seed: int
    minutes: float = 0.0  # 0: no limit
    kills: int = 0  # 0: no limit
    database: str = "sqlite"
    workers: int = 1
    number: int = 60  # leads
    point: str = ""
    is_short: bool = False  # every place and every fault once
    faults: tuple[Fault, ...] = (Fault.KILL,)
    corpus: Path

    def replay(self, seed: int) -> str:
        """The command that holds one of its runs again."""
        words = [f"./dev chaos {self.what} --seed {seed} --runs 1 --leads {self.number}"]
        words += [f"--point {self.point}"] if self.point else []
        words += ["--short"] if self.is_short else []
        words += [f"--db {self.database} --workers {self.workers}"]
        words += [f"--fault {fault}" for fault in self.faults]
        return " ".join(words)


@dataclass(kw_only=True)
class Tally:
    """What came of all runs."""

    runs: int = 0
    lives: int = 0
    kills: int = 0
    cold_kills: int = 0
    faults: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    takeovers: list[float] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def add(self, storm: Storm) -> None:
        """One run more."""
        self.lives += storm.lives
        self.kills += storm.kills
        self.cold_kills += storm.cold_kills
        self.faults += storm.faults
        self.takeovers += storm.takeovers
        self.places |= storm.places

    def told(self, seed: int) -> dict[str, object]:
        """As JSON."""
        return {
            "runs": self.runs,
            "kills": self.kills,
            "leads": self.verdict.leads,
            "lost_leads": self.verdict.lost_leads,
            "double_phases": self.verdict.double_phases,
            "repeated_paid_calls": self.verdict.repeated_paid_calls,
            "lost_updates": self.verdict.lost_updates,
            "takeover_s_p95": p95(self.takeovers),
            "seed": seed,
        }


class Drill:
    """Holds runs in folders of its own; that of a run that went wrong stays."""

    def __init__(
        self, order: Order, place: Path, report: Report, *, server: Server | None = None
    ) -> None:
        self._server = server
        self._built: Sites | None = None
        self._order = order
        self._place = place
        self._report = report
        self._grounds: dict[int, run.Ground] = {}
        self._today = CorpusProvider(order.corpus, SystemClock()).as_of or SystemClock().today()

    def hold(self, runs: int = 0) -> Tally:
        """As many runs as were asked for, by number, kills or minutes."""
        order, tally = self._order, Tally()
        end = time.monotonic() + order.minutes * 60 if order.minutes else float("inf")
        run.warm_up(self._place / "warm-up", corpus=order.corpus, leads=self._leads(order.seed))
        with suppress(KeyboardInterrupt):  # what is done is told
            while time.monotonic() < end and not self._is_enough(tally, runs):
                self._one(order.seed + tally.runs, tally)
                tally.runs += 1
        return tally

    def _is_enough(self, tally: Tally, runs: int) -> bool:
        if self._order.is_short and tally.runs:
            passed = self._ground(self._order.seed).portrait["passed"]
            return tally.places >= passed.keys() or not tally.verdict.is_good
        enough_kills = bool(self._order.kills) and tally.kills >= self._order.kills
        return enough_kills or bool(runs and tally.runs >= runs)

    def _one(self, seed: int, tally: Tally) -> None:
        ground, began = self._ground(seed), time.monotonic()
        place = self._place / f"run-{seed}"
        with self._scene(seed, ground, place) as scene:
            verdict = self._held(scene, ground, tally)
        tally.verdict += verdict
        self._report(
            f"run {tally.runs + 1}, seed {seed}: {'good' if verdict.is_good else 'BAD'} in "
            f"{time.monotonic() - began:.1f} s; {tally.kills} kills so far, {tally.cold_kills} of "
            f"them cold, {tally.faults} other faults, {tally.lives} lives"
        )
        if verdict.is_good:
            shutil.rmtree(place)
            return
        replay = self._order.replay(seed)
        for line in (*verdict.details, f"it lies in {place}", f"replay: {replay}"):
            self._report(line)

    def _held(self, scene: Scene, ground: run.Ground, tally: Tally) -> Verdict:
        crew = Crew(
            scene,
            fates=self._fates(scene.seed, ground, tally),
            kills=min(KILLS_A_RUN, self._order.kills or KILLS_A_RUN),
            workers=self._order.workers,
            outage=Outage(server=self._server) if self._server else None,
        )
        try:
            storm, verdict = run.hold(
                crew, scene, ground, lambda line: self._report(f"[{scene.seed}] {line}")
            )
        except RunFailed as failure:
            log = scene.log.read_text(errors="replace")[-3000:] if scene.log.exists() else ""
            return Verdict(lost_updates=1, details=(f"{failure}\n{log}", *standing(scene.database)))
        tally.add(storm)
        return verdict

    @contextmanager
    def _scene(self, seed: int, ground: run.Ground, place: Path) -> Iterator[Scene]:
        scene = run.setting(place, corpus=ground.corpus, leads=ground.leads, today=ground.today)
        scene = replace(scene, seed=seed)
        if self._server is None:
            yield scene
            return
        with self._sites(ground).fresh(scene, is_founded=self._is_founded(seed)) as scene:
            yield scene

    def _sites(self, ground: run.Ground) -> Sites:
        if self._built is None:
            assert self._server
            founding = run.setting(
                self._place / "founding",
                corpus=ground.corpus,
                leads=ground.leads,
                today=ground.today,
            )
            self._built = Sites(server=self._server, founding=founding, found=run.found)
        return self._built

    def _is_founded(self, seed: int) -> bool:
        """One in five runs begins with an empty database; on a file, where it is quick, all do."""
        order = self._order
        is_special = order.is_short or order.point
        return bool(self._server and seed % SAME_LEADS and not is_special)

    def _fates(self, seed: int, ground: run.Ground, tally: Tally) -> Fates:
        order, passed = self._order, ground.portrait["passed"]
        if self._is_founded(seed):
            passed = {place: n for place, n in passed.items() if place not in FOUNDING}
        if order.point and order.point not in reachable(passed):
            raise NeverPassed(f"no life passes {order.point} here; choose another of --points")
        if order.is_short:
            wanted = passed if tally.places else reachable(passed)
            left = [place for place in wanted if place not in tally.places]
            return Roll(seed=seed, places=left, faults=() if tally.faults else order.faults)
        calls = ground.calls // KILLS_A_RUN
        return Plan(
            seed=seed,
            calls=calls,
            passed=passed,
            faults=order.faults,
            only=order.point,
            workers=order.workers,
        )

    def _ground(self, seed: int) -> run.Ground:
        number = (self._order.seed if self._order.is_short else seed) // SAME_LEADS
        if number not in self._grounds:
            self._grounds.clear()
            self._grounds[number] = run.Ground.prepare(
                self._place / f"calm-{number}",
                corpus=self._order.corpus,
                leads=self._leads(seed),
                today=self._today,
            )
        return self._grounds[number]

    def _leads(self, seed: int) -> Path:
        number = seed // SAME_LEADS
        file = self._place / f"leads-{number}.jsonl"
        return write_leads(file, number=self._order.number, seed=number)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for runs, gone afterwards unless something of interest lies in it."""
    place = Path(tempfile.mkdtemp(prefix="leadwright-chaos-"))
    try:
        yield place
    finally:
        for path in place.iterdir():
            if not path.name.startswith("run-"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not any(place.iterdir()):
            place.rmdir()
