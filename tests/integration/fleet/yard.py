"""A yard of workers: real processes on one database, and a look at what they do."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from tests.fakes.worlds import TWELVE

from leadwright import bootstrap, settings

SOON_S = 90.0


@dataclass(kw_only=True)
class Worker:
    """One `leadwright worker`."""

    process: subprocess.Popen[str]
    ready_file: Path
    told: str = ""

    def until_ready(self) -> None:
        """It can take leads."""
        until(lambda: self.ready_file.exists() or self.process.poll() is not None)
        assert self.process.poll() is None, self.process.communicate()[1]

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for its end; returns the exit code."""
        _, self.told = self.process.communicate(timeout=SOON_S)
        return self.process.returncode


@dataclass(kw_only=True)
class Yard:
    """A database and the workers on it."""

    url: str
    place: Path
    workers: list[Worker] = field(default_factory=list)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command on this database."""
        return subprocess.run(
            self._command(*arguments), cwd=self.place, capture_output=True, text=True, check=False
        )

    def take_in(self, number: int = 12) -> None:
        """Leads that wait, and nobody works them."""
        leads = self.place / "more.jsonl"
        rows = (f'{{"lead_id": "F-{n}", "name": "Ann Lee{n}"}}\n' for n in range(number))
        leads.write_text("".join(rows), encoding="utf-8")
        key = self.place / "leadwright.key"
        given = settings.load(None, database={"url": self.url, "key_file": key})
        with bootstrap.build(given) as house:
            asyncio.run(house.reception.take(leads))

    def start(self, *more: str) -> Worker:
        """One more worker."""
        ready = self.place / f"ready-{len(self.workers)}"
        process = subprocess.Popen(
            self._command("worker", "--ready-file", str(ready), *more),
            cwd=self.place,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        worker = Worker(process=process, ready_file=ready)
        self.workers.append(worker)
        return worker

    def _command(self, *arguments: str) -> list[str]:
        where = ("--db", self.url, "--corpus", str(TWELVE))
        return [sys.executable, "-m", "leadwright", *arguments, *where]

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """What the database says."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(question.encode()).fetchall()

    def waiting(self) -> Counter[str]:
        """How many leads are in which state."""
        rows = self.ask("SELECT run_state FROM leads")
        return Counter(str(state) for (state,) in rows)

    def are_at_rest(self) -> bool:
        return set(self.waiting()) == {"idle"}

    def hands(self) -> Counter[str]:
        """How many open segments each worker has."""
        rows = self.ask("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
        return Counter(str(name) for (name,) in rows)

    def finished_by(self) -> Counter[str]:
        """How many segments each worker ended."""
        rows = self.ask("SELECT executor_id FROM dbos.workflow_status WHERE status = 'SUCCESS'")
        return Counter(str(name) for (name,) in rows)

    def hang_up(self) -> int:
        """Cut every worker's line; returns how many."""
        return len(
            self.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'leadwright worker' AND datname = current_database()"
            )
        )


def until(is_so: Callable[[], bool], seconds: float = SOON_S) -> None:
    """Wait until something is so; fails when it never is."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@contextmanager
def opened(url: str, place: Path) -> Iterator[Yard]:
    """A yard whose workers end with it."""
    yard = Yard(url=url, place=place)
    try:
        yield yard
    finally:
        for worker in yard.workers:
            if worker.process.poll() is None:
                os.kill(worker.process.pid, signal.SIGCONT)
                worker.process.kill()
            worker.process.communicate()
