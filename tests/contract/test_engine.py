"""What an engine promises: every segment is run to its end, none twice at once, none lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.contract.store.conftest import prepare
from tests.contract.store.examples import (
    NOON,
    a_change,
    a_lead,
    an_admission,
    an_event,
    an_id,
    merged,
)
from tests.services.databases import Databases

from leadwright.adapters.durable.engine import DbosEngine
from leadwright.adapters.durable.errors import EngineBusy
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.leads.lead import LeadId

PORT = "leadwright.journey.ports:Engine"
IMPLEMENTATIONS = ["leadwright.adapters.durable.engine:DbosEngine"]

pytestmark = pytest.mark.contract

ONE, TWO, THREE, BYSTANDER = an_id(1), an_id(2), an_id(3), an_id(4)
SOON_S = 20.0


@dataclass(kw_only=True)
class Process:
    """A store and an engine on it, as one process would have them; `work` brings leads to rest."""

    store: Store
    engine: DbosEngine
    worked: list[tuple[LeadId, int]] = field(default_factory=list)

    async def rest(self, lead_id: LeadId) -> None:
        """Bring a lead to rest, all its events answered."""
        opening = await self.store.desk.open(lead_id)
        done = [event.id for event in opening.events]
        await self.store.desk.apply(a_change(opening, events_done=done, rests=True))

    async def work(self, lead_id: LeadId, segment: int) -> None:
        """The work of a usual segment."""
        self.worked.append((lead_id, segment))
        await self.rest(lead_id)

    async def wake(self, lead_id: LeadId, name: str) -> None:
        """Something happens to a lead; a bystander tells."""
        bystander = await self.store.desk.open(BYSTANDER)
        event = an_event(lead_id, name)
        await self.store.desk.apply(a_change(bystander, events_new=[event], audit=()))

    async def until_idle(self) -> None:
        """Dispatch until nothing waits and nothing is in hand."""
        async with asyncio.timeout(SOON_S):
            while await self.engine.dispatch(10) or not await self.engine.idle():
                await self.a_moment()

    async def until_done(self) -> None:
        """Wait for what is in hand."""
        async with asyncio.timeout(SOON_S):
            while not await self.engine.idle():
                await self.a_moment()

    async def a_moment(self) -> None:
        await asyncio.sleep(0.01)

    async def count_unrested(self) -> int:
        return await self.store.desk.count_unrested()


Begin = Callable[..., Process]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'leadwright.db'}"
        return
    server: Databases = request.getfixturevalue("postgres_server")
    with server.fresh(template=server.template("store", prepare)) as url:
        yield url


@pytest.fixture
async def begin(database_url: str, tmp_path: Path) -> AsyncIterator[Begin]:
    """Begins a process on the database of this test."""
    async with AsyncExitStack() as later:

        def begun(concurrency: int = 10) -> Process:
            store = Store.open(Database.open(database_url), key_file=tmp_path / "leadwright.key")
            later.callback(store.close)
            engine = DbosEngine(
                database=store.database,
                clock=FrozenClock(NOON),
                concurrency=concurrency,
                pauses_s=(0.0, 0.01),
            )
            later.push_async_callback(engine.stop, drain=False)
            return Process(store=store, engine=engine)

        yield begun


@pytest.fixture
async def process(begin: Begin) -> Process:
    """A process whose database holds three waiting leads; the third is the most urgent."""
    process = begin()
    leads = [
        an_admission(a_lead(number), priority=float(priority))
        for number, priority in ((1, 2), (2, 1), (3, 3))
    ]
    await process.store.leads.admit([*leads, merged(a_lead(4), into=a_lead(1))], [])
    return process


async def test_every_waiting_lead_is_worked_once(process: Process) -> None:
    await process.engine.start(process.work)
    await process.until_idle()
    assert sorted(process.worked) == [(ONE, 1), (TWO, 1), (THREE, 1)]
    assert await process.count_unrested() == 0
    assert await process.engine.dispatch(10) == 0


async def test_the_most_urgent_leads_are_claimed_first_and_no_more_than_asked_for(
    process: Process,
) -> None:
    await process.engine.start(process.work)
    assert await process.engine.dispatch(1) == 1
    await process.until_done()
    assert process.worked == [(THREE, 1)]
    assert await process.count_unrested() == 2


async def test_no_more_leads_are_in_hand_than_agreed(begin: Begin, process: Process) -> None:
    narrow, gate = begin(concurrency=2), asyncio.Event()

    async def work(lead_id: LeadId, segment: int) -> None:
        narrow.worked.append((lead_id, segment))
        await gate.wait()
        await narrow.rest(lead_id)

    await narrow.engine.start(work)
    assert await narrow.engine.dispatch(10) == 2
    assert await narrow.engine.dispatch(10) == 0
    gate.set()
    await narrow.until_idle()
    assert len(narrow.worked) == 3
    del process


async def test_it_is_idle_only_when_nothing_is_queued_or_running(process: Process) -> None:
    await process.engine.start(process.work)
    assert await process.engine.idle()
    await process.engine.dispatch(10)
    assert not await process.engine.idle()
    await process.until_idle()
    assert await process.engine.idle()


async def test_an_event_that_comes_while_a_segment_runs_starts_the_next_one_after_it(
    process: Process,
) -> None:
    inside: set[LeadId] = set()

    async def work(lead_id: LeadId, segment: int) -> None:
        assert lead_id not in inside, "a lead must never be in two segments"
        inside.add(lead_id)
        opening = await process.store.desk.open(lead_id)
        if (lead_id, segment) == (ONE, 1):
            await process.wake(ONE, "meanwhile")
            assert await process.engine.dispatch(10) == 0
        done = [event.id for event in opening.events]
        await process.store.desk.apply(a_change(opening, events_done=done, rests=True))
        process.worked.append((lead_id, segment))
        inside.discard(lead_id)

    await process.engine.start(work)
    await process.until_idle()
    assert [segment for lead_id, segment in process.worked if lead_id == ONE] == [1, 2]
    assert await process.count_unrested() == 0
    assert (await process.store.desk.open(ONE)).events == ()


async def test_a_lead_woken_before_its_last_segment_is_closed_waits_for_that_and_no_other_does(
    process: Process,
) -> None:
    rested, gate = asyncio.Event(), asyncio.Event()

    async def work(lead_id: LeadId, segment: int) -> None:
        await process.work(lead_id, segment)
        if (lead_id, segment) == (THREE, 1):
            rested.set()
            await gate.wait()

    await process.engine.start(work)
    await process.engine.dispatch(1)
    async with asyncio.timeout(SOON_S):
        await rested.wait()
    await process.wake(THREE, "early")
    assert await process.engine.dispatch(10) == 2
    async with asyncio.timeout(SOON_S):
        while await process.count_unrested() > 1:
            await process.a_moment()
    assert await process.engine.dispatch(10) == 0  # the third still waits, claimed by nobody
    gate.set()
    await process.until_idle()
    assert sorted(process.worked) == [(ONE, 1), (TWO, 1), (THREE, 1), (THREE, 2)]


async def test_a_segment_that_fails_is_tried_again_under_the_same_number(
    process: Process,
) -> None:
    async def work(lead_id: LeadId, segment: int) -> None:
        process.worked.append((lead_id, segment))
        if process.worked.count((lead_id, segment)) < 3:
            raise RuntimeError("not yet")
        await process.rest(lead_id)

    await process.engine.start(work)
    await process.until_idle()
    assert sorted(process.worked) == sorted([(ONE, 1), (TWO, 1), (THREE, 1)] * 3)
    assert await process.count_unrested() == 0


async def test_a_segment_that_fails_for_good_stops_no_other_and_is_begun_by_the_next_start(
    process: Process,
) -> None:
    async def fail_for_one(lead_id: LeadId, segment: int) -> None:
        if lead_id == ONE:
            raise RuntimeError("never")
        await process.work(lead_id, segment)

    await process.engine.start(fail_for_one)
    await process.until_idle()
    assert await process.count_unrested() == 1
    await process.engine.stop()
    await process.engine.start(process.work)
    await process.until_idle()
    assert sorted(process.worked) == [(ONE, 1), (TWO, 1), (THREE, 1)]
    assert await process.count_unrested() == 0


async def test_stopping_lets_running_segments_finish(process: Process) -> None:
    begun = asyncio.Event()

    async def work(lead_id: LeadId, segment: int) -> None:
        begun.set()
        await asyncio.sleep(0.1)
        await process.work(lead_id, segment)

    await process.engine.start(work)
    await process.engine.dispatch(10)
    await begun.wait()
    await process.engine.stop()
    assert len(process.worked) == 3
    assert await process.count_unrested() == 0


async def test_stopping_at_once_interrupts_what_runs_and_the_next_process_begins_it_again(
    begin: Begin, process: Process
) -> None:
    begun, interrupted = asyncio.Event(), []

    async def work(lead_id: LeadId, segment: int) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            interrupted.append((lead_id, segment))
            raise

    await process.engine.start(work)
    await process.engine.dispatch(2)
    await begun.wait()
    await process.engine.stop(drain=False)
    assert interrupted
    assert await process.count_unrested() == 3

    later = begin()
    await later.engine.start(later.work)
    await later.until_idle()
    assert sorted(later.worked) == [(ONE, 1), (TWO, 1), (THREE, 1)]
    assert await later.count_unrested() == 0


async def test_a_lead_that_had_come_to_rest_when_its_segment_was_interrupted_is_left_alone(
    begin: Begin, process: Process
) -> None:
    rested = asyncio.Event()

    async def work(lead_id: LeadId, segment: int) -> None:
        await process.work(lead_id, segment)
        rested.set()
        await asyncio.Event().wait()

    await process.engine.start(work)
    await process.engine.dispatch(1)
    await rested.wait()
    await process.engine.stop(drain=False)

    later = begin()
    await later.engine.start(later.work)
    await later.until_idle()
    assert sorted(later.worked) == [(ONE, 1), (TWO, 1)]
    assert (await later.store.desk.open(THREE)).session.version == 1


async def test_nobody_else_works_on_a_database_that_is_worked_on(
    begin: Begin, process: Process
) -> None:
    other = begin()
    await process.engine.start(process.work)
    with pytest.raises(EngineBusy, match="wait until that has ended"):
        await other.engine.start(other.work)
    await process.until_idle()
    await process.engine.stop()
    await other.engine.start(other.work)
    assert await other.engine.idle()


async def test_it_can_be_stopped_twice_and_without_a_start(process: Process) -> None:
    await process.engine.stop()
    await process.engine.start(process.work)
    await process.engine.stop()
    await process.engine.stop()
    assert await process.count_unrested() == 3
