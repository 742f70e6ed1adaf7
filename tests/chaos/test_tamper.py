"""Whatever an administrator does to the trail shows; some of it by the checkpoints alone."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from chaos.tamper import campaign
from chaos.tamper.acts import Kind
from chaos.tamper.site import prepared
from tests.conftest import ROOT

ROUNDS = 4
ONLY_BY_CHECKPOINTS = {
    Kind.CALL_AND_EVENT,
    Kind.REPLACE_TAIL,
    Kind.OLDER_COPY,
    Kind.OLDER_COPY_GROWN,
    Kind.TRUNCATE,
}


def test_every_tampering_shows_and_some_by_checkpoints_alone(tmp_path: Path) -> None:
    missed: list[str] = []
    with prepared(tmp_path, database="sqlite", seed=3) as site:
        numbers = range(ROUNDS * len(Kind))
        tally = campaign.hold(site, numbers=numbers, seed=3, report=missed.append)
        blind = campaign.hold(replace(site, marks=()), numbers=numbers, seed=3, report=str)
    assert tally.tried == Counter(dict.fromkeys(Kind, ROUNDS))
    assert not tally.missed, missed
    assert set(blind.missed) >= ONLY_BY_CHECKPOINTS


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_server")  # where none can be started, this is skipped
def test_every_tampering_shows_on_a_server() -> None:
    words = ["tamper", "--db=postgresql", "--count=32", "--seed=5"]
    command = [sys.executable, "-m", "chaos", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert list(told) == ["tamperings", "detected", "kinds", "seed"]
    assert told["tamperings"] == told["detected"] == 32
