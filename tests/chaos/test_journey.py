"""A run that is struck anywhere ends in the same sessions, and pays for nothing twice."""

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT


def _hold(*words: str) -> dict[str, object]:
    # In a process of its own: only one without threads may be forked.
    command = [sys.executable, "-m", "chaos", "journey", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    again = f"replay with: ./dev chaos journey {' '.join(words)}\n{done.stderr}"
    assert done.returncode == 0, again
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    wrong = ("lost_leads", "double_phases", "repeated_paid_calls", "lost_updates")
    assert [told[name] for name in wrong] == [0] * len(wrong), again
    return told


def test_killed_at_every_point_it_ends_as_if_nothing_had_been() -> None:
    told = _hold("--short", "--seed=2")
    names = "runs kills leads lost_leads double_phases repeated_paid_calls lost_updates"
    assert list(told) == [*names.split(), "takeover_s_p95", "seed"]
    assert isinstance(told["kills"], int)
    assert told["kills"] >= 20


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_server")  # where none can be started, this is skipped
def test_two_workers_step_in_for_each_other() -> None:
    told = _hold(
        "--db=postgresql", "--workers=2", "--runs=1", "--kills=12", "--leads=24", "--seed=5"
    )
    assert told["leads"] == 24
