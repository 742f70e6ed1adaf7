"""Who holds the slot works; a process that is killed frees it by dying."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

from leadwright.adapters.durable.errors import EngineBusy
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.store import Database

HOLD = """
import sys, time
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.store import Database
slot = Slot.take(Database.open(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'leadwright.db'}"
    database = Database.open(url)
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            with pytest.raises(EngineBusy):
                Slot.take(database)
        finally:
            other.kill()
    Slot.take(database).release()
    database.close()


def test_a_slot_that_could_not_be_had_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'leadwright.db'}")
    slot = Slot.take(database)
    for _ in range(3):
        with pytest.raises(EngineBusy):
            Slot.take(database)
    slot.release()
    Slot.take(database).release()
    database.close()
