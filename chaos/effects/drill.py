"""Runs of effects, one after another, until there were kills enough or the time is over."""

import json
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tests.services.postgres import Server

from chaos import run
from chaos.crew import Report, RunFailed, calm
from chaos.drill import KILLS_A_RUN, NeverPassed, Order
from chaos.effects.crew import WORKER, EffectsCrew
from chaos.effects.evidence import Evidence
from chaos.effects.ground import Ground
from chaos.effects.stage import ENOUGH, Setting, people_of
from chaos.effects.verdict import Verdict, judged
from chaos.effects.worker import passed_in
from chaos.outside.standing import Outside, outside
from chaos.plan import FOUNDING, Fates, Plan, Roll
from chaos.stage.child import Part
from chaos.stage.leads import write_leads
from chaos.stage.scene import Scene
from chaos.stage.server import Outage
from leadwright.adapters.providers.corpus.provider import CorpusProvider
from leadwright.clock import SystemClock
from leadwright.landmarks import Landmark

LEADS: Final = 120  # of which less than half get as far as a draft
LAST: Final = 999_999
_SCARCE: Final = 5  # one run in so many has a mailbox that may not send everything
_ATTEMPTS: Final = 2  # outside, in the mean, between two faults
_MARKS: Final = (
    Landmark.CHANGE,
    Landmark.CRM_RECORD,
    Landmark.LISTS,
    Landmark.DELIVERY,
    Landmark.LOOK_UP,
)


@dataclass(kw_only=True)
class Tally:
    """What came of all runs."""

    runs: int = 0
    kills: int = 0
    faults: int = 0
    lives: int = 0
    verdict: Verdict = field(default_factory=Verdict)
    places: set[str] = field(default_factory=set)

    def told(self, seed: int) -> dict[str, object]:
        """As JSON."""
        verdict = self.verdict
        return {
            "runs": self.runs,
            "kills": self.kills,
            "sent": verdict.sent,
            "double_sends": verdict.double_sends,
            "phantom_sends": verdict.phantom_sends,
            "lost_leads": verdict.lost_leads,
            "lost_updates": verdict.lost_updates,
            "sends_after_opt_out": verdict.sends_after_opt_out,
            "to_human": round(verdict.for_people / max(1, verdict.effects), 4),
            "seed": seed,
        }


class Drill:
    """Holds runs in folders of its own; that of a run that went wrong stays."""

    def __init__(
        self, order: Order, place: Path, report: Report, *, server: Server | None = None
    ) -> None:
        self._order = order
        self._place = place
        self._report = report
        self._server = server
        self._passed: dict[str, int] = {}
        today = CorpusProvider(order.corpus, SystemClock()).as_of or SystemClock().today()
        self._ground = Ground(
            place=place / "ground",
            corpus=order.corpus,
            leads=write_leads(place / "leads.jsonl", number=order.number, seed=order.seed),
            today=today,
            server=server,
        )

    def hold(self, runs: int = 0) -> Tally:
        """As many runs as were asked for, by number, kills or minutes."""
        order, tally = self._order, Tally()
        end = time.monotonic() + order.minutes * 60 if order.minutes else float("inf")
        run.warm_up(self._place / "warm-up", corpus=order.corpus, leads=self._ground.leads)
        self._report(f"{len(self._ground.names)} leads stand ready")
        with suppress(KeyboardInterrupt):  # what is done is told
            self._passed = self._undisturbed(tally)
            while time.monotonic() < end and not self._is_enough(tally, runs):
                self._one(order.seed + tally.runs, tally)
                tally.runs += 1
        return tally

    def _is_enough(self, tally: Tally, runs: int) -> bool:
        if self._order.is_short and tally.runs:
            return tally.places >= self._wanted or not tally.verdict.is_good
        enough_kills = bool(self._order.kills) and tally.kills >= self._order.kills
        return enough_kills or bool(runs and tally.runs >= runs)

    @property
    def _wanted(self) -> set[str]:
        """The places about effects; the others have a drill of their own."""
        return self._passed.keys() & {
            place for mark in _MARKS for place in (mark.before, mark.after)
        }

    def _undisturbed(self, tally: Tally) -> dict[str, int]:
        """A run in which nobody is killed: it tells which places there are."""
        passed: dict[str, int] = {}
        verdict = self._in(
            self._order.seed, lambda scene, out: self._calm(scene, out, passed), name="calm"
        )
        tally.verdict += replace(verdict, sent=0, effects=0, for_people=0)
        return passed

    def _one(self, seed: int, tally: Tally) -> None:
        began = time.monotonic()
        verdict = self._in(seed, lambda scene, out: self._stormy(scene, out, tally))
        tally.verdict += verdict
        self._report(
            f"run {tally.runs + 1}, seed {seed}: {'good' if verdict.is_good else 'BAD'} in "
            f"{time.monotonic() - began:.1f} s; {verdict.sent} of {verdict.effects} effects seen "
            f"outside, {verdict.for_people} for people, {verdict.lateness_s * 1000:.0f} ms late; "
            f"{tally.kills} kills so far, {tally.faults} other faults, {tally.lives} lives"
        )

    def _in(
        self, seed: int, held: Callable[[Scene, Outside], Verdict], name: str = "run"
    ) -> Verdict:
        """A verdict, in a scene of its own, with fresh people outside."""
        place = self._place / f"{name}-{seed}"
        with (
            self._ground.scene(place, seed=seed) as scene,
            outside(place, seed=seed, is_repeatable=seed % 2 == 0) as out,
        ):
            try:
                verdict = held(scene, out)
            except RunFailed as failure:
                log = scene.log.read_text(errors="replace")[-3000:] if scene.log.exists() else ""
                verdict = Verdict(lost_updates=1, details=(f"{failure}\n{log}",))
        if verdict.is_good:
            shutil.rmtree(place)
            return verdict
        kept = place.rename(place.with_name(f"run-{seed}-{name}"))
        for line in (*verdict.details, f"it lies in {kept}", f"replay: {self._order.replay(seed)}"):
            self._report(line)
        return verdict

    def _calm(self, scene: Scene, out: Outside, passed: dict[str, int]) -> Verdict:
        setting = _setting(scene, out, pace_s=0.01)
        crew = EffectsCrew(scene, fates=Roll(seed=0, places=(), faults=()), kills=0)
        crew.weather(self._telling(scene))
        passed |= passed_in(scene)
        return judged(self._evidence(scene, out, setting, self._testimony(scene)))

    def _stormy(self, scene: Scene, out: Outside, tally: Tally) -> Verdict:
        setting = _setting(scene, out, pace_s=0.06 if self._order.is_short else 0.2)
        crew = EffectsCrew(
            scene,
            fates=self._fates(scene.seed, tally),
            kills=min(KILLS_A_RUN, self._order.kills or KILLS_A_RUN),
            workers=self._order.workers,
            outage=Outage(server=self._server) if self._server else None,
        )
        storm = crew.weather(self._telling(scene))
        tally.lives += storm.lives
        tally.kills += storm.kills
        tally.faults += storm.faults
        tally.places |= storm.places
        return judged(self._evidence(scene, out, setting, self._testimony(scene)))

    def _testimony(self, scene: Scene) -> dict[str, Any]:
        """What the house says in the end, once nobody does anything any more."""
        calm(scene, Part(number=LAST, portrays=True, play=WORKER))
        found: dict[str, Any] = json.loads(scene.portrait.read_text("utf-8"))
        return found

    def _evidence(
        self, scene: Scene, out: Outside, setting: Setting, house: dict[str, Any]
    ) -> Evidence:
        return Evidence(
            house=house,
            mails=[*out.mails.entries("accepted")],
            writes=[*out.writes.entries("accepted", "human")],
            people=[*people_of(scene).entries()],
            names=self._ground.names,
            cap=setting.cap,
        )

    def _telling(self, scene: Scene) -> Report:
        return lambda line: self._report(f"[{scene.seed}] {line}")

    def _fates(self, seed: int, tally: Tally) -> Fates:
        order = self._order
        passed = {place: n for place, n in self._passed.items() if place not in FOUNDING}
        if order.point and order.point not in passed:
            raise NeverPassed(f"no life passes {order.point} here; choose another of --points")
        if order.is_short:
            left = sorted(self._wanted - tally.places)
            return Roll(seed=seed, places=left, faults=() if tally.faults else order.faults)
        return Plan(
            seed=seed,
            calls=_ATTEMPTS,
            passed=passed,
            faults=order.faults,
            only=order.point,
            workers=order.workers,
        )


def _setting(scene: Scene, out: Outside, *, pace_s: float) -> Setting:
    setting = Setting(
        post=out.post,
        records=out.records,
        is_repeatable=out.is_repeatable,
        cap=12 if scene.seed % _SCARCE == 0 else ENOUGH,
        pace_s=pace_s,
    )
    setting.put(scene)
    return setting
