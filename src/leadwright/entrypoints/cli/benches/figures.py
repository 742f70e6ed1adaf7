"""From the figures of single runs to the one answer: medians, and how far runs lie apart."""

from collections.abc import Mapping, Sequence
from statistics import median

from leadwright.entrypoints.cli.benches import fixed
from leadwright.entrypoints.cli.benches.task import Figures, Shape

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_CPU = "cpu_ms_per_lead"
_BY_DATABASE = (f"{_CPU}.{SQLITE}", f"{_CPU}.{POSTGRESQL}")
_PLAIN = (
    "server_cpu_ms_per_lead",
    "wall_over_ideal",
    "wall_minus_ideal_s",
    "worker_rss_mb",
    "intake_rows_per_s",
    "fsync_ms",
    "requests_per_lead",
    "tool_calls_per_lead",
)
Samples = Mapping[str, Sequence[float]]


def of_run(shape: Shape, database: str, found: Figures) -> Figures:
    """What one run says, under the names of the answer.

    A figure without a database in its name was measured on SQLite, which everybody has; on
    PostgreSQL it is told beside it.
    """
    told = _own(shape, found)
    server = told.pop("server_cpu_ms_per_lead", None)
    if database != SQLITE:
        told = {f"{name}.{database}": value for name, value in told.items()}
    if shape is Shape.JOURNEY:
        told[f"{_CPU}.{database}"] = found[_CPU]
    return told if server is None else told | {"server_cpu_ms_per_lead": server}


def _own(shape: Shape, found: Figures) -> Figures:
    match shape:
        case Shape.FIXED:
            return {"wall_over_ideal": found["wall_s"] / (fixed.REQUESTS * fixed.SECONDS)}
        case Shape.PATIENT:
            ideal = found["longest_chain"] * fixed.SECONDS
            return {"wall_minus_ideal_s": found["wall_s"] - ideal}
        case Shape.JOURNEY:
            return {name: found[name] for name in _PLAIN if name in found}


def answer(samples: Samples) -> dict[str, object]:
    """The public JSON: medians, and under `runs` how far the runs lie apart."""
    middle = {name: rounded(median(values)) for name, values in samples.items()}
    return {
        _CPU: {name.partition(".")[2]: middle.get(name) for name in _BY_DATABASE},
        **{name: middle.get(name) for name in _PLAIN},
        "model": "playbook",
        "runs": spreads(samples),
    }


def spreads(samples: Samples) -> dict[str, dict[str, float]]:
    """How far the runs lie apart."""
    return {name: _spread(values) for name, values in sorted(samples.items())}


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "min": rounded(min(values)),
        "median": rounded(median(values)),
        "max": rounded(max(values)),
    }


def rounded(value: float) -> float:
    """As figures are told."""
    return round(value, 3)
