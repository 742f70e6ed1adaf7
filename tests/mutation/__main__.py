"""Mutation tests: `./dev mutation --module outbox`. Change one thing; some test should fail.

A line for every mutant that nobody noticed, one for each module, a JSON summary last. Exit 1 when
less than 85 in 100 are noticed.
"""

import argparse
import gc
import importlib
import json
import os
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.mutation import fork, mutants
from tests.mutation.fork import Trial
from tests.mutation.mutants import Mutant

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = ROOT / "src" / "leadwright"
ENOUGH: Final = 0.85
_LONGEST_S: Final = 300.0
# Loaded once and for all; nothing of the project, which each trial loads anew.
_HEAVY: Final = (
    "alembic.command",
    "cryptography.hazmat.primitives.ciphers.aead",
    "hypothesis.strategies",
    "psycopg",
    "pydantic_ai.models",
    "pydantic_settings",
    "pytest_asyncio",
    "publicsuffixlist",
    "rapidfuzz",
    "sqlalchemy.dialects.postgresql",
    "sqlcipher3.dbapi2",
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """Modules, and the tests that hold them."""

    name: str
    modules: tuple[Path, ...]
    tests: tuple[str, ...]


@dataclass(kw_only=True)
class Score:
    """What came of the mutants of a module."""

    killed: Counter[str] = field(default_factory=Counter)
    survived: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many there were."""
        return self.killed.total() + len(self.survived)


def main() -> int:
    """Try mutants until all were, or the time is over; returns the exit code."""
    asked = _arguments()
    os.environ["CI"] = "1"  # noqa: TID251 - the same examples in every trial
    for name in _HEAVY:
        importlib.import_module(name)
    gc.freeze()
    end = time.monotonic() + asked.minutes * 60 if asked.minutes else float("inf")
    scores: dict[str, Score] = {}
    for target in _targets(asked.module):
        scores |= Trials(target, asked, end).held()
    told = {name: _told(score) for name, score in scores.items() if score.tried}
    killed, tried = (sum(int(one[key]) for one in told.values()) for key in ("killed", "tried"))
    share = killed / tried if tried else 0.0
    summary = {"modules": told, "killed": killed, "tried": tried, "share": round(share, 4)}
    sys.stdout.write(json.dumps(summary | {"seed": asked.seed}) + "\n")
    return 0 if share >= ENOUGH else 1


class Trials:
    """The mutants of one target, several at once."""

    def __init__(self, target: Target, asked: argparse.Namespace, end: float) -> None:
        self._target = target
        self._asked = asked
        self._end = end
        self._scores = {_shown(path): Score() for path in target.modules}
        self._running: dict[Trial, tuple[Path, Mutant]] = {}

    def held(self) -> Mapping[str, Score]:
        """The score of each module."""
        took = self._undisturbed()
        _say(f"{self._target.name}: its tests take {took:.1f} s")
        limit = 10.0 + 5 * took
        for path, mutant in self._chosen():
            while len(self._running) >= self._asked.workers:
                self._look()
            if time.monotonic() > self._end:
                break
            self._begin(path, mutant, limit)
        while self._running:
            self._look()
        for name, score in self._scores.items():
            _say(f"{name}: {score.killed.total()} of {score.tried} killed")
        return self._scores

    def _undisturbed(self) -> float:
        """How long the tests take when nothing is changed."""
        began = time.monotonic()
        trial = fork.begin(self._target.tests, _LONGEST_S)
        while (outcome := trial.ended()) is None:
            time.sleep(0.02)
        if outcome != "survived":
            raise SystemExit(f"the tests of {self._target.name} fail by themselves: {outcome}")
        return time.monotonic() - began

    def _chosen(self) -> Iterator[tuple[Path, Mutant]]:
        everything = [(path, one) for path in self._target.modules for one in mutants.of(path)]
        chance = random.Random(f"mutants {self._asked.seed}")  # noqa: S311 - a seed replays
        chance.shuffle(everything)
        yield from everything[: self._asked.most or None]

    def _begin(self, path: Path, mutant: Mutant, limit: float) -> None:
        tree = mutants.mutated(path, mutant)
        self._running[fork.begin(self._target.tests, limit, (_dotted(path), path, tree))] = (
            path,
            mutant,
        )

    def _look(self) -> None:
        time.sleep(0.01)
        for trial in [*self._running]:
            outcome = trial.ended()
            if outcome is None:
                continue
            path, mutant = self._running.pop(trial)
            score = self._scores[_shown(path)]
            if outcome == "survived":
                score.survived.append(f"{_shown(path)}:{mutant.line}: {mutant.what}")
                _say(f"survived: {score.survived[-1]}")
            else:
                score.killed[outcome] += 1


def _targets(names: Sequence[str]) -> Iterator[Target]:
    given = tomllib.loads((Path(__file__).parent / "targets.toml").read_text("utf-8"))
    for name, one in given.items():
        if not names or name in names:
            paths = [path for module in one["modules"] for path in _files(SOURCE / module)]
            yield Target(name=name, modules=tuple(paths), tests=tuple(one["tests"]))


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.py")) if path.is_dir() else [path]


def _told(score: Score) -> dict[str, int]:
    return {"killed": score.killed.total(), "tried": score.tried}


def _shown(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev mutation", description=__doc__)
    parser.add_argument("--module", action="append", default=[], help="only this target")
    parser.add_argument("--minutes", type=float, default=0.0, help="begin none after so many")
    parser.add_argument("--most", type=int, default=0, help="at most so many of each target")
    parser.add_argument("--seed", type=int, default=1, help="of the order they are tried in")
    parser.add_argument("--workers", type=int, default=2, help="trials at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
