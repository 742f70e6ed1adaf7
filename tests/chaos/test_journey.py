"""A run that is struck anywhere ends in the same sessions, and pays for nothing twice."""

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT


@pytest.mark.parametrize("seed", [2])
def test_killed_at_every_point_it_ends_as_if_nothing_had_been(seed: int) -> None:
    # In a process of its own: only one without threads may be forked.
    command = [sys.executable, "-m", "chaos", "journey", "--short", f"--seed={seed}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    again = f"replay with: python {' '.join(command[1:])}\n{done.stderr}"
    assert done.returncode == 0, again
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["kills"] >= 20, again
    wrong = ("lost_leads", "double_phases", "repeated_paid_calls", "lost_updates")
    assert [told[name] for name in wrong] == [0] * len(wrong), again
