"""Houses for journeys: built by the same door as the product, on a fictional world."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic_ai.models import Model
from tests.fakes.worlds import TWELVE

from leadwright import bootstrap
from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.ports import Courier
from leadwright.settings import load

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 1)
OpenHouse = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def world() -> Path:
    """The fictional companies and leads that ship with the demo."""
    return TWELVE


@pytest.fixture
def open_house(tmp_path: Path, world: Path) -> OpenHouse:
    """Open the house on a database of this test's own; open it again to come back to it."""

    @asynccontextmanager
    async def opened(
        models: Sequence[Model] = (),
        *,
        couriers: Sequence[Courier] = (),
        corpus: Path | None = world,
        today: date = TODAY,
        name: str = "house",
        **given: object,
    ) -> AsyncIterator[House]:
        settings = load(
            database={"url": f"sqlite:///{tmp_path / name}.db"},
            research={"corpus": corpus},
            **given,
        )
        clock = FrozenClock(NOW, as_of=today)
        house = bootstrap.build(settings, clock=clock, models=models, couriers=couriers)
        try:
            yield house
        finally:
            house.close()

    return opened
