"""Claiming waiting leads: the most urgent first, nobody twice."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import NOON, a_change, a_lead, an_admission, an_id

from leadwright.adapters.store import Database, Kind, Store, claim_waiting
from leadwright.leads.lead import LeadId


@pytest.fixture
async def waiting(store: Store) -> Store:
    """Ten leads wait: the higher the number, the more urgent; the last two equally."""
    batch = [an_admission(a_lead(n), priority=float(min(n, 8))) for n in range(10)]
    await store.leads.admit(batch, [])
    return store


def test_the_most_urgent_come_first_and_equals_in_order_of_arrival(waiting: Store) -> None:
    assert _claim(waiting.database, 4) == [(an_id(n), 1) for n in (8, 9, 7, 6)]


def test_nobody_is_claimed_twice(waiting: Store) -> None:
    claimed = [lead_id for _ in range(4) for lead_id, _ in _claim(waiting.database, 3)]
    assert sorted(claimed) == [an_id(n) for n in range(10)]
    assert _claim(waiting.database, 3) == []


async def test_every_claim_is_a_new_segment(waiting: Store) -> None:
    for segment in (1, 2, 3):
        assert (an_id(8), segment) in _claim(waiting.database, 10)
        opening = await waiting.desk.open(an_id(8))
        await waiting.desk.apply(a_change(opening, rests=True))  # its event is left unread


def test_a_claim_is_undone_with_the_transaction_it_was_made_in(waiting: Store) -> None:
    def fail() -> None:
        with waiting.database.writing() as connection:
            assert claim_waiting(connection, 2, NOON)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert _claim(waiting.database, 2) == [(an_id(8), 1), (an_id(9), 1)]


async def test_dispatchers_at_work_together_share_the_leads(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    await stores[0].leads.admit([an_admission(a_lead(n)) for n in range(200)], [])
    with ThreadPoolExecutor(4) as threads:
        loop = asyncio.get_running_loop()
        found = await asyncio.gather(
            *(loop.run_in_executor(threads, _claim_all, stores[n % 2].database) for n in range(4))
        )
    claimed = [lead_id for some in found for lead_id in some]
    assert sorted(claimed) == [an_id(n) for n in range(200)]


async def test_campaigns_share_the_places_whatever_their_size_and_urgency(store: Store) -> None:
    large = [an_admission(a_lead(n, campaign="large"), priority=9.0) for n in range(20)]
    small = [an_admission(a_lead(n, campaign="small")) for n in range(20, 23)]
    await store.leads.admit([*large, *small], [])
    first = [lead_id for lead_id, _ in _claim(store.database, 4)]
    assert sorted(first) == [an_id(n) for n in (0, 1, 20, 21)]
    then = [lead_id for lead_id, _ in _claim(store.database, 6)]  # the small one has one left
    assert sorted(then) == [an_id(n) for n in (2, 3, 4, 5, 6, 22)]


def test_a_claim_reads_only_as_many_leads_as_it_takes(waiting: Store) -> None:
    query = (
        "SELECT lead_id FROM leads WHERE run_state <> 'idle' AND run_state = 'waiting' "
        "AND campaign = 'spring' ORDER BY priority DESC, position LIMIT 5"
    )
    with waiting.database.engine.connect() as connection:
        if waiting.database.kind is Kind.POSTGRESQL:
            connection.execute(sa.text("SET enable_seqscan = off"))  # the table is small here
            plan = connection.execute(sa.text(f"EXPLAIN {query}")).all()
        else:
            plan = connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}")).all()
    text = " ".join(str(row) for row in plan)
    assert "leads_unrested" in text
    assert "TEMP B-TREE" not in text
    assert "Sort" not in text


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lead_somebody_holds_is_skipped_not_waited_for(waiting: Store) -> None:
    hold = sa.text("SELECT 1 FROM leads WHERE lead_id = :id FOR UPDATE")
    with waiting.database.writing() as somebody:
        somebody.execute(hold, {"id": an_id(8)})
        assert _claim(waiting.database, 1) == [(an_id(9), 1)]


def _claim(database: Database, limit: int) -> list[tuple[LeadId, int]]:
    with database.writing() as connection:
        return claim_waiting(connection, limit, NOON)


def _claim_all(database: Database) -> list[str]:
    claimed: list[str] = []
    while some := _claim(database, 7):
        claimed += [lead_id for lead_id, _ in some]
    return claimed
