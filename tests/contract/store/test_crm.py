"""What a CRM promises: whole writes, once, that overwrite nobody, and a log that tells them."""

import asyncio
from dataclasses import replace

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.crm_cases import NOTE, ONE, TASK, TWO, a_write, by_ann, wants
from tests.contract.store.examples import a_lead, an_admission, an_id
from tests.integration.store import raw

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import LeadUnknown
from leadwright.adapters.store.repositories.crm import SqlCrm
from leadwright.governance.vault import LeadErased
from leadwright.journey.crm.ports import (
    CrmFile,
    NewObject,
    ObjectEdit,
    ObjectUnknown,
    RecordMoved,
)
from leadwright.leads.crm.merge import Held, Why
from leadwright.leads.crm.registry import FieldUnknown, ObjectType
from leadwright.leads.crm.values import FieldUnfit

PORT = "leadwright.journey.crm.ports:Crm"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.crm:SqlCrm"]

pytestmark = pytest.mark.contract


@pytest.fixture
async def crm(store: Store) -> SqlCrm:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return store.crm


def values(file: CrmFile) -> dict[str, str | None]:
    return {name: held.value for name, held in file.record.items()}


async def test_before_the_first_write_there_is_nothing(crm: SqlCrm) -> None:
    assert await crm.open(ONE) == CrmFile(lead_id=ONE)
    assert await crm.log() == ()
    assert await crm.written("int_1") is None


async def test_a_write_is_read_with_who_wrote_it_and_when(crm: SqlCrm) -> None:
    update = wants({"company_name": "Quuxworks", "next_action": "Call", "stage": "working"})
    entry = await crm.write(a_write(update=update, new=(TASK, NOTE)))
    file = await crm.open(ONE)
    assert file.version == entry.version == 1
    assert values(file) == {"company_name": "Quuxworks", "next_action": "Call", "stage": "Working"}
    assert file.record["stage"] == Held(value="Working", by="agent:crm_agent", version=1, origin=1)
    assert {one.type for one in file.objects} == {ObjectType.TASK, ObjectType.ACTIVITY}
    assert {(one.id, one.type) for one in entry.made} == {(o.id, o.type) for o in file.objects}
    assert await crm.open(TWO) == CrmFile(lead_id=TWO)


async def test_a_write_handed_over_again_is_done_once(crm: SqlCrm) -> None:
    first = await crm.write(a_write(new=(TASK,)))
    again = await crm.write(replace(a_write(new=(TASK,)), at=first.at.replace(year=2027)))
    assert again == first == await crm.written("int_1")
    assert len((await crm.open(ONE)).objects) == 1
    assert len(await crm.log()) == 1


async def test_the_same_write_by_two_workers_at_once_is_done_once(
    crm: SqlCrm, open_store: OpenStore
) -> None:
    other = open_store().crm
    writes = [one.write(a_write(new=(TASK,))) for one in (crm, other) * 4]
    entries = await asyncio.gather(*writes)
    assert all(entry == entries[0] for entry in entries)
    assert len((await crm.open(ONE)).objects) == 1


async def test_of_two_who_read_the_same_version_one_writes(
    crm: SqlCrm, open_store: OpenStore
) -> None:
    other = open_store().crm
    done = await asyncio.gather(
        crm.write(by_ann({"owner": "ann"}, at_version=0)),
        other.write(by_ann({"stage": "Lost"}, at_version=0)),
        return_exceptions=True,
    )
    refused = [one for one in done if isinstance(one, RecordMoved)]
    assert len(refused) == 1
    assert len(values(await crm.open(ONE))) == 1


async def test_writers_of_different_fields_lose_nothing_to_each_other(
    crm: SqlCrm, open_store: OpenStore
) -> None:
    other = open_store().crm
    fields = ("company_name", "decision_maker", "next_action", "email_draft", "owner")
    writes = [a_write(n, update=wants({name: f"of {n}"})) for n, name in enumerate(fields)]
    many = ((crm, other)[n % 2].write(write) for n, write in enumerate(writes))
    entries = await asyncio.gather(*many)
    assert sorted(entry.version for entry in entries) == [1, 2, 3, 4, 5]
    assert values(await crm.open(ONE)) == {name: f"of {n}" for n, name in enumerate(fields)}
    assert not any(entry.kept for entry in entries)


async def test_what_a_person_changed_after_the_proposal_stays_and_is_shown(crm: SqlCrm) -> None:
    await crm.write(by_ann({"next_action": "Wait for her call"}, at_version=0))
    update = wants({"next_action": "Call on Monday", "stage": "Working"})
    entry = await crm.write(a_write(update=update))
    assert values(await crm.open(ONE)) == {"next_action": "Wait for her call", "stage": "Working"}
    (conflict,) = entry.kept
    assert (conflict.field, conflict.kept) == ("next_action", "Wait for her call")
    assert (conflict.wanted, conflict.by) == ("Call on Monday", "user:ann")
    assert (await crm.log())[0].kept == entry.kept


async def test_a_person_who_changed_a_value_and_back_has_touched_it(crm: SqlCrm) -> None:
    await crm.write(by_ann({"stage": "Open"}, at_version=0))
    await crm.write(by_ann({"stage": "Lost"}, at_version=1, before={"stage": "Open"}))
    await crm.write(by_ann({"stage": "Open"}, at_version=2, before={"stage": "Lost"}))
    update = wants({"stage": "Working"}, before={"stage": "Open"}, seen=1)
    assert [one.why for one in (await crm.write(a_write(update=update))).kept] == [
        Why.CHANGED_SINCE
    ]


async def test_a_write_of_nothing_new_leaves_the_version_and_is_told(crm: SqlCrm) -> None:
    await crm.write(a_write(1))
    entry = await crm.write(a_write(2))
    assert entry.is_empty
    assert (entry.version, (await crm.open(ONE)).version) == (1, 1)
    assert [one.id for one in await crm.log()] == ["int_2", "int_1"]


async def test_a_task_is_found_changed_and_taken_away(crm: SqlCrm) -> None:
    (made,) = (await crm.write(a_write(update=None, new=(TASK,)))).made
    assert await crm.lead_of(made.id) == ONE
    edit = ObjectEdit(object_id=made.id, fields={"done": "YES"})
    entry = await crm.write(a_write(2, update=None, edits=(edit,)))
    assert [(c.field, c.after.value, c.object_id) for c in entry.changes] == [
        ("done", "yes", made.id)
    ]
    (task,) = (await crm.open(ONE)).objects
    assert (task.value("title"), task.value("done"), task.version) == ("Call", "yes", 2)
    await crm.write(a_write(3, update=None, remove=(made.id,)))
    assert (await crm.open(ONE)).objects == ()
    with pytest.raises(ObjectUnknown):
        await crm.lead_of(made.id)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"update": wants({"shoe_size": "43"})}, FieldUnknown),
        ({"update": wants({"last_contact_date": "soon"}, actor="user:ann")}, FieldUnfit),
        ({"new": (NewObject(type=ObjectType.TASK, fields={"due": "never"}),)}, FieldUnfit),
        ({"remove": ("task_unknown",)}, ObjectUnknown),
        ({"edits": (ObjectEdit(object_id="task_unknown", fields={}),)}, ObjectUnknown),
        ({"expected_version": 7}, RecordMoved),
        ({"lead_id": an_id(99)}, LeadUnknown),
    ],
)
async def test_a_write_that_is_refused_writes_nothing(
    crm: SqlCrm, changes: dict[str, object], error: type[Exception]
) -> None:
    good = a_write(9, lead_id=TWO)
    bad = a_write(1, **{"new": (NOTE,), **changes})
    done = await asyncio.gather(crm.write(bad), crm.write(good), return_exceptions=True)
    assert isinstance(done[0], error)
    assert await crm.open(ONE) == CrmFile(lead_id=ONE)
    assert [entry.id for entry in await crm.log()] == [good.id]


async def test_the_log_is_asked_by_lead_and_by_run(crm: SqlCrm) -> None:
    for number, lead in enumerate((ONE, TWO, ONE), 1):
        await crm.write(a_write(number, lead_id=lead, run=f"{lead}:{number}"))
    assert [entry.id for entry in await crm.log()] == ["int_3", "int_2", "int_1"]
    assert [entry.id for entry in await crm.log(lead_id=ONE)] == ["int_3", "int_1"]
    assert [entry.id for entry in await crm.log(run=f"{TWO}:2")] == ["int_2"]
    assert [entry.id for entry in await crm.log(limit=1)] == ["int_3"]
    assert await crm.log(run="unknown") == ()


async def test_an_erased_lead_can_neither_be_read_nor_written(store: Store, crm: SqlCrm) -> None:
    await crm.write(a_write(1))
    await crm.write(a_write(2, lead_id=TWO))
    raw.change(store.database, "DELETE FROM lead_keys WHERE lead_no = 1")
    store.archive.keys.forget([ONE])
    for asking in (crm.open(ONE), crm.read(ONE), crm.log(lead_id=ONE), crm.write(a_write(3))):
        with pytest.raises(LeadErased, match="lead_0001"):
            await asking
    assert [entry.lead_id for entry in await crm.log()] == [TWO]
    assert await crm.written("int_1") is None


async def test_nothing_of_it_can_be_read_in_the_database(store: Store, crm: SqlCrm) -> None:
    await crm.write(a_write(new=(NOTE,), reason="because of Wilhelmina"))
    lying = raw.everything(store.database)
    assert b"crm_lead_" in lying, "we look in the wrong place"
    assert b"Wilhelmina" not in lying
    assert b"Call on Monday" not in lying
