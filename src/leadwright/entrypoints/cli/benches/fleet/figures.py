"""From single runs to the one answer about a fleet."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from leadwright.entrypoints.cli.benches.figures import Samples, rounded, spreads
from leadwright.entrypoints.cli.benches.fleet.looks import Moment
from leadwright.entrypoints.cli.benches.task import Figures

NAMES: Final = (
    "window_s",
    "leads_per_s",
    "times_one_worker",
    "most_leads_per_s",
    "requests_per_lead",
    "queue_s",
    "first_call_s",
    "lead_s",
    "worker_cpu_ms_per_lead",
    "server_cpu_ms_per_lead",
    "busy_cores",
    "worker_rss_mb",
    "database_bytes_per_lead",
)


def used(before: Moment, after: Moment, seconds: float, leads: float) -> Figures:
    """Processor time between two moments, by lead and as cores kept busy."""
    workers = _gone(before.workers, after.workers)
    server = _gone(before.server, after.server)
    busy, idle = _gone(before.busy, after.busy), _gone(before.idle, after.idle)
    known = None not in {workers, server, busy}
    others = (busy or 0.0) - (workers or 0.0) - (server or 0.0) if known else None
    found = {
        "worker_cpu_ms_per_lead": workers and workers * 1000 / leads,
        "server_cpu_ms_per_lead": server and server * 1000 / leads,
        "busy_cores.workers": workers and workers / seconds,
        "busy_cores.server": server and server / seconds,
        "busy_cores.others": others and others / seconds,
        "busy_cores.none": idle and idle / seconds,
    }
    return {name: value for name, value in found.items() if value is not None}


def of_run(workers: int, found: Figures) -> Figures:
    """What one run says, under the names of the answer: the number of workers comes last."""
    return {f"{name}.{workers}": value for name, value in found.items()}


def scaling(samples: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """How often the work of one worker several did, run by run."""
    alone = samples.get("leads_per_s.1", ())
    prefix = "leads_per_s."
    return {
        f"times_one_worker.{name.removeprefix(prefix)}": [
            many / one for one, many in zip(alone, values, strict=False)
        ]
        for name, values in samples.items()
        if alone and name.startswith(prefix) and name != "leads_per_s.1"
    }


def answer(samples: Samples) -> dict[str, object]:
    """The public JSON: medians by number of workers, and under `runs` how far runs lie apart."""
    whole = {**samples, **scaling(samples)}
    found: dict[str, object] = {name: {} for name in NAMES}
    for name, values in whole.items():
        *parents, leaf = name.split(".")
        _within(found, parents)[leaf] = rounded(median(values))
    return {**found, "model": "playbook", "runs": spreads(whole)}


def _within(found: dict[str, object], parents: Sequence[str]) -> dict[str, object]:
    for name in parents:
        inner = found.setdefault(name, {})
        if not isinstance(inner, dict):
            raise TypeError(name)
        found = inner
    return found


def _gone(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
