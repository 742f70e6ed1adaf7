"""Dedup keys survive the way to their sorted table and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.store import raw

from leadwright.adapters.store import Database, migrate

KEYS = {(-5, 1), (7, 1), (7, 2)}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'leadwright.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    database = Database.open(url)
    yield database
    database.close()


def test_keys_go_up_and_down_and_up_again(empty: Database) -> None:
    migrate.upgrade(empty, "0001")
    for blind, number in [*KEYS, (7, 2)]:  # one of them was kept twice
        statement = "INSERT INTO dedup_keys (blind, lead_no, kind) VALUES (:b, :n, 'email')"
        raw.change(empty, statement, b=blind, n=number)
    migrate.upgrade(empty)
    assert _keys(empty) == KEYS
    raw.change(empty, "INSERT INTO dedup_fresh (blind, lead_no) VALUES (9, 3)")
    migrate.downgrade(empty, "0001")
    assert _keys(empty) == KEYS | {(9, 3)}
    migrate.upgrade(empty)
    assert _keys(empty) == KEYS | {(9, 3)}


def _keys(database: Database) -> set[tuple[int, int]]:
    return {tuple(row) for row in raw.ask(database, "SELECT blind, lead_no FROM dedup_keys")}
