"""What is promised of places: a lead that waits long for a tool holds up no other."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.contract.store.examples import NOON, a_change, a_lead, an_admission, an_id

from leadwright.adapters.durable.engine import PARKED_A_PLACE, DbosEngine
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.leads.lead import LeadId
from leadwright.tools.ports import Places

PORT = "leadwright.tools.ports:Places"
IMPLEMENTATIONS = ["leadwright.adapters.durable.engine:DbosEngine"]

pytestmark = pytest.mark.contract

SOON_S = 20.0


class Hall:
    """An engine with one place, and leads that wait in it as they are told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.engine = DbosEngine(database=store.database, clock=FrozenClock(NOON), concurrency=1)
        self.places: Places = self.engine
        self.begun: list[LeadId] = []
        self.go_on: dict[LeadId, asyncio.Event] = {}

    async def work(self, lead_id: LeadId, segment: int) -> None:
        """Wait for a slow tool, then come to rest."""
        del segment
        self.begun.append(lead_id)
        with self.places.parked(lead_id):
            await self.go_on.setdefault(lead_id, asyncio.Event()).wait()
        await self.rest(lead_id)

    async def rest(self, lead_id: LeadId) -> None:
        opening = await self.store.desk.open(lead_id)
        done = [event.id for event in opening.events]
        await self.store.desk.apply(a_change(opening, events_done=done, rests=True))

    async def until_begun(self, number: int) -> None:
        async with asyncio.timeout(SOON_S):
            while len(self.begun) < number:
                await self.engine.dispatch(10)
                await asyncio.sleep(0.01)

    async def until_idle(self) -> None:
        async with asyncio.timeout(SOON_S):
            while await self.engine.dispatch(10) or not await self.engine.idle():
                for event in self.go_on.values():
                    event.set()
                await asyncio.sleep(0.01)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as later:
        store = Store.open(Database.open(f"sqlite:///{tmp_path / 'leadwright.db'}"))
        later.callback(store.close)
        yield Hall(store)


async def with_leads(hall: Hall, number: int) -> None:
    leads = [an_admission(a_lead(n), priority=float(-n)) for n in range(1, number + 1)]
    await hall.store.leads.admit(leads, [])


async def test_a_parked_lead_lends_its_place_to_the_next(hall: Hall) -> None:
    await with_leads(hall, 2)
    await hall.engine.start(hall.work)
    try:
        await hall.until_begun(2)
        assert hall.begun == [an_id(1), an_id(2)]
        await hall.until_idle()
        assert await hall.store.desk.count_unrested() == 0
    finally:
        await hall.engine.stop(drain=False)


async def test_only_so_many_lend_their_place(hall: Hall) -> None:
    most = 1 + PARKED_A_PLACE
    await with_leads(hall, most + 2)
    await hall.engine.start(hall.work)
    try:
        await hall.until_begun(most)
        assert await hall.engine.dispatch(10) == 0
        await hall.until_idle()
        assert len(hall.begun) == most + 2
    finally:
        await hall.engine.stop(drain=False)


async def test_a_lead_that_is_not_in_hand_changes_nothing(hall: Hall) -> None:
    await with_leads(hall, 1)
    with hall.places.parked(an_id(9)):
        await hall.engine.start(hall.work)
        await hall.until_begun(1)
    await hall.until_idle()
    await hall.engine.stop(drain=False)


async def test_a_parked_lead_begins_again_after_a_stop(hall: Hall) -> None:
    await with_leads(hall, 1)
    await hall.engine.start(hall.work)
    await hall.until_begun(1)
    await hall.engine.stop(drain=False)
    assert await hall.store.desk.count_unrested() == 1
    await hall.engine.start(hall.work)
    await hall.until_begun(2)
    await hall.until_idle()
    await hall.engine.stop()
    assert await hall.store.desk.count_unrested() == 0
