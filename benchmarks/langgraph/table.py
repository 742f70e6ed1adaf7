"""From single runs to the answer: both sides beside each other, and pair by pair."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from benchmarks.langgraph.runs import Run, Side

from leadwright.entrypoints.cli.benches import fixed
from leadwright.entrypoints.cli.benches.task import Figures

SAME = ("requests_per_lead", "tool_calls_per_lead", "audit_rows_per_lead")
IDEAL_S = fixed.REQUESTS * fixed.SECONDS
_WORK = {
    "requests_per_lead": "requests to the model",
    "tool_calls_per_lead": "tool calls",
    "outputs_per_lead": "typed answers, validated",
    "audit_rows_per_lead": "audit rows",
    "journal_rows_per_lead": "journal rows",
    "checkpoints_rows_per_lead": "checkpoints",
    "writes_rows_per_lead": "writes of tasks",
    "checkpoint_writes_rows_per_lead": "writes of tasks (PostgreSQL)",
    "checkpoint_blobs_rows_per_lead": "values of channels (PostgreSQL)",
}
Spread = dict[str, float]


class WorkDiffersError(Exception):
    """The two sides did not do the same, so their figures may not be compared."""


def measured(run: Run) -> Figures:
    """The figures that are compared."""
    figures = run.figures
    found = {"cpu_ms_per_lead": figures["cpu_ms_per_lead"]}
    if "server_cpu_ms_per_lead" in figures:
        server = figures["server_cpu_ms_per_lead"]
        found["server_cpu_ms_per_lead"] = server
        found["cpu_with_server_ms_per_lead"] = found["cpu_ms_per_lead"] + server
    found["wall_over_ideal"] = figures["wall_s"] / IDEAL_S
    return found


def check(runs: Sequence[Run]) -> None:
    """See that every lead of every run was given the same work.

    Raises:
        WorkDiffersError: it was not.
    """
    for name in SAME:
        found = {(run.side, run.figures.get(name)) for run in runs}
        if len({number for _, number in found}) > 1:
            told = ", ".join(f"{side} {number}" for side, number in sorted(found, key=str))
            raise WorkDiffersError(f"{name}: {told}")
    for run in runs:
        kept = run.figures.get("checkpoints_rows_per_lead", run.figures["requests_per_lead"])
        if kept < run.figures["requests_per_lead"]:
            raise WorkDiffersError("some requests of langgraph left no checkpoint")


def answer(runs: Sequence[Run]) -> dict[str, object]:
    """All of it, for a machine."""
    databases = list(dict.fromkeys(run.database for run in runs))
    return {
        "databases": {
            name: compared([r for r in runs if r.database == name]) for name in databases
        },
        "work": {side.value: _work(runs, side) for side in Side},
        "runs": [
            {"pair": r.pair, "database": r.database, "side": r.side, "load": r.load} | measured(r)
            for r in runs
        ],
    }


def compared(runs: Sequence[Run]) -> dict[str, dict[str, Spread]]:
    """Both sides of one database, and ours over theirs, from whole pairs only."""
    ours, theirs = _by_pair(runs, Side.OURS), _by_pair(runs, Side.THEIRS)
    pairs = sorted(ours.keys() & theirs.keys())
    names = list(measured(runs[0])) if pairs else []
    return {
        name: {
            Side.OURS.value: spread([ours[pair][name] for pair in pairs]),
            Side.THEIRS.value: spread([theirs[pair][name] for pair in pairs]),
            "ratio": spread([ours[pair][name] / theirs[pair][name] for pair in pairs]),
        }
        for name in names
        if all(name in side[pair] and side[pair][name] for side in (ours, theirs) for pair in pairs)
    }


def _by_pair(runs: Sequence[Run], side: Side) -> dict[int, Figures]:
    return {run.pair: measured(run) for run in runs if run.side is side}


def spread(values: Sequence[float]) -> Spread:
    """Median, least and most."""
    kinds: dict[str, Callable[[Sequence[float]], float]] = {
        "median": median,
        "min": min,
        "max": max,
    }
    return {name: round(kind(values), 3) for name, kind in kinds.items()}


def _work(runs: Sequence[Run], side: Side) -> dict[str, float]:
    found: dict[str, float] = {}
    for run in runs:
        if run.side is side:
            found |= {
                told: run.figures[name] for name, told in _WORK.items() if name in run.figures
            }
    return found


def lines(runs: Sequence[Run]) -> Iterator[str]:
    """All of it, for a person."""
    yield f"{'':<12}{'pair':>5}  {'leadwright':>22}  {'langgraph':>22}  {'ratio':>6}  load"
    for database in dict.fromkeys(run.database for run in runs):
        here = [run for run in runs if run.database == database]
        yield from _pairs(database, here)
        yield from _medians(database, compared(here))
    yield ""
    yield f"{'for a lead':<34}{'leadwright':>12}{'langgraph':>12}"
    ours, theirs = _work(runs, Side.OURS), _work(runs, Side.THEIRS)
    for told in _WORK.values():
        if told in ours or told in theirs:
            yield f"{told:<34}{_number(ours.get(told)):>12}{_number(theirs.get(told)):>12}"


def _pairs(database: str, runs: Sequence[Run]) -> Iterator[str]:
    for pair in sorted({run.pair for run in runs}):
        two = {run.side: run for run in runs if run.pair == pair}
        if len(two) == len(Side):
            ours, theirs = (measured(two[side]) for side in Side)
            ratio = ours["cpu_ms_per_lead"] / theirs["cpu_ms_per_lead"]
            load = " ".join(f"{two[side].load:.1f}" for side in Side)
            sides = f"{_told(ours):>22}  {_told(theirs):>22}"
            yield f"{database:<12}{pair:>5}  {sides}  {ratio:>6.2f}  {load}"


def _told(figures: Figures) -> str:
    server = figures.get("server_cpu_ms_per_lead")
    beside = f" + {server:.1f}" if server is not None else ""
    return f"{figures['cpu_ms_per_lead']:.1f}{beside} ms, {figures['wall_over_ideal']:.2f}x"


def _medians(database: str, figures: dict[str, dict[str, Spread]]) -> Iterator[str]:
    for name, sides in figures.items():
        told = "  ".join(
            f"{side} {s['median']:.2f} ({s['min']:.2f} to {s['max']:.2f})"
            for side, s in sides.items()
        )
        yield f"{database:<12}{name}: {told}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
