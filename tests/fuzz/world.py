"""Many fictional worlds, one after the other: `./dev fuzz world --seeds 50 --leads 250`.

A line a world, a JSON summary last. Exit 1 when a world breaks a bound.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from tests.fuzz import worlds

FIGURES = (
    "company_resolution",
    "research_accuracy",
    "decision_maker_accuracy",
    "escalation_accuracy",
    "escalation_recall",
    "invented_facts",
)


def main() -> int:
    """Work the worlds asked for; returns the exit code."""
    asked = _arguments()
    told: list[Mapping[str, object]] = []
    for seed in range(asked.start, asked.start + asked.seeds):
        told.append(_one(seed, asked.leads))
        sys.stdout.write(_line(told[-1]))
        sys.stdout.flush()
    bad = [one["seed"] for one in told if one["broken"]]
    means = {name: _mean(told, name) for name in FIGURES}
    summary = {"worlds": len(told), "leads": asked.leads, "mean": means, "broken": bad}
    sys.stdout.write(json.dumps(summary) + "\n")
    return 1 if bad else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev fuzz world", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50, help="how many worlds")
    parser.add_argument("--leads", type=int, default=250, help="leads of each")
    parser.add_argument("--start", type=int, default=1000, help="the first seed")
    return parser.parse_args()


def _one(seed: int, leads: int) -> Mapping[str, object]:
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="leadwright-fuzz-") as place:
        report = worlds.work(seed, leads, Path(place)).report
    return {
        "seed": seed,
        **{name: report.results[name] for name in FIGURES},
        "broken": list(worlds.broken(report)),
        "seconds": perf_counter() - began,
    }


def _line(one: Mapping[str, object]) -> str:
    figures = "  ".join(f"{name} {_short(one[name])}" for name in FIGURES)
    verdict = "; ".join(map(str, broken)) if isinstance(broken := one["broken"], list) else ""
    return f"seed {one['seed']}  {figures}  {_short(one['seconds'])} s  {verdict or 'ok'}\n"


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _mean(told: list[Mapping[str, object]], name: str) -> float:
    values = [value for one in told if isinstance(value := one[name], int | float)]
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    sys.exit(main())
