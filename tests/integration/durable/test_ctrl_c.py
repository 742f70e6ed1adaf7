"""Ctrl-C ends a run cleanly, and the same command goes on where it was."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from tests.fakes.worlds import TWELVE

SOON_S = 120.0
LEADS = 12


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A copy of the small world."""
    return Path(shutil.copytree(TWELVE, tmp_path / "world"))


def command(world: Path, *more: str) -> list[str]:
    leads, database = world / "leads.csv", f"sqlite:///{world.parent / 'leadwright.db'}"
    run = ["run", str(leads), "--corpus", str(world), "--db", database, "--json", *more]
    return [sys.executable, "-m", "leadwright", *run]


@contextmanager
def running(given: list[str], place: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        given, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_leads_are_in_hand(database: Path, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SOON_S
    while time.monotonic() < end and process.poll() is None:
        if database.exists() and in_hand(database):
            return
        time.sleep(0.05)
    pytest.fail("no lead was ever in hand")


def in_hand(database: Path) -> int:
    with closing(dbapi2.connect(str(database))) as connection:
        try:
            (count,) = connection.execute(
                "SELECT count(*) FROM journal WHERE kind = 'tool'"
            ).fetchone()
        except dbapi2.OperationalError:  # not made yet
            return 0
        return int(count)


def test_ctrl_c_stops_cleanly_and_running_again_resumes(world: Path) -> None:
    place = world.parent
    with running(command(world, "--latency=5"), place) as process:
        wait_until_leads_are_in_hand(place / "leadwright.db", process)
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=SOON_S)
    assert process.returncode == 130, told
    assert out == ""
    assert "goes on from here" in told
    assert "Traceback" not in told
    assert "Error" not in told

    again = subprocess.run(command(world), cwd=place, capture_output=True, text=True, check=True)
    summary = json.loads(again.stdout)
    assert summary["unchanged"] == LEADS
    assert sum(summary["outcomes"].values()) == LEADS
    assert set(summary["outcomes"]) == {"awaiting_approval", "escalated", "merged"}
