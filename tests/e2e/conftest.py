"""A database in which the leads of the demo were worked; commands that only look may share it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.door import LEADS, WORLD, Outcome, call


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path) -> Iterator[None]:
    """Work in an empty folder: no settings file of anybody is read, none is written to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        yield


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the worked database."""
    return tmp_path_factory.mktemp("worked")


@pytest.fixture(scope="session")
def ran(place: Path) -> Outcome:
    """What `run` said when the demo's leads were worked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        return call(
            "run", LEADS, "--corpus", WORLD, "--db", f"sqlite:///{place / 'worked.db'}", "--json"
        )


@pytest.fixture(scope="session")
def db(ran: Outcome, place: Path) -> str:
    """The address of the worked database."""
    assert ran.code == 0, ran.err
    return f"sqlite:///{place / 'worked.db'}"
