"""Several workers on one server: nobody's lead is lost, none is worked by two."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contract.store.conftest import prepare
from tests.integration.fleet.yard import Yard, opened, until
from tests.services.databases import Databases

from leadwright.adapters.durable.segments import Segments
from leadwright.adapters.durable.watch import MISSES, ROUND_S
from leadwright.adapters.store import Database

pytestmark = pytest.mark.postgres

LEADS = 12
SLOW = ("--latency", "60")  # leads stay in hand until somebody ends the worker


def prepare_all(url: str) -> None:
    """The tables of the store, and those of the engine below."""
    prepare(url)
    database = Database.open(url)
    segments = Segments(database, "segments-0")
    segments.prepare(1)
    segments.close()
    database.close()


@pytest.fixture
def yard(postgres_server: Databases, tmp_path: Path) -> Iterator[Yard]:
    template = postgres_server.template("fleet", prepare_all)
    with postgres_server.fresh(template=template) as url, opened(url, tmp_path) as yard:
        yield yard


def test_workers_share_the_leads_and_each_is_worked_once(yard: Yard) -> None:
    one, other = yard.start("--latency", "0.2"), yard.start("--latency", "0.2")
    one.until_ready()
    other.until_ready()
    yard.take_in(LEADS * 10)
    until(yard.are_at_rest)
    assert set(yard.finished_by()) == {"worker-0", "worker-1"}
    assert yard.finished_by().total() == LEADS * 10
    segments = yard.ask("SELECT lead_no FROM leads WHERE segment <> 1")
    assert segments == []
    for worker in (one, other):
        worker.send(signal.SIGTERM)
        assert worker.end() == 0
        assert not worker.ready_file.exists()


def test_what_a_killed_worker_left_is_taken_over_by_another(yard: Yard) -> None:
    yard.take_in(LEADS)
    doomed = yard.start(*SLOW)
    until(lambda: yard.hands()["worker-0"] == LEADS)
    doomed.process.kill()
    doomed.end()
    yard.start()
    yard.workers[-1].until_ready()  # it took the slot of the dead one, and its leads
    until(yard.are_at_rest)
    assert set(yard.finished_by()) == {"worker-0"}


def test_what_lies_in_a_slot_that_nobody_takes_again_is_taken_over(yard: Yard) -> None:
    yard.take_in(LEADS)
    doomed = yard.start(*SLOW)
    until(lambda: yard.hands()["worker-0"] == LEADS)
    other = yard.start()
    other.until_ready()
    doomed.process.kill()
    until(yard.are_at_rest)
    assert set(yard.finished_by()) == {"worker-1"}


def test_a_worker_that_is_only_stopped_keeps_its_leads(yard: Yard) -> None:
    yard.take_in(LEADS)
    asleep = yard.start(*SLOW)
    until(lambda: yard.hands()["worker-0"] == LEADS)
    yard.start().until_ready()
    asleep.send(signal.SIGSTOP)
    time.sleep(ROUND_S * (MISSES + 2))
    assert yard.hands() == {"worker-0": LEADS}


def test_a_worker_whose_line_was_cut_begins_anew_and_no_lead_is_lost(yard: Yard) -> None:
    yard.take_in(LEADS)
    worker = yard.start("--latency", "0.5")
    until(lambda: yard.hands()["worker-0"] == LEADS)
    worker.ready_file.unlink()  # it says it is ready a second time
    assert yard.hang_up() == 1
    worker.until_ready()
    until(yard.are_at_rest)
    worker.send(signal.SIGTERM)
    assert worker.end() == 0
    assert "The database hung up" in worker.told
    assert worker.told.count("is ready") == 2


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(yard: Yard) -> None:
    yard.take_in(LEADS)
    worker = yard.start("--latency", "0.5")
    until(lambda: yard.hands()["worker-0"] == LEADS)
    worker.send(signal.SIGTERM)
    assert worker.end() == 0
    assert yard.are_at_rest()


def test_once_works_so_many_leads_and_ends(yard: Yard) -> None:
    yard.take_in(LEADS)
    assert yard.run("worker", "--once", "5").returncode == 0
    assert yard.waiting() == {"idle": 5, "waiting": LEADS - 5}
    assert yard.run("worker", "--once", "100").returncode == 0
    assert yard.are_at_rest()
    assert yard.run("worker", "--once", "1").returncode == 0
