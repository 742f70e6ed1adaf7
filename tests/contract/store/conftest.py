"""One store on each database, empty, gone after the test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.services.databases import Databases

from leadwright.adapters.store import Database, Store
from leadwright.adapters.store.migrate import upgrade

OpenStore = Callable[[], Store]


def prepare(url: str) -> None:
    database = Database.open(url)
    upgrade(database)
    database.close()


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'leadwright.db'}"
        return
    server: Databases = request.getfixturevalue("postgres_server")
    with server.fresh(template=server.template("store", prepare)) as url:
        yield url


@pytest.fixture
def open_store(database_url: str, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens the database of this test, again and again, as several processes would."""
    with ExitStack() as later:

        def opened() -> Store:
            database = Database.open(database_url, connections=6)
            store = Store.open(database, key_file=tmp_path / "leadwright.key")
            later.callback(store.close)
            return store

        yield opened


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
