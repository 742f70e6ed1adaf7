"""People in the CRM: what they change, what they take back of the agents', what is told of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.crm_cases import NOTE, ONE, TASK, TWO, a_write, wants
from tests.contract.store.examples import NOON, a_lead, an_admission, an_id
from tests.integration.store import raw

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import LeadUnknown
from leadwright.clock import FrozenClock
from leadwright.governance.vault import LeadErased
from leadwright.journey.crm.keeping import Keeper, NothingChanged, RunUnknown
from leadwright.journey.crm.ports import CrmEntry, CrmWrite, ObjectUnknown
from leadwright.journey.crm.telling import Teller
from leadwright.leads.crm.registry import FieldUnknown, ObjectType
from leadwright.leads.crm.values import FieldUnfit
from leadwright.leads.lead import LeadId
from leadwright.memory.session import Action

FIELDS = {"company_name": "Quuxworks", "next_action": "Call on Monday", "stage": "Working"}


def a_keeper(store: Store) -> Keeper:
    clock = FrozenClock(NOON + timedelta(days=1))
    return Keeper(crm=store.crm, teller=Teller(desk=store.desk, clock=clock), clock=clock)


@pytest.fixture
async def keeper(store: Store) -> Keeper:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return a_keeper(store)


class Cut(Teller):
    async def tell(self, lead_id: LeadId, entries: Sequence[CrmEntry]) -> None:
        raise ConnectionResetError(lead_id, len(entries))


async def actions(store: Store) -> tuple[Action, ...]:
    return (await store.desk.open(ONE)).session.actions


def a_run(number: int = 1, **changes: object) -> CrmWrite:
    return a_write(number, **{"update": wants(FIELDS), "new": (TASK, NOTE), **changes})


async def record(keeper: Keeper) -> dict[str, str]:
    file = await keeper.crm.open(ONE)
    return {name: held.value for name, held in file.record.items() if held.value}


async def test_an_edit_is_logged_told_in_the_session_and_audited(
    store: Store, keeper: Keeper
) -> None:
    entry = await keeper.edit(ONE, {"stage": "qualified", "owner": "bob"}, actor="ann")
    assert await record(keeper) == {"stage": "Qualified", "owner": "bob"}
    assert (entry.actor, entry.action) == ("user:ann", "edit_crm")
    session = (await store.desk.open(ONE)).session
    (action,) = session.actions
    assert (action.agent, action.action) == ("person", "edit_crm")
    assert action.output
    assert action.output["by"] == "ann"
    assert action.output["after"] == {"stage": "Qualified", "owner": "bob"}
    assert raw.ask(store.database, "SELECT actor, action FROM audit") == [("user:ann", "edit_crm")]
    told = raw.ask(store.database, "SELECT detail FROM audit")[0].detail
    assert "stage" in told
    assert "Qualified" not in told


async def test_an_edit_that_changes_nothing_or_cannot_be_is_refused(keeper: Keeper) -> None:
    await keeper.edit(ONE, {"owner": "bob"}, actor="ann")
    for fields, error in (
        ({"owner": "bob"}, NothingChanged),
        ({"owners": "bob"}, FieldUnknown),
        ({"stage": "Sleeping"}, FieldUnfit),
    ):
        with pytest.raises(error):
            await keeper.edit(ONE, fields, actor="ann")
    with pytest.raises(LeadUnknown):
        await keeper.edit(an_id(99), {"owner": "bob"}, actor="ann")
    assert len(await keeper.crm.log()) == 1


async def test_a_person_adds_an_opportunity_and_closes_it(keeper: Keeper) -> None:
    given = {"name": "Spring order", "amount": "45k EUR", "stage": "Proposal"}
    (made,) = (await keeper.add(ONE, ObjectType.OPPORTUNITY, given, actor="ann")).made
    won = {"stage": "closed won", "closed_at": "2026-03-05"}
    await keeper.edit_object(made.id, won, actor="ann")
    (one,) = (await keeper.crm.open(ONE)).objects
    assert {name: held.value for name, held in one.fields.items()} == {
        "name": "Spring order",
        "amount": "45000 EUR",
        "stage": "Closed Won",
        "closed_at": "2026-03-05",
    }
    with pytest.raises(NothingChanged):
        await keeper.edit_object(made.id, won, actor="ann")
    with pytest.raises(NothingChanged):
        await keeper.add(ONE, ObjectType.TASK, {"title": " "}, actor="ann")
    with pytest.raises(ObjectUnknown):
        await keeper.edit_object("task_unknown", {"done": "yes"}, actor="ann")


async def test_undo_takes_back_all_that_a_run_wrote(store: Store, keeper: Keeper) -> None:
    await keeper.edit(ONE, {"stage": "Open"}, actor="ann")
    update = wants(FIELDS, before={"stage": "Open"}, seen=1)
    await keeper.crm.write(a_run(update=update))
    entry = await keeper.undo(ONE, run=f"{ONE}:1", actor="bob", reason="Wrong company")
    assert entry
    assert (entry.undoes, entry.reason) == (("int_1",), "Wrong company")
    assert await record(keeper) == {"stage": "Open"}
    assert (await keeper.crm.open(ONE)).objects == ()
    actions = (await store.desk.open(ONE)).session.actions
    assert [action.action for action in actions] == ["edit_crm", "undo_crm"]
    assert [row.action for row in raw.ask(store.database, "SELECT action FROM audit")] == [
        "edit_crm",
        "undo_crm",
    ]


async def test_undo_leaves_what_a_person_changed_since_and_says_so(keeper: Keeper) -> None:
    entry = await keeper.crm.write(a_run())
    (task,) = (one for one in entry.made if one.type is ObjectType.TASK)
    await keeper.edit(ONE, {"stage": "Qualified"}, actor="ann")
    await keeper.edit_object(task.id, {"done": "yes"}, actor="ann")
    undone = await keeper.undo(ONE, actor="bob")
    assert undone
    assert await record(keeper) == {"stage": "Qualified"}
    assert [one.id for one in (await keeper.crm.open(ONE)).objects] == [task.id]
    assert {(one.field, one.by) for one in undone.kept} == {
        ("stage", "user:ann"),
        (task.id, "user:ann"),
    }
    assert {change.field for change in undone.changes} == {"company_name", "next_action"}


async def test_undo_twice_is_undo_once(store: Store, keeper: Keeper) -> None:
    await keeper.crm.write(a_run())
    assert await keeper.undo(ONE, actor="ann")
    file = await keeper.crm.open(ONE)
    assert await keeper.undo(ONE, actor="ann") is None
    assert await keeper.undo(ONE, run=f"{ONE}:1", actor="bob") is None
    assert await keeper.crm.open(ONE) == file
    assert len((await store.desk.open(ONE)).session.actions) == 1


async def test_two_who_undo_at_once_undo_once(
    store: Store, keeper: Keeper, open_store: OpenStore
) -> None:
    await keeper.crm.write(a_run())
    other = a_keeper(open_store())
    await asyncio.gather(keeper.undo(ONE, actor="ann"), other.undo(ONE, actor="bob"))
    assert await record(keeper) == {}
    assert len([one for one in await keeper.crm.log() if one.undoes]) == 1
    assert len((await store.desk.open(ONE)).session.actions) == 1


async def test_of_two_runs_the_older_can_be_taken_back_after_the_newer(keeper: Keeper) -> None:
    await keeper.crm.write(a_run(1, new=()))
    later = wants({"next_action": "Write"}, before={"next_action": "Call on Monday"}, seen=1)
    await keeper.crm.write(a_run(2, update=later, new=()))
    await keeper.undo(ONE, run=f"{ONE}:2", actor="ann")
    assert (await record(keeper))["next_action"] == "Call on Monday"
    entry = await keeper.undo(ONE, run=f"{ONE}:1", actor="ann")
    assert entry
    assert entry.kept == ()
    assert await record(keeper) == {}


async def test_an_older_run_taken_back_first_leaves_what_the_newer_wrote(keeper: Keeper) -> None:
    await keeper.crm.write(a_run(1, new=()))
    later = wants({"next_action": "Write"}, before={"next_action": "Call on Monday"}, seen=1)
    await keeper.crm.write(a_run(2, update=later, new=()))
    entry = await keeper.undo(ONE, run=f"{ONE}:1", actor="ann")
    assert entry
    assert [(one.field, one.by) for one in entry.kept] == [("next_action", "agent:crm_agent")]
    assert await record(keeper) == {"next_action": "Write"}


async def test_a_whole_lead_is_taken_back_to_what_people_wrote(keeper: Keeper) -> None:
    await keeper.crm.write(a_run(1))
    await keeper.edit(ONE, {"next_action": "Wait"}, actor="ann")
    seen = {"next_action": "Wait", "stage": "Working"}
    later = wants({"next_action": "Write", "stage": "Contacted"}, before=seen, seen=2)
    await keeper.crm.write(a_run(2, update=later, new=(NOTE,)))
    entry = await keeper.undo(ONE, actor="ann")
    assert entry
    assert entry.undoes == ("int_2", "int_1")
    assert await record(keeper) == {"next_action": "Wait"}
    assert (await keeper.crm.open(ONE)).objects == ()


async def test_what_was_proposed_before_an_undo_does_not_come_back(keeper: Keeper) -> None:
    await keeper.crm.write(a_run(1, new=()))
    await keeper.undo(ONE, actor="ann")
    stale = wants({"next_action": "Write"}, before={"next_action": "Call on Monday"}, seen=1)
    entry = await keeper.crm.write(a_run(2, update=stale, new=()))
    assert [one.by for one in entry.kept] == ["user:ann"]
    assert await record(keeper) == {}


async def test_an_undo_cut_off_before_it_was_told_is_told_by_the_next(
    store: Store, keeper: Keeper
) -> None:
    await keeper.crm.write(a_run())

    cut = replace(keeper, teller=Cut(desk=store.desk, clock=keeper.clock))
    with pytest.raises(ConnectionResetError):
        await cut.undo(ONE, actor="ann")
    assert (await store.desk.open(ONE)).session.actions == ()
    assert await keeper.undo(ONE, actor="ann") is None
    (action,) = (await store.desk.open(ONE)).session.actions
    assert action.action == "undo_crm"


async def test_an_edit_cut_off_before_it_was_told_is_told_with_the_next(
    store: Store, keeper: Keeper
) -> None:
    cut = replace(keeper, teller=Cut(desk=store.desk, clock=keeper.clock))
    with pytest.raises(ConnectionResetError):
        await cut.edit(ONE, {"stage": "Open"}, actor="ann")
    await keeper.edit(ONE, {"owner": "bob"}, actor="bob")
    told = [action.output["by"] for action in await actions(store) if action.output]
    assert told == ["ann", "bob"]
    assert [row.actor for row in raw.ask(store.database, "SELECT actor FROM audit")] == [
        "user:ann",
        "user:bob",
    ]


async def test_what_the_house_and_people_wrote_is_no_runs_to_take_back(keeper: Keeper) -> None:
    await keeper.edit(ONE, {"stage": "Open"}, actor="ann")
    await keeper.touched(ONE, NOON, intent_id="int_9", subject="Spring")
    before = await keeper.crm.open(ONE)
    assert await keeper.undo(ONE, actor="ann") is None
    assert await keeper.crm.open(ONE) == before


async def test_unknown_runs_and_erased_leads_are_refused(store: Store, keeper: Keeper) -> None:
    await keeper.crm.write(a_run())
    with pytest.raises(RunUnknown, match="crm log"):
        await keeper.undo(ONE, run="lead_0001:99", actor="ann")
    with pytest.raises(RunUnknown):
        await keeper.undo(TWO, run=f"{ONE}:1", actor="ann")
    with pytest.raises(LeadUnknown):
        await keeper.undo(an_id(99), actor="ann")
    raw.change(store.database, "DELETE FROM lead_keys WHERE lead_no = 1")
    store.archive.keys.forget([ONE])
    for asking in (
        keeper.undo(ONE, actor="ann"),
        keeper.edit(ONE, {"stage": "Open"}, actor="ann"),
        keeper.touched(ONE, NOON, intent_id="int_9", subject="Spring"),
    ):
        with pytest.raises(LeadErased):
            await asking


async def test_a_mail_that_went_out_is_the_last_contact_and_noted_once(keeper: Keeper) -> None:
    for _ in range(2):
        await keeper.touched(ONE, NOON, intent_id="int_1", subject="Spring\r\nand\x00 you")
    assert await record(keeper) == {"last_contact_date": "2026-03-04"}
    (note,) = (await keeper.crm.open(ONE)).objects
    assert (note.type, note.value("text")) == (
        ObjectType.ACTIVITY,
        "E-mail sent: Spring and you",
    )
    assert [(one.actor, one.intent_id) for one in await keeper.crm.log()] == [("system", "int_1")]


async def test_the_last_contact_never_goes_back(keeper: Keeper) -> None:
    await keeper.edit(ONE, {"last_contact_date": "2026-03-20"}, actor="ann")
    await keeper.touched(ONE, NOON, intent_id="int_1", subject="Spring")
    assert await record(keeper) == {"last_contact_date": "2026-03-20"}
    await keeper.touched(ONE, NOON + timedelta(days=30), intent_id="int_2", subject="Again")
    assert await record(keeper) == {"last_contact_date": "2026-04-03"}
    assert len((await keeper.crm.open(ONE)).objects) == 2
