"""Approved effects in a storm: each once, as approved, and none for who opted out."""

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT

_NAMES = "runs kills sent double_sends phantom_sends lost_leads lost_updates sends_after_opt_out"
_WRONG = _NAMES.split()[3:]


def _hold(*words: str) -> dict[str, object]:
    # In a process of its own: only one without threads may be forked.
    command = [sys.executable, "-m", "chaos", "effects", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    again = f"replay with: ./dev chaos effects {' '.join(words)}\n{done.stderr}"
    assert done.returncode == 0, again
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    assert [told[name] for name in _WRONG] == [0] * len(_WRONG), again
    return told


def test_killed_at_every_point_effects_happen_once() -> None:
    told = _hold("--short", "--seed=2", "--leads=60")
    assert list(told) == [*_NAMES.split(), "to_human", "seed"]
    assert isinstance(told["kills"], int)
    assert isinstance(told["sent"], int)
    assert told["kills"] >= 6
    assert told["sent"] >= 20


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_server")  # where none can be started, this is skipped
def test_two_workers_and_people_on_a_server_do_not_send_twice() -> None:
    told = _hold(
        "--db=postgresql", "--workers=2", "--runs=1", "--kills=12", "--leads=40", "--seed=5"
    )
    assert told["runs"] == 1
