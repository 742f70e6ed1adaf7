"""What is run: leads are taken in once, then each number of workers works a copy of that database.

A run's window opens when as many leads have ended as are in hand at once, and closes when as many
again have. Leads that began together end together, in waves; counted so, a window is as long as
from one wave to the next, wherever in it it opens.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from leadwright import bootstrap
from leadwright.entrypoints.cli.benches import meters, servers, world
from leadwright.entrypoints.cli.benches.fleet import figures
from leadwright.entrypoints.cli.benches.fleet.looks import Looks
from leadwright.entrypoints.cli.benches.fleet.yard import Yard
from leadwright.entrypoints.cli.benches.plan import BenchRunFailed
from leadwright.entrypoints.cli.benches.task import Figures
from leadwright.settings import load

COMPANIES: Final = 400
LONGEST_S: Final = 1_200.0
MOST_ASTRAY: Final = 0.05  # of the leads; of those that stop early a run would flatter
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured."""

    leads: int = 100_000  # waiting
    active: int = 2_000  # in hand at once, of all workers together
    workers: tuple[int, ...] = (1, 2)
    runs: int = 3
    model_s: float = 10.0  # a model request
    rounds: int = 1  # a window is so many times the leads in hand


QUICK: Final = Plan(leads=5_000, active=200, runs=1, model_s=1.0)


@dataclass(slots=True, kw_only=True)
class Bench:
    """Does the runs of a plan one after the other and gathers what they say."""

    plan: Plan
    server: str
    say: Say
    samples: dict[str, list[float]] = field(default_factory=dict)

    def measure(self) -> dict[str, object]:
        """Run the plan; returns the public JSON.

        Raises:
            BenchRunFailed: a run ended without figures.
            BenchDatabaseMissing: the server gives no database.
        """
        plan = self.plan
        with tempfile.TemporaryDirectory(prefix="leadwright-bench-") as name:
            made = world.build(Path(name), companies=COMPANIES, seed=1)
            with servers.fresh(Path(name), self.server) as template:
                self._take_in(made, template)
                for number in range(plan.runs):
                    for workers in plan.workers:
                        self.say(f"run {number + 1} of {plan.runs}, workers: {workers}")
                        self._note(figures.of_run(workers, self._run(made, template, workers)))
        return {
            "leads": plan.leads,
            "active": plan.active,
            "model_s": plan.model_s,
            "measured": plan.rounds * plan.active,
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 2),
            **figures.answer(self.samples),
        }

    def _take_in(self, made: world.World, url: str) -> None:
        self.say(f"taking in {self.plan.leads:,} leads")
        given = load(database={"url": url, "key_file": _key(made)}, as_of="corpus")
        with closing(Looks(url)) as looks:
            empty = looks.bytes()
            with bootstrap.build(given) as house:
                house.prepare()
                file = made.write_leads("fleet", start=0, number=self.plan.leads)
                asyncio.run(house.reception.take(file))
            grown = looks.bytes() - empty
        self._note({"database_bytes_per_lead.waiting": grown / self.plan.leads})

    def _run(self, made: world.World, template: str, workers: int) -> Figures:
        with servers.fresh(made.place, self.server, template=template) as url:
            yard = Yard(
                place=made.place,
                url=url,
                corpus=made.corpus,
                key_file=_key(made),
                model_s=self.plan.model_s,
            )
            with closing(Looks(url)) as looks:
                began = looks.bytes()
                with yard.working(workers, self.plan.active) as pids:
                    self._until(looks, self.plan.active)
                    found = self._window(looks, pids)
                grown = (looks.bytes() - began) / max(1, looks.ended())
                self._note({"database_bytes_per_lead.worked": grown})
                _check(looks)
        return found

    def _until(self, looks: Looks, wanted: int) -> None:
        end = time.monotonic() + LONGEST_S
        while (ended := looks.ended()) < wanted:
            if time.monotonic() > end:
                raise BenchRunFailed(
                    f"Only {ended} of {wanted} leads ended within {LONGEST_S:.0f} s; choose "
                    "a smaller --active, or see what else keeps the machine busy."
                )
            time.sleep(0.2)

    def _window(self, looks: Looks, pids: Sequence[int]) -> Figures:
        here = looks.ended()
        first, before = time.time(), looks.moment(pids)
        self._until(looks, here + self.plan.rounds * self.plan.active)
        last, after = time.time(), looks.moment(pids)
        held = max(meters.rss_mb(pid) for pid in pids)
        found = looks.times(first, last)
        leads, seconds = found.pop("ended"), last - first
        found |= {"window_s": seconds, "leads_per_s": leads / seconds}
        found |= {"worker_rss_mb": held} if held else {}
        waits = found["requests_per_lead"] * self.plan.model_s
        if waits:
            found["most_leads_per_s"] = self.plan.active / waits  # if the work itself took no time
        return found | figures.used(before, after, seconds, leads)

    def _note(self, told: Figures) -> None:
        for name, value in told.items():
            self.samples.setdefault(name, []).append(value)


def _key(made: world.World) -> Path:
    return made.place / "bench.key"


def _check(looks: Looks) -> None:
    share = looks.share_approved()
    if share < 1 - MOST_ASTRAY:
        raise BenchRunFailed(
            f"Only {share:.0%} of the leads of the bench reached their approval; failed calls: "
            f"{looks.failed_calls()}."
        )
