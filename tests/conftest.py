"""What every test stands on: no network, no paid model, one PostgreSQL, the development corpus."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import hypothesis
import pydantic_ai.models
import pytest
from tests.services import postgres
from tests.services.databases import Databases
from tests.services.network import NetworkGuard

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],  # machines there may be slow
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "developer")

pydantic_ai.models.ALLOW_MODEL_REQUESTS = False


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say last, one line a reason, what was not tested; a long list is easily missed."""
    yield
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)
    for reason, number in reasons.most_common():
        terminalreporter.write_line(f">> {number} skipped: {reason}")


@pytest.fixture(scope="session")
def network_guard() -> NetworkGuard:
    """The one guard of the session; an audit hook cannot be taken away again."""
    return NetworkGuard()


@pytest.fixture(autouse=True)
def _no_network(network_guard: NetworkGuard) -> Iterator[None]:
    with network_guard.armed():
        yield


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The development corpus, which lies beside the project and never in it."""
    folder = Path(os.environ.get("LEADWRIGHT_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the development corpus is not here: set LEADWRIGHT_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Databases]:
    """The PostgreSQL of this session: `fresh()` gives a database, `template()` prepares one."""
    try:
        with postgres.for_session() as databases:
            yield databases
    except postgres.NoPostgresError as error:
        _missing("postgres", str(error))


@pytest.fixture
def postgres_url(postgres_server: Databases) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    with postgres_server.fresh() as url:
        yield url


def _missing(service: str, reason: str) -> NoReturn:
    """Skip, unless `./dev test` asked for the service: then a skip would hide that it is gone."""
    if service in os.environ.get("LEADWRIGHT_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)
