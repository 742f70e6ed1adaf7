"""Agents of two workers and people in one record at once: no word is lost, none comes twice."""

import asyncio
from datetime import timedelta
from random import Random

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.crm_cases import NOTE, ONE, TWO, a_write, wants
from tests.contract.store.examples import NOON, a_lead, an_admission

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.crm import SqlCrm
from leadwright.clock import FrozenClock
from leadwright.journey.crm.keeping import Keeper, NothingChanged
from leadwright.journey.crm.ports import CrmEntry, RecordMoved
from leadwright.journey.crm.telling import Teller
from leadwright.leads.crm.merge import Held, writer_of
from leadwright.leads.crm.registry import Writer
from leadwright.leads.lead import LeadId

FIELDS = ("company_name", "decision_maker", "next_action", "email_draft")
WRITES = 60


@pytest.mark.parametrize("seed", [1, 2])
async def test_in_a_crowd_no_word_is_lost(store: Store, open_store: OpenStore, seed: int) -> None:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    houses, random = (store, open_store()), Random(seed)  # noqa: S311 - no secret
    given = [_one(houses[n % 2], random, n) for n in range(WRITES)]
    done = await asyncio.gather(*given)
    assert any(done)
    for lead_id in (ONE, TWO):
        entries = (await store.crm.log(lead_id=lead_id, limit=1_000))[::-1]
        record = _replayed(entries)
        assert record == dict((await store.crm.open(lead_id)).record)
        written = [entry.version for entry in entries if not entry.is_empty]
        assert written == list(range(1, len(written) + 1))
        notes = sum(len(entry.made) for entry in entries)
        assert len((await store.crm.open(lead_id)).objects) == notes


def _replayed(entries: tuple[CrmEntry, ...]) -> dict[str, Held]:
    """The record as the log tells it; each write saw what the one before it left."""
    record: dict[str, Held] = {}
    for entry in entries:
        for change in entry.changes:
            before = record.get(change.field, Held())
            assert change.before == before
            is_of_an_agent = writer_of(entry.actor) is Writer.AGENT
            assert not (is_of_an_agent and change.field in {one.field for one in entry.kept})
            record[change.field] = change.after
        for conflict in entry.kept:
            assert record[conflict.field].value == conflict.kept
    return record


async def _one(house: Store, random: Random, number: int) -> bool:
    lead_id, name = random.choice((ONE, TWO)), random.choice(FIELDS)
    await asyncio.sleep(random.random() / 50)
    if random.random() < 0.3:
        return await _person(house, lead_id, name, number)
    return await _agent(house.crm, lead_id, name, number)


async def _person(house: Store, lead_id: LeadId, name: str, number: int) -> bool:
    clock = FrozenClock(NOON + timedelta(seconds=number))
    keeper = Keeper(crm=house.crm, teller=Teller(desk=house.desk, clock=clock), clock=clock)
    try:
        await keeper.edit(lead_id, {name: f"word {number}"}, actor=f"ann{number}")
    except (RecordMoved, NothingChanged):
        return False
    return True


async def _agent(crm: SqlCrm, lead_id: LeadId, name: str, number: int) -> bool:
    """Reads, thinks, writes what was approved, and hands it over again: no answer came."""
    file = await crm.open(lead_id)
    before = {one: held.value for one, held in file.record.items()}
    await asyncio.sleep(0.005)
    update = wants({name: f"of {number}"}, before=before, seen=file.version)
    write = a_write(number, lead_id=lead_id, update=update, new=(NOTE,))
    first = await crm.write(write)
    assert await crm.write(write) == first
    return not first.is_empty
