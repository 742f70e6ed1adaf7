"""Whoever watches a database hears of each commit, right before it and right after it."""

import pytest
import sqlalchemy as sa

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.watch import watch
from leadwright.landmarks import Landmark

_MAKE = sa.text("CREATE TABLE pebbles (number INTEGER)")
_ADD = sa.text("INSERT INTO pebbles VALUES (1)")
_COUNT = sa.text("SELECT count(*) FROM pebbles")


def _count(url: str) -> int:
    other = Database.open(url)
    try:
        with other.engine.connect() as connection:
            return int(connection.execute(_COUNT).scalar_one())
    finally:
        other.close()


def test_before_a_commit_nobody_sees_it_and_after_it_everybody(database_url: str) -> None:
    database = Database.open(database_url)
    heard: list[tuple[str, int]] = []
    with database.writing(Landmark.FOUNDING) as connection:
        connection.execute(_MAKE)
    watch(database.engine, lambda place: heard.append((place, _count(database_url))))
    with database.writing(Landmark.JOURNAL) as connection:
        connection.execute(_ADD)
    with database.engine.begin() as connection:  # not ours: the durable engine's
        connection.execute(_ADD)
    database.close()
    assert heard == [
        ("before-journal", 0),
        ("after-journal", 1),
        ("before-engine", 1),
        ("after-engine", 2),
    ]


def test_what_is_taken_back_passes_nothing(database_url: str) -> None:
    database = Database.open(database_url)
    heard: list[str] = []
    watch(database.engine, heard.append)
    with pytest.raises(sa.exc.DBAPIError), database.writing(Landmark.CHANGE) as connection:
        connection.execute(_ADD)  # there is no such table yet
    with database.engine.begin() as connection:
        connection.execute(_MAKE)
    database.close()
    assert heard == ["before-engine", "after-engine"]


@pytest.mark.postgres
def test_a_connection_that_is_lost_is_watched_without_a_complaint(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    heard: list[str] = []
    watch(database.engine, heard.append)
    end = sa.text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(sa.exc.OperationalError), database.writing(Landmark.CHANGE) as connection:
        connection.execute(end)
    with database.writing(Landmark.JOURNAL) as connection:
        connection.execute(_MAKE)
    database.close()
    assert heard == ["before-journal", "after-journal"]
