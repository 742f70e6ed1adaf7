"""Fills databases further and further, and measures at each size what single acts cost."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from leadwright import bootstrap
from leadwright.entrypoints import collector
from leadwright.entrypoints.cli.benches import meters, servers, world
from leadwright.entrypoints.cli.benches.curves.acts import Act, Acts
from leadwright.entrypoints.cli.benches.curves.filling import COMPANIES, FIRST, Filling
from leadwright.entrypoints.cli.benches.curves.fit import exponent
from leadwright.entrypoints.cli.benches.figures import POSTGRESQL, SQLITE, rounded, spreads
from leadwright.settings import load

CPU, WALL = "cpu_ms", "wall_ms"
_TIMES: Final = 10
_UNCOUNTED: Final = 2  # the first ones read what is read once
Say = Callable[[str], None]
Samples = dict[tuple[str, str, int], list[float]]  # act, what, size


def sizes(most: int) -> list[int]:
    """From a thousand on, ten times as many in each step."""
    found = [FIRST]
    while found[-1] * _TIMES <= most:
        found.append(found[-1] * _TIMES)
    return found


def measure(
    steps: Sequence[int], *, rounds: int, server: str | None, say: Say
) -> dict[str, object]:
    """The curves of SQLite, and of a server where one is given; the public JSON.

    Raises:
        BenchDatabaseMissing: the server gives no database.
    """
    curves, filled = {}, {}
    runs: dict[str, list[float]] = {}
    for database, where in ((SQLITE, None), (POSTGRESQL, server)):
        if database == POSTGRESQL and where is None:
            continue
        with tempfile.TemporaryDirectory(prefix="leadwright-bench-") as name:
            place = Path(name)
            made = world.build(place, companies=COMPANIES, seed=1)
            with servers.fresh(place, where) as url:
                run = _Run(made=made, url=url, rounds=rounds, say=say)
                asyncio.run(run.measure(steps))
        curves[database] = fitted(run.samples)
        filled[database] = run.filled
        runs |= {f"{database}.{_name(key)}": times for key, times in run.samples.items()}
    return {
        "sizes": list(steps),
        "rounds": rounds,
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),
        "filled_s": filled,
        "curves": curves,
        "runs": spreads(runs),
    }


def fitted(samples: Samples) -> dict[str, dict[str, object]]:
    """For each act the median cost at each size, and how steep that is."""
    found: dict[str, dict[str, Any]] = {}
    for (act, what, size), times in samples.items():
        found.setdefault(act, {}).setdefault(what, {})[size] = rounded(median(times))
    for told in found.values():
        steep = {what: exponent(costs) for what, costs in told.items()}
        told["exponent"] = {
            what.removesuffix("_ms"): None if value is None else rounded(value)
            for what, value in steep.items()
        }
    return found


def _name(key: tuple[str, str, int]) -> str:
    return ".".join(map(str, key))


@dataclass(slots=True, kw_only=True)
class _Run:
    """One database, fuller and fuller."""

    made: world.World
    url: str
    rounds: int
    say: Say
    samples: Samples = field(default_factory=dict)
    filled: dict[int, float] = field(default_factory=dict)

    async def measure(self, steps: Sequence[int]) -> None:
        given = load(
            database={"url": self.url, "key_file": self.made.place / "bench.key"},
            research={"corpus": self.made.corpus},
            as_of="corpus",
        )
        with bootstrap.build(given) as house:
            house.prepare()
            filling = Filling(house=house, made=self.made)
            with closing(Acts(house=house, filling=filling)) as acts:
                await acts.prepare()
                collector.settle()
                began = time.perf_counter()
                for size in steps:
                    await filling.fill(size)
                    self.filled[size] = rounded(time.perf_counter() - began)
                    await acts.settle()
                    self.say(f"{house.store.database.kind}: {filling.here:,} leads wait")
                    await self._all(acts, size)

    async def _all(self, acts: Acts, size: int) -> None:
        for act in acts.all():
            for number in range(-_UNCOUNTED, self.rounds):
                cpu, wall = await self._once(act, acts)
                if number >= 0:
                    self.samples.setdefault((act.name, CPU, size), []).append(cpu)
                    self.samples.setdefault((act.name, WALL, size), []).append(wall)

    async def _once(self, act: Act, acts: Acts) -> tuple[float, float]:
        await act.before()
        backends = await acts.backends()
        cpu, server, wall = meters.cpu_s(), _of(backends), time.perf_counter()
        await act.do()
        wall = time.perf_counter() - wall
        cpu = meters.cpu_s() - cpu + _of(backends) - server
        await act.after()
        return cpu * 1000, wall * 1000


def _of(backends: Sequence[int]) -> float:
    return sum(meters.exact_cpu_s(pid) for pid in backends)
