"""`./dev chaos journey|effects`: runs, on stderr; their figures as the last line of stdout."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from tests.fakes.worlds import TWELVE
from tests.services import postgres

from chaos.doom import Fault
from chaos.drill import Drill, NeverPassed, Order, folder
from chaos.effects.drill import LEADS
from chaos.effects.drill import Drill as EffectsDrill
from chaos.tamper import campaign
from leadwright.landmarks import places

_DRILLS: Final[Mapping[str, type[Drill | EffectsDrill]]] = {
    "journey": Drill,
    "effects": EffectsDrill,
}


A_WORKER = 60  # leads of a journey


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0 when nothing was lost, doubled, changed or paid for twice."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["tamper"]:
        return campaign.main(words[1:])
    given = _arguments(words)
    if given.points:
        sys.stdout.write("\n".join(places()) + "\n")
        return 0
    order, report = _order(given), _note if given.verbose else _brief
    try:
        with folder() as place, _server(order) as server:
            drill = _DRILLS[order.what](order, place, report, server=server)
            tally = drill.hold(given.runs)
    except NeverPassed as error:
        _note(str(error))
        return 2
    sys.stdout.write(json.dumps(tally.told(given.seed)) + "\n")
    return 0 if tally.verdict.is_good else 1


def _order(given: argparse.Namespace) -> Order:
    bounded = given.minutes or given.kills or given.runs or given.short
    return Order(
        what=given.what,
        seed=given.seed,
        minutes=given.minutes if bounded else 1.0,
        kills=given.kills,
        number=given.leads or (LEADS if given.what == "effects" else A_WORKER * given.workers),
        point=given.point,
        is_short=given.short,
        faults=tuple(f for f in given.fault or Fault if given.db in f.databases),
        database=given.db,
        workers=given.workers,
        corpus=TWELVE,
    )


@contextmanager
def _server(order: Order) -> Iterator[postgres.Server | None]:
    if order.database == "sqlite":
        yield None
        return
    server = postgres.start(fsync=True)  # it shall crash, and keep what was committed
    try:
        yield server
    finally:
        server.stop()


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _brief(line: str) -> None:
    if not line.startswith("["):
        _note(line)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev chaos", description=__doc__)
    parser.add_argument("what", choices=[*_DRILLS], help="what is disturbed")
    parser.add_argument("--minutes", type=float, default=0.0, help="begin no run after so many")
    parser.add_argument("--kills", type=int, default=0, help="begin no run after so many kills")
    parser.add_argument("--runs", type=int, default=0, help="at most so many runs")
    parser.add_argument("--seed", type=int, default=1, help="of the first run; each has the next")
    parser.add_argument("--db", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--workers", type=int, default=1, help="at a time; SQLite has one")
    parser.add_argument("--leads", type=int, default=0, help="leads a run (60 a worker)")
    parser.add_argument("--fault", type=Fault, action="append", help=f"only: {', '.join(Fault)}")
    parser.add_argument("--point", choices=places(), metavar="NAME", default="", help="kill there")
    parser.add_argument("--short", action="store_true", help="every point and every fault once")
    parser.add_argument("--points", action="store_true", help="list the points, and do nothing")
    parser.add_argument("--verbose", action="store_true", help="tell of every life")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
