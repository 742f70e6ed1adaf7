"""The bench's databases and its view of a real PostgreSQL server."""

import sys
from pathlib import Path

import psycopg
import pytest

from leadwright.entrypoints.cli.benches import meters, servers

pytestmark = pytest.mark.postgres
MOST_ROUNDS = 30  # about ten seconds of work; some kernels tell time late


def test_a_run_gets_a_database_of_its_own_and_leaves_none(
    tmp_path: Path, postgres_url: str
) -> None:
    with servers.fresh(tmp_path, postgres_url) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE mine (one int)")
        assert url != postgres_url
    with pytest.raises(psycopg.OperationalError), psycopg.connect(url):
        pass


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    with (
        pytest.raises(servers.BenchDatabaseMissing, match="CREATE DATABASE"),
        servers.fresh(tmp_path, nowhere),
    ):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells other processes' time")
def test_work_on_the_server_shows_on_its_meter(postgres_url: str) -> None:
    meter = meters.ServerMeter(postgres_url)
    before = meter.cpu_s()
    assert before is not None
    with psycopg.connect(postgres_url) as connection:  # who has ended is counted when it is reaped
        for _ in range(MOST_ROUNDS):
            connection.execute("SELECT sum(sqrt(n)) FROM generate_series(1, 3000000) AS n")
            after = meter.cpu_s()
            assert after is not None
            if after > before:
                return
    pytest.fail("the meter stands still while the server works")
