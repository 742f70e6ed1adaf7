"""Random files through intake: `./dev fuzz intake --files 10000 --seed 1`.

Of each file must hold: it is refused by a named error, or each of its rows is taken, known or
refused by name; and given again it changes nothing. A file that breaks this is kept and named.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz import grammar
from tests.torture import hall
from tests.torture.hall import Fate, Hall
from tests.torture.weigh import peak

from leadwright.adapters.intake import open_leads

_FILES_A_STORE: Final = 100


class BrokenPromiseError(AssertionError):
    """A file that intake did not survive as promised."""


async def trial(here: Hall, random: Random, folder: Path) -> str:
    """Put one random file through intake twice; what became of it, in a word."""
    file = grammar.file(random, folder)
    before = await here.held()
    fate = await here.take(file)
    again = await here.take(file)
    _check(before, fate, again)
    if fate.error is None:
        _count(file, fate)
    return fate.error.code if fate.error else "taken"


def _check(before: tuple[int, int], fate: Fate, again: Fate) -> None:
    report = fate.report
    if report.received != report.new + report.known + report.merged:
        raise BrokenPromiseError(f"rows do not add up: {report}")
    if not fate.error and fate.held[0] != before[0] + report.new + report.merged:
        raise BrokenPromiseError(f"the store does not hold what was reported: {before} {fate}")
    if again.held != fate.held or again.report.new or again.report.merged:
        raise BrokenPromiseError(f"the second time changed something: {fate} {again}")
    if (fate.error is None) != (again.error is None) or report.refused != again.report.refused:
        raise BrokenPromiseError(f"the second time was read otherwise: {fate} {again}")


def _count(file: Path, fate: Fate) -> None:
    rows = sum(1 for _ in open_leads(file).rows())
    if rows != fate.report.received + fate.report.refused:
        raise BrokenPromiseError(f"{rows} rows were read, others were reported: {fate}")


async def run(files: int, seed: int, folder: Path) -> tuple[Counter[str], list[int]]:
    """Many trials, and the peak of memory after each hundred of them, in MB.

    Each file has a seed of its own, so that one can be tried alone.
    """
    fates: Counter[str] = Counter()
    weights: list[int] = []
    (folder / "first").mkdir()
    first = hall.found(folder / "first")
    for start in range(0, files, _FILES_A_STORE):
        here = folder / f"from{start}"
        here.mkdir()
        with hall.opened(first, here) as opened:
            for number in range(start, min(start + _FILES_A_STORE, files)):
                fates[await _one(opened, seed, number, here)] += 1
        shutil.rmtree(here)
        weights.append(peak())
    return fates, weights


async def _one(here: Hall, seed: int, number: int, folder: Path) -> str:
    place = folder / str(number)
    place.mkdir()
    try:
        return await trial(here, Random(f"{seed} {number}"), place)  # noqa: S311 - wants repeating
    except Exception as error:
        kept = Path(tempfile.mkdtemp(prefix="leadwright-fuzz-"))
        shutil.copytree(place, kept, dirs_exist_ok=True)
        raise BrokenPromiseError(
            f"seed {seed}, file {number}, kept in {kept}: {error!r}"
        ) from error


def main() -> None:
    """Say what became of the files."""
    wanted = argparse.ArgumentParser(prog="./dev fuzz intake", description=__doc__)
    wanted.add_argument("--files", type=int, default=1000)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fates, weights = asyncio.run(run(given.files, given.seed, Path(folder)))
    print(f"{given.files:,} files, seed {given.seed}: {time.monotonic() - began:.0f} s")  # noqa: T201
    halves = weights[len(weights) // 2], weights[-1]
    print("memory: {} MB after half of them, {} MB after all".format(*halves))  # noqa: T201
    for fate, count in fates.most_common():
        print(f"{count:7,}  {fate}")  # noqa: T201


if __name__ == "__main__":
    main()
