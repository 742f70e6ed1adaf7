"""`leadwright worker`, given something it cannot use."""

from pathlib import Path

import pytest
from tests.e2e.door import LEADS, WORLD, call
from tests.services.databases import Databases

TRY_AGAIN = 75


@pytest.fixture
def file(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'leadwright.db'}"


def test_a_worker_works_what_waits_on_a_file_too(file: str, tmp_path: Path) -> None:
    call("run", LEADS, "--corpus", WORLD, "--db", file)
    ready = tmp_path / "ready"
    outcome = call("worker", "--once", 5, "--db", file, "--corpus", WORLD, "--ready-file", ready)
    assert outcome.code == 0
    assert "worker-0 is ready" in outcome.err
    assert "0 leads were begun here" in outcome.err
    assert not ready.exists()


def test_who_has_no_source_of_company_data_is_told_so(file: str) -> None:
    outcome = call("worker", "--once", 1, "--db", file)
    assert outcome.code == 0
    assert "No source of company data is set here" in outcome.err


def test_a_ready_file_is_nobody_elses(file: str, tmp_path: Path) -> None:
    precious = tmp_path / "leadwright.toml"
    precious.write_text("[database]\n")
    for wrong in (precious, tmp_path, tmp_path / "nosuch" / "ready"):
        outcome = call("worker", "--once", 1, "--db", file, "--ready-file", wrong)
        assert (outcome.code, outcome.is_a_sentence()) == (2, True)
    assert precious.read_text() == "[database]\n"


def test_a_ready_file_that_a_killed_worker_left_is_used_again(file: str, tmp_path: Path) -> None:
    left = tmp_path / "ready"
    left.write_text("4711\n")
    assert call("worker", "--once", 1, "--db", file, "--ready-file", left).code == 0
    assert not left.exists()


def test_a_worker_that_nobody_watches_does_not_wait_for_its_database(tmp_path: Path) -> None:
    outcome = call("worker", "--once", 1, "--db", f"sqlite:///{tmp_path / 'nosuch' / 'x.db'}")
    assert outcome.code == TRY_AGAIN
    assert "see that the folder of its file is there" in outcome.err


@pytest.mark.postgres
def test_a_server_that_says_no_is_not_waited_for(postgres_server: Databases) -> None:
    with postgres_server.fresh() as url:
        outcome = call("worker", "--db", f"{url}x")
    assert (outcome.code, outcome.is_a_sentence()) == (2, True)
    assert "createdb NAME" in outcome.err
    assert "Traceback" not in outcome.err
