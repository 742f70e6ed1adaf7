"""One run of either side, in a process of its own, on a fresh database; and what it left there."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from benchmarks.langgraph.peer.work import Phase

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.tables import audit, journal
from leadwright.agents.base import instructions
from leadwright.entrypoints.cli.benches import fixed, servers, task, worker
from leadwright.entrypoints.cli.benches.task import Figures, Shape, Task
from leadwright.models.ports import CallKind

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEER_PYTHON = HERE / ".venv" / "bin" / "python"
LEADS = 100  # at once
HANGS_S = 600.0


class Side(StrEnum):
    """Who works the leads."""

    OURS = "leadwright"
    THEIRS = "langgraph"


class RunFailedError(Exception):
    """A run ended without figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """How the other side is written; see README.md for what the names mean."""

    shape: str = "agents"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run said."""

    pair: int
    database: str
    side: Side
    load: float  # average of the last minute, before the run
    figures: Figures


def order(pairs: int, databases: Sequence[str]) -> Iterator[tuple[int, str, Side]]:
    """Ours, theirs, ours, theirs, on each database in turn, so that a noisy minute hits all."""
    for pair in range(1, pairs + 1):
        for database in databases:
            # Who goes first takes turns too.
            sides = (Side.OURS, Side.THEIRS) if pair % 2 else (Side.THEIRS, Side.OURS)
            yield from ((pair, database, side) for side in sides)


def phases() -> list[Phase]:
    """The phases of leadwright's fixed shape."""
    return [
        Phase(name=phase.name, requests=phase.times, instructions=instructions(phase.name))
        for phase in fixed.PHASES
    ]


def run(side: Side, server: str | None, peer: Peer) -> Figures:
    """Work the leads on SQLite, or on a database of the server."""
    with (
        tempfile.TemporaryDirectory(prefix="leadwright-peer-") as name,
        servers.fresh(Path(name), server) as url,
    ):
        if side is Side.THEIRS:
            return _start(_theirs(), _their_task(url, peer), name)
        given = Task(shape=Shape.FIXED, database=url, place=name, leads=LEADS)
        found = _start(_ours(), task.to_json(given), name)
        return found | _left_by_ours(url)


def _ours() -> list[str]:
    return [sys.executable, "-m", "leadwright.entrypoints.cli.benches.worker"]


def _theirs() -> list[str]:
    return [str(PEER_PYTHON), "-m", "benchmarks.langgraph.peer.worker"]


def _their_task(url: str, peer: Peer) -> str:
    return json.dumps(
        {
            "database": url,
            "phases": [asdict(phase) for phase in phases()],
            "shape": peer.shape,
            "choices": peer.choices,
            "warm": worker.WARM,
            "leads": LEADS,
            "seconds": fixed.SECONDS,
        }
    )


def _start(command: Sequence[str], given: str, place: str) -> Figures:
    done = subprocess.run(  # noqa: S603 - our own programs; the URL goes by stdin, not in sight
        command,
        input=given,
        capture_output=True,
        text=True,
        cwd=place,
        env=_environment(),
        timeout=HANGS_S,
        check=False,
    )
    if done.returncode:
        last = " ".join(done.stderr.strip().splitlines()[-3:])
        raise RunFailedError(f"{command[-1]} ended without figures: {last}")
    found: Figures = json.loads(done.stdout)
    return found


def _environment() -> Mapping[str, str]:
    """No tracing on either side, and the same modules."""
    kept = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251 - handed on, not read
        if not name.startswith(("LANGSMITH_", "LANGCHAIN_", "LANGGRAPH_", "LEADWRIGHT_"))
    }
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def _left_by_ours(url: str) -> Figures:
    """What stands in the database: for leads that are warm-up as well, so counts are shared out."""
    database = Database.open(url)
    calls = sa.select(sa.func.count()).select_from(journal).where(journal.c.state == "done")
    told = (
        sa.select(sa.func.count())
        .select_from(audit)
        .where(audit.c.action.like("%\\_done", escape="\\"))
    )
    leads = LEADS + worker.WARM
    try:
        with database.engine.connect() as connection:
            models = connection.execute(calls.where(journal.c.kind == CallKind.MODEL)).scalar_one()
            rows = connection.execute(calls).scalar_one()
            audited = connection.execute(told).scalar_one()
    finally:
        database.close()
    return {
        "outputs_per_lead": models / leads,  # the worker saw that each of them was accepted
        "journal_rows_per_lead": rows / leads,
        "audit_rows_per_lead": audited / leads,
    }
