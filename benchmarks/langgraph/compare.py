"""`./dev bench peer`: leadwright and LangGraph do the same work, run by run, side by side."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.langgraph import runs, table
from benchmarks.langgraph.runs import Peer, Run
from tests.services import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FULL, QUICK = 5, 1
SHAPES = ("agents", "functional", "threads", "steps")
CHOICES = (
    "one_writer",
    "async_writes",
    "message_deltas",
    "no_evidence",
    "usual_collector",
    "vendor_form",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the pairs and tell."""
    given = _parser().parse_args(arguments)
    peer = Peer(shape=given.shape, choices=tuple(given.choice))
    try:
        found = _measured(given, peer)
    except (runs.RunFailedError, table.WorkDiffersError) as error:
        sys.exit(f">> {error}")
    if given.json:
        told = {"shape": peer.shape, "choices": peer.choices} | table.answer(found)
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(table.lines(found)) + "\n")


def _measured(given: argparse.Namespace, peer: Peer) -> list[Run]:
    pairs = QUICK if given.quick else given.pairs
    with _server(given.postgres) as server:
        databases = [SQLITE, *([POSTGRESQL] if server else [])]
        found = [_run(one, server, peer) for one in runs.order(pairs, databases)]
    table.check(found)
    return found


def _run(one: tuple[int, str, runs.Side], server: str | None, peer: Peer) -> Run:
    pair, database, side = one
    load = os.getloadavg()[0]
    sys.stderr.write(f">> pair {pair}, {database}: {side}\n")
    figures = runs.run(side, server if database == POSTGRESQL else None, peer)
    return Run(pair=pair, database=database, side=side, load=load, figures=figures)


@contextmanager
def _server(given: str | None) -> Iterator[str | None]:
    """The server to measure on: the one given, else one started here that keeps what it is told."""
    if given:
        yield given
        return
    try:
        server = postgres.start(fsync=True)
    except postgres.NoPostgresError as error:
        sys.stderr.write(f">> SQLite only: {error}\n")
        yield None
        return
    try:
        yield server.url
    finally:
        server.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev bench peer", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a pair a database; about two minutes")
    parser.add_argument("--json", action="store_true", help="figures for a machine")
    parser.add_argument("--pairs", type=int, default=FULL, metavar="N", help="5 if not said")
    parser.add_argument("--postgres", metavar="URL", help="a server, instead of one started here")
    parser.add_argument(
        "--shape", choices=SHAPES, default=SHAPES[0], help="how the other side is written"
    )
    parser.add_argument(
        "--choice",
        action="append",
        default=[],
        choices=CHOICES,
        help="something the other side does otherwise; see benchmarks/langgraph/README.md",
    )
    return parser


if __name__ == "__main__":
    main()
