"""`./dev chaos tamper`: tamper with a trail a thousand times; each must show."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import sqlalchemy as sa

from chaos.tamper.acts import ACTS, OF_A_COPY, Kind
from chaos.tamper.hand import Hand
from chaos.tamper.site import Site, prepared
from leadwright.adapters.store import Database
from leadwright.adapters.store import Kind as Of
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.repositories.proving import prove

CONTROL_EVERY = 50  # a trail that nobody touched must hold
Report = Callable[[str], object]


class NothingDone(Exception):  # noqa: N818 - says what happened
    """An act left everything as it was."""


@dataclass(kw_only=True)
class Tally:
    """What was tried, and what showed."""

    tried: Counter[Kind] = field(default_factory=Counter)
    missed: Counter[Kind] = field(default_factory=Counter)

    def told(self, seed: int) -> dict[str, object]:
        """As JSON."""
        return {
            "tamperings": self.tried.total(),
            "detected": self.tried.total() - self.missed.total(),
            "kinds": {
                kind.value: {"tried": tried, "detected": tried - self.missed[kind]}
                for kind, tried in sorted(self.tried.items())
            },
            "seed": seed,
        }


def hold(site: Site, *, numbers: range, seed: int, report: Report) -> Tally:
    """So many tamperings, each on the trail as it was."""
    tally = Tally()
    for number in numbers:
        if number % CONTROL_EVERY == 0:
            _control(site)
        kind, detected = _one(site, f"{seed}/{number}", tuple(Kind)[number % len(Kind)])
        tally.tried[kind] += 1
        if not detected:
            tally.missed[kind] += 1
            report(f"MISSED: {kind}; again: ./dev chaos tamper --seed {seed} --only {number}")
    return tally


def _one(site: Site, seed: str, kind: Kind) -> tuple[Kind, bool]:
    chance = Random(seed)  # noqa: S311 - the same seed, the same deed
    while True:
        database = chance.choice(site.earlier) if kind in OF_A_COPY else site.now
        try:
            with _undone(database) as connection:
                _act(connection, chance, kind)
                return kind, _shows(connection, database, site)
        except NothingDone:
            continue


def _act(connection: sa.Connection, chance: Random, kind: Kind) -> None:
    hand = Hand(connection, chance)
    before = hand.fingerprint()
    ACTS[kind](hand)
    if kind is not Kind.OLDER_COPY and hand.fingerprint() == before:
        raise NothingDone


def _shows(connection: sa.Connection, database: Database, site: Site) -> bool:
    try:
        prove(connection, database, site.naming, site.marks)
    except AuditBroken:
        return True
    return False


def _control(site: Site) -> None:
    with _undone(site.now) as connection:
        Hand(connection, Random(0))  # noqa: S311 - does nothing
        prove(connection, site.now, site.naming, site.marks)


@contextmanager
def _undone(database: Database) -> Iterator[sa.Connection]:
    """A transaction that never was."""
    with database.engine.connect() as connection:
        if database.kind is Of.SQLITE:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        finally:
            connection.rollback()


def main(arguments: Sequence[str]) -> int:
    """Exit 0 when every tampering showed."""
    parser = argparse.ArgumentParser(prog="./dev chaos tamper", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many tamperings")
    parser.add_argument("--only", type=int, default=None, help="only the one of this number")
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    numbers = range(given.count) if given.only is None else range(given.only, given.only + 1)
    with (
        tempfile.TemporaryDirectory(prefix="leadwright-tamper-") as place,
        prepared(Path(place), database=given.db, seed=given.seed) as site,
    ):
        _note(f"a trail of {site.marks[-1].size} events, {len(site.marks)} checkpoints")
        tally = hold(site, numbers=numbers, seed=given.seed, report=_note)
    sys.stdout.write(json.dumps(tally.told(given.seed)) + "\n")
    return 1 if tally.missed else 0


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
