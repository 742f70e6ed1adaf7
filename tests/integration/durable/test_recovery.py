"""Whatever state the engine's own tables are left in, every lead is worked to its rest, once."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.contract.store.examples import NOON, an_id
from tests.integration.durable.desk import Place, opened, with_leads

from leadwright.adapters.durable.watch import KEPT
from leadwright.adapters.store import claim_waiting
from leadwright.adapters.store.errors import StoreUnavailable
from leadwright.leads.lead import LeadId

ONE, TWO = an_id(1), an_id(2)
SOON_S = 20.0


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = await with_leads(opened(tmp_path), 2)
    yield place
    await place.engine.stop(drain=False)
    place.store.close()


async def leave_in_a_segment(place: Place) -> None:
    """Both leads are in a segment when the process ends."""
    begun = asyncio.Barrier(3)

    async def hang(lead_id: LeadId, segment: int) -> None:
        del lead_id, segment
        await begun.wait()
        await asyncio.Event().wait()

    await place.engine.start(hang)
    await place.engine.dispatch(2)
    async with asyncio.timeout(SOON_S):
        await begun.wait()
    await place.engine.stop(drain=False)


async def work_to_rest(place: Place) -> None:
    await place.engine.start(place.work)
    async with asyncio.timeout(SOON_S):
        while await place.engine.dispatch(10) or not await place.engine.idle():
            await place.a_moment()
    await place.engine.stop()


@pytest.mark.parametrize(
    "status", ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "ENQUEUED"]
)
async def test_a_segment_whose_workflow_ended_without_a_rest_is_begun_again(
    place: Place, status: str
) -> None:
    await leave_in_a_segment(place)
    place.execute("UPDATE workflow_status SET status = :status", status=status)
    await work_to_rest(place)
    assert sorted(place.worked) == [(ONE, 1), (TWO, 1)]
    assert await place.store.desk.count_unrested() == 0


async def test_a_segment_without_a_workflow_is_begun(place: Place) -> None:
    with place.store.database.writing() as connection:
        claim_waiting(connection, 2, NOON)
    await work_to_rest(place)
    assert sorted(place.worked) == [(ONE, 1), (TWO, 1)]
    assert await place.store.desk.count_unrested() == 0


async def test_a_lead_is_claimed_only_together_with_its_workflow(place: Place) -> None:
    await place.engine.start(place.work)
    place.execute("ALTER TABLE workflow_input RENAME TO hidden")
    with pytest.raises(StoreUnavailable):
        await place.engine.dispatch(2)
    assert place.execute("SELECT DISTINCT run_state, segment FROM leads") == [("waiting", 0)]
    assert await place.engine.idle()
    place.execute("ALTER TABLE hidden RENAME TO workflow_input")
    await place.engine.stop()
    await work_to_rest(place)
    assert sorted(place.worked) == [(ONE, 1), (TWO, 1)]


async def test_a_workflow_of_a_lead_that_rests_is_closed_without_work(place: Place) -> None:
    await leave_in_a_segment(place)
    place.execute("UPDATE leads SET run_state = 'idle' WHERE lead_id = :one", one=ONE)
    await work_to_rest(place)
    assert place.worked == [(TWO, 1)]
    assert place.execute("SELECT DISTINCT status FROM workflow_status") == [("SUCCESS",)]


async def test_stopping_gives_back_every_thread_and_connection(place: Place) -> None:
    before = {thread.name for thread in threading.enumerate()}
    await work_to_rest(place)
    threads = {thread.name for thread in threading.enumerate()}
    more = {name for name in threads if not name.startswith(("asyncio_", "store-read"))} - before
    assert not more
    pool = place.store.database.engine.pool
    assert isinstance(pool, sa.pool.QueuePool)
    assert pool.checkedout() == 0


async def test_it_starts_and_stops_many_times_in_one_process(place: Place) -> None:
    for _ in range(5):
        await work_to_rest(place)
    assert sorted(place.worked) == [(ONE, 1), (TWO, 1)]


async def until(is_so: Callable[[], bool], place: Place) -> None:
    async with asyncio.timeout(SOON_S):
        while not is_so():
            await place.a_moment()


async def test_a_segment_that_the_engine_takes_for_begun_and_nobody_works_is_begun_again(
    place: Place,
) -> None:
    await place.engine.start(place.work)
    await place.engine.dispatch(2)
    await until(lambda: len(place.worked) == 2, place)
    await place.engine.stop()
    await place.engine.start(place.work)
    place.execute("UPDATE leads SET run_state = 'running' WHERE lead_id = :one", one=ONE)
    begun = "UPDATE workflow_status SET status = 'PENDING' WHERE workflow_uuid LIKE :one"
    place.execute(begun, one=f"{ONE}%")
    await until(lambda: place.worked.count((ONE, 1)) == 2, place)
    await until(lambda: place.execute("SELECT 1 FROM leads WHERE run_state <> 'idle'") == [], place)
    assert max(place.worked) == (TWO, 1)
    await place.engine.stop()


async def test_ended_workflows_are_cleared_away_after_an_hour_and_not_before(place: Place) -> None:
    await work_to_rest(place)
    hour_before = NOON - KEPT
    for name, at in ((ONE, hour_before - timedelta(seconds=1)), (TWO, hour_before)):
        place.execute(
            "UPDATE workflow_status SET completed_at = :at WHERE workflow_uuid LIKE :name",
            at=int(at.timestamp() * 1000),
            name=f"{name}%",
        )
    await place.engine.start(place.work)
    await place.engine.stop()
    assert place.execute("SELECT workflow_uuid FROM workflow_status") == [(f"{TWO}:1",)]
    assert len(place.execute("SELECT workflow_uuid FROM workflow_input")) <= 1


async def test_a_segment_in_hand_that_somebody_else_ended_is_let_go(place: Place) -> None:
    await leave_in_a_segment(place)
    await place.engine.start(place.work)
    place.engine._hand.take([(LeadId("lead_of_another"), 1)])  # as who had this slot before left it
    await until(lambda: len(place.worked) == 2, place)
    async with asyncio.timeout(SOON_S):
        while not await place.engine.idle():
            await place.a_moment()
    await place.engine.stop()
