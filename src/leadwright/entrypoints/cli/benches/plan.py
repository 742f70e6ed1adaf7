"""What is run, in which order and how often; a quick plan ends before its time is up."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import ClassVar

from leadwright.entrypoints.cli.benches import figures, meters, servers, task
from leadwright.entrypoints.cli.benches.figures import POSTGRESQL, SQLITE
from leadwright.entrypoints.cli.benches.task import Figures, Shape, Task
from leadwright.errors import Unavailable

_WORKER = "leadwright.entrypoints.cli.benches.worker"
_HANGS_S = 600.0
_AT_ONCE = 100  # leads of the shapes that measure waiting
Say = Callable[[str], None]


class BenchRunFailed(Unavailable):
    """A run of the bench ended without figures."""

    code: ClassVar[str] = "bench_run_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured."""

    runs: int
    waiting_runs: int  # of the shapes that take their time
    waiting_on: frozenset[str]
    leads: int
    rows: int
    seconds: float = inf  # no run is begun that would probably end later

    def order(self, databases: Sequence[str]) -> Iterator[tuple[Shape, str]]:
        """Every kind of run once before any twice, so that a noisy minute hits them all."""
        for number in range(self.runs):
            yield from ((Shape.JOURNEY, name) for name in databases)
            if number < self.waiting_runs:
                for shape in (Shape.PATIENT, Shape.FIXED):
                    yield from ((shape, name) for name in databases if name in self.waiting_on)


QUICK = Plan(
    runs=3,
    waiting_runs=1,
    waiting_on=frozenset({SQLITE}),
    leads=100,
    rows=2_000,
    seconds=55.0,
)
FULL = Plan(
    runs=5,
    waiting_runs=5,
    waiting_on=frozenset({SQLITE, POSTGRESQL}),
    leads=250,
    rows=50_000,
)


@dataclass(slots=True, kw_only=True)
class Bench:
    """Starts the runs of a plan one after the other and gathers what they say."""

    plan: Plan
    server: str | None
    say: Say
    samples: dict[str, list[float]] = field(default_factory=dict)
    _took: dict[Shape, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.perf_counter)

    def measure(self) -> None:
        """Run the plan.

        Raises:
            BenchRunFailed: a run ended without figures.
            BenchDatabaseMissing: the PostgreSQL server gives no database.
        """
        databases = [SQLITE, *([POSTGRESQL] if self.server else [])]
        for shape, database in self.plan.order(databases):
            if self._too_late(shape):
                self.say(f"{shape}, {database}: left out, the time of a quick bench is up")
                continue
            began = time.perf_counter()
            self._run(shape, database)
            self._took[shape] = time.perf_counter() - began

    def _too_late(self, shape: Shape) -> bool:
        gone = time.perf_counter() - self._began
        return gone + self._took.get(shape, 0.0) > self.plan.seconds

    def _run(self, shape: Shape, database: str) -> None:
        with tempfile.TemporaryDirectory(prefix="leadwright-bench-") as name:
            place = Path(name)
            self._note({"fsync_ms": meters.fsync_ms(place)})
            server = self.server if database == POSTGRESQL else None
            with servers.fresh(place, server) as url:
                is_journey = shape is Shape.JOURNEY
                given = Task(
                    shape=shape,
                    database=url,
                    place=name,
                    leads=self.plan.leads if is_journey else _AT_ONCE,
                    rows=self.plan.rows if is_journey else 0,
                )
                self.say(f"{shape}, {database}: {given.leads} leads")
                self._note(figures.of_run(shape, database, _start(given)))

    def _note(self, told: Figures) -> None:
        for name, value in told.items():
            self.samples.setdefault(name, []).append(value)


def _start(given: Task) -> Figures:
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the URL goes by stdin, not in sight
            [sys.executable, "-m", _WORKER],
            input=task.to_json(given),
            capture_output=True,
            text=True,
            cwd=given.place,
            timeout=_HANGS_S,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise BenchRunFailed(
            f"The run {given.shape} did not end within {_HANGS_S:.0f} s; "
            "see what else keeps the machine busy, then try again."
        ) from error
    except subprocess.CalledProcessError as error:
        last = str(error.stderr).strip().splitlines()[-1:]
        raise BenchRunFailed(
            f"The run {given.shape} ended without figures: {' '.join(last)}"
        ) from error
    found: Figures = json.loads(done.stdout)
    return found
