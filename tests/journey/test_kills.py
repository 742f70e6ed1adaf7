"""A run that is killed at any moment ends in the same sessions, and pays for nothing twice."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from tests.conftest import ROOT
from tests.journey.kills.verdict import differences, repeated

KILLS = 6


@pytest.mark.parametrize("seed", [2])
def test_killed_again_and_again_it_ends_as_if_nothing_had_been(seed: int) -> None:
    # In a process of its own: only one without threads may be forked.
    command = [sys.executable, "-m", "tests.journey.kills", f"--kills={KILLS}", f"--seed={seed}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    again = f"replay with: python {' '.join(command[1:])}\n{done.stderr}"
    assert done.returncode == 0, again
    verdict = json.loads(done.stdout.splitlines()[-1])
    assert verdict["kills"] >= KILLS, again
    assert verdict["leads"] == 60, again
    wrong = ("lost_leads", "doubled_leads", "different_sessions", "repeated_paid_calls")
    assert [verdict[name] for name in wrong] == [0] * len(wrong), again


def test_a_call_made_although_its_answer_was_durable_is_noticed() -> None:
    asked = Counter({"same": 2, "other": 1})
    before = {1: Counter[str](), 2: Counter({"same": 1})}
    fair = {1: Counter({"same": 2, "other": 1}), 2: Counter({"same": 1, "other": 1})}
    assert repeated(asked, before, fair) == 0
    assert repeated(asked, before, {2: Counter({"same": 2})}) == 1


def test_a_difference_is_told_with_its_place() -> None:
    calm = {"K-1": {"session": {"stage": "escalated", "actions": [1, 2]}}, "K-2": {}}
    storm = {"K-1": {"session": {"stage": "merged", "actions": [1, 3]}}, "K-3": {}}
    (line,) = differences(calm, storm)
    assert "K-1.session.stage: 'escalated' became 'merged'" in line
    assert "K-1.session.actions[1]: '2' became '3'" in line
