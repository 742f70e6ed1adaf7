"""Takes in a long made-up file, and the same file again, while the meters run."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from leadwright import bootstrap
from leadwright.entrypoints import collector
from leadwright.entrypoints.cli.benches import meters, servers
from leadwright.entrypoints.cli.benches.intake import lists
from leadwright.journey.reception import Report
from leadwright.settings import load

POINTS = 10  # how often memory is told in the course of a file
Say = Callable[[str], None]


def measure(rows: int, *, server: str | None, say: Say) -> dict[str, object]:
    """Figures of intake on a database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="leadwright-bench-") as name:
        place = Path(name)
        say(f"writing {rows:,} rows")
        file = lists.write(place / "list.csv", rows=rows)
        with servers.fresh(place, server) as url:
            passes = {}
            for what in ("first", "again"):
                say(f"taking them in, {what}")
                passes[what] = _take(file, url, place, rows)
            return {
                "rows": rows,
                "file_mb": _mb(file),
                "database": url.partition(":")[0],
                "database_mb": _mb(place / "bench.db") if server is None else None,
                "cores": os.cpu_count(),
                "load_average": round(os.getloadavg()[0], 2),
                "fsync_ms": round(meters.fsync_ms(place), 3),
                **passes,
            }


def _take(file: Path, url: str, place: Path, rows: int) -> dict[str, object]:
    settings = load(database={"url": url, "key_file": place / "bench.key"})
    with bootstrap.build(settings) as house:
        collector.settle()
        cpu, began = meters.tree_cpu_s(), house.clock.seconds()
        memory = _Memory(every=max(1, rows // POINTS))
        report = asyncio.run(house.reception.take(file, progress=memory.look))
        wall = house.clock.seconds() - began
    return {
        "rows_per_s": round((report.received + report.refused) / wall),
        "wall_s": round(wall, 1),
        "cpu_s": round(meters.tree_cpu_s() - cpu, 1),
        "rss_mb": memory.seen,
        "peak_rss_mb": round(max(memory.seen, default=0.0)),
        **_counts(report),
    }


class _Memory:
    """Looks at the memory of this process and those it started, a few times in a file."""

    def __init__(self, *, every: int) -> None:
        self.seen: list[float] = []
        self._every = every

    def look(self, rows: int) -> None:
        """Note the memory, when so many rows have passed since the last look."""
        if rows >= (len(self.seen) + 1) * self._every:
            self.seen.append(round(meters.tree_rss_mb()))


def _counts(report: Report) -> dict[str, int]:
    return {name: value for name, value in asdict(report).items() if isinstance(value, int)}


def _mb(file: Path) -> float:
    return round(file.stat().st_size / 1e6, 1)
