"""What a desk of sessions promises."""

import asyncio
from dataclasses import replace

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import (
    NOON,
    a_change,
    a_full_session,
    a_lead,
    an_admission,
    an_approval,
    an_audit_event,
    an_event,
    an_id,
    an_intent,
)

from leadwright.adapters.store import Database, Store, claim_waiting
from leadwright.adapters.store.errors import LeadUnknown
from leadwright.adapters.store.repositories.desk import SqlDesk
from leadwright.journey.outbox.intents import IntentState
from leadwright.journey.ports import (
    Change,
    Correction,
    EventKind,
    StaleSession,
    Twin,
    TwinKey,
)
from leadwright.leads.lead import Person
from leadwright.leads.ports import KeyRef
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus

PORT = "leadwright.journey.ports:Desk"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.desk:SqlDesk"]

pytestmark = pytest.mark.contract

ONE, TWO, THREE = an_id(1), an_id(2), an_id(3)
ADA = TwinKey(entity_id="ent1", person_key="ada quux")


@pytest.fixture
async def desk(store: Store) -> SqlDesk:
    """Three leads wait; the third is the most urgent, then the first."""
    batch = [
        an_admission(a_lead(number), priority=priority)
        for number, priority in ((1, 2.0), (2, 1.0), (3, 3.0))
    ]
    await store.leads.admit(batch, [])
    return store.desk


async def test_a_lead_that_has_just_arrived_opens_on_a_fresh_session(desk: SqlDesk) -> None:
    opening = await desk.open(ONE)
    assert opening.lead == a_lead(1)
    assert opening.session.lead_id == ONE
    assert opening.session.version == 0
    assert opening.session.stage is Stage.RECEIVED
    assert opening.session.created_at == opening.session.last_updated == NOON
    assert [event.kind for event in opening.events] == [EventKind.ARRIVED]


async def test_a_pseudonym_is_stable_and_tells_nothing(desk: SqlDesk) -> None:
    pseudonyms = [(await desk.open(lead_id)).pseudonym for lead_id in (ONE, ONE, TWO)]
    assert pseudonyms[0] == pseudonyms[1] != pseudonyms[2]
    assert ONE not in pseudonyms[0]


async def test_an_unknown_lead_is_refused(desk: SqlDesk) -> None:
    opening = await desk.open(ONE)
    stranger = replace(opening.session, lead_id=an_id(99), version=1)
    with pytest.raises(LeadUnknown, match="lead_0099"):
        await desk.open(an_id(99))
    with pytest.raises(LeadUnknown):
        await desk.apply(Change(session=stranger, expected_version=0))
    assert await desk.approvals(an_id(99)) == ()
    assert await desk.intents(an_id(99)) == ()


async def test_a_session_comes_back_with_all_that_is_in_it(desk: SqlDesk) -> None:
    opening = await desk.open(ONE)
    change = a_change(opening, **a_full_session(opening.session))
    await desk.apply(change)
    assert (await desk.open(ONE)).session == change.session


async def test_a_change_from_an_old_version_is_refused_and_leaves_no_trace(store: Store) -> None:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    desk = store.desk
    opening = await desk.open(ONE)
    await desk.apply(a_change(opening, summary="first"))
    approval = an_approval(ONE)
    late = a_change(
        opening,
        summary="second",
        audit=(an_audit_event(), an_audit_event(2)),
        approvals=(approval,),
        intents=(an_intent(ONE, approval),),
        events_done=[event.id for event in opening.events],
        events_new=(an_event(TWO),),
        rests=True,
    )
    with pytest.raises(StaleSession, match="version 1"):
        await desk.apply(late)
    now = await desk.open(ONE)
    assert now.session.summary == "first"
    assert now.events == opening.events
    assert await desk.approvals(ONE) == ()
    assert await desk.intents(ONE) == ()
    assert len(await store.audit.events()) == 1
    assert len((await desk.open(TWO)).events) == 1


async def test_of_changes_made_at_once_from_one_version_exactly_one_wins(
    open_store: OpenStore,
) -> None:
    stores = [open_store(), open_store()]
    await stores[0].leads.admit([an_admission(a_lead(1))], [])
    opening = await stores[0].desk.open(ONE)
    changes = [a_change(opening, summary=f"change {number}") for number in range(20)]
    results = await asyncio.gather(
        *(stores[number % 2].desk.apply(change) for number, change in enumerate(changes)),
        return_exceptions=True,
    )
    winners = [change for change, result in zip(changes, results, strict=True) if result is None]
    assert len(winners) == 1
    assert sum(isinstance(result, StaleSession) for result in results) == len(changes) - 1
    assert (await stores[0].desk.open(ONE)).session == winners[0].session


async def test_changes_of_many_leads_at_once_do_not_disturb_each_other(store: Store) -> None:
    many = [a_lead(number) for number in range(60)]
    await store.leads.admit([an_admission(lead) for lead in many], [])
    openings = [await store.desk.open(lead.lead_id) for lead in many]
    changes = [a_change(opening, summary=f"of {opening.lead.lead_id}") for opening in openings]
    stale = [replace(change, expected_version=5) for change in changes[:20]]
    twice = [a_change(opening, approvals=(an_approval(ONE),)) for opening in openings[20:22]]
    wanted = [*stale, *twice, *changes[22:]]
    results = await asyncio.gather(*map(store.desk.apply, wanted), return_exceptions=True)
    assert all(isinstance(result, StaleSession) for result in results[:20])
    assert sum(result is None for result in results[20:22]) == 1  # one approval, two givers
    assert results[22:] == [None] * 38
    for change in changes[22:]:
        assert (await store.desk.open(change.session.lead_id)).session == change.session


async def test_what_a_change_tells_is_in_the_audit_trail_in_order(store: Store) -> None:
    await store.leads.admit([an_admission(a_lead(1))], [])
    events = tuple(an_audit_event(number) for number in range(3))
    await store.desk.apply(a_change(await store.desk.open(ONE), audit=events))
    assert await store.audit.events() == events
    assert (await store.audit.verify())[0] == 3


async def test_approvals_come_newest_first_and_intents_oldest_first(desk: SqlDesk) -> None:
    first, second = an_approval(ONE, 1), an_approval(ONE, 2)
    intents = (an_intent(ONE, second, 2), an_intent(ONE, first, 1))
    await desk.apply(a_change(await desk.open(ONE), approvals=(first, second), intents=intents))
    assert await desk.approvals(ONE) == (second, first)
    assert await desk.intents(ONE) == (intents[1], intents[0])
    assert await desk.approvals(TWO) == ()


async def test_an_approval_withdrawn_takes_its_intents_with_it(desk: SqlDesk) -> None:
    gone, kept = an_approval(ONE, 1), an_approval(ONE, 2)
    intents = (an_intent(ONE, gone, 1), an_intent(ONE, kept, 2))
    await desk.apply(a_change(await desk.open(ONE), approvals=(gone, kept), intents=intents))
    await desk.apply(a_change(await desk.open(ONE), withdraw_approvals=[gone.id]))
    states = {approval.id: approval.status for approval in await desk.approvals(ONE)}
    assert states == {gone.id: ApprovalStatus.WITHDRAWN, kept.id: ApprovalStatus.PENDING}
    after = {intent.id: intent.state for intent in await desk.intents(ONE)}
    assert list(after.values()) == [IntentState.WITHDRAWN, IntentState.PENDING]


async def test_a_lead_rests_when_its_inbox_is_empty(desk: SqlDesk) -> None:
    opening = await desk.open(ONE)
    done = [event.id for event in opening.events]
    await desk.apply(a_change(opening, events_done=done, rests=True))
    assert (await desk.open(ONE)).events == ()
    assert await desk.count_unrested() == 2


async def test_a_lead_with_an_unread_event_waits_again(desk: SqlDesk, store: Store) -> None:
    assert await _claimed(store.database, 3) == [THREE, ONE, TWO]
    opening = await desk.open(ONE)
    meanwhile = a_change(await desk.open(TWO), events_new=(an_event(ONE),))
    await desk.apply(meanwhile)
    done = [event.id for event in opening.events]
    await desk.apply(a_change(opening, events_done=done, rests=True))
    assert (await desk.open(ONE)).events == (an_event(ONE),)
    assert await _claimed(store.database, 3) == [ONE]


async def test_an_event_that_comes_while_a_lead_goes_to_rest_is_not_overlooked(
    open_store: OpenStore,
) -> None:
    mine, others = open_store(), open_store()
    await mine.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    await _claimed(mine.database, 2)
    for number in range(15):
        going, bringing = await mine.desk.open(ONE), await others.desk.open(TWO)
        done = [event.id for event in going.events]
        event = an_event(ONE, f"news {number}")
        await asyncio.gather(
            mine.desk.apply(a_change(going, events_done=done, rests=True)),
            others.desk.apply(a_change(bringing, events_new=(event,))),
        )
        assert event in (await mine.desk.open(ONE)).events
        assert await _claimed(mine.database, 2) == [ONE]


async def test_an_event_wakes_a_lead_at_rest(desk: SqlDesk, store: Store) -> None:
    await _claimed(store.database, 3)
    opening = await desk.open(ONE)
    await desk.apply(a_change(opening, events_done=[opening.events[0].id], rests=True))
    await desk.apply(a_change(await desk.open(TWO), events_new=(an_event(ONE),)))
    assert await _claimed(store.database, 3) == [ONE]


async def test_an_event_for_oneself_keeps_oneself_waiting(desk: SqlDesk, store: Store) -> None:
    await _claimed(store.database, 3)
    opening = await desk.open(ONE)
    done = [event.id for event in opening.events]
    again = an_event(ONE, "again", payload="{}")
    await desk.apply(a_change(opening, events_done=done, events_new=(again,), rests=True))
    assert (await desk.open(ONE)).events == (again,)
    assert await _claimed(store.database, 3) == [ONE]


async def test_an_event_comes_once_however_often_it_is_told(desk: SqlDesk) -> None:
    event = an_event(ONE)
    await desk.apply(a_change(await desk.open(TWO), events_new=(event,)))
    await desk.apply(a_change(await desk.open(TWO), events_new=(event,)))
    opening = await desk.open(ONE)
    assert [known.id for known in opening.events].count(event.id) == 1
    done = [known.id for known in opening.events]
    await desk.apply(a_change(opening, events_done=done, rests=True))
    await desk.apply(a_change(await desk.open(TWO), events_new=(event,)))
    assert (await desk.open(ONE)).events == ()


async def test_an_event_for_nobody_is_refused(desk: SqlDesk) -> None:
    with pytest.raises(LeadUnknown):
        await desk.apply(a_change(await desk.open(TWO), events_new=(an_event(an_id(99)),)))
    assert (await desk.open(TWO)).session.version == 0


async def test_an_event_finished_by_one_lead_stays_unread_for_another(desk: SqlDesk) -> None:
    one, two = await desk.open(ONE), await desk.open(TWO)
    shared = [replace(an_event(lead_id), id="news") for lead_id in (ONE, TWO)]
    await desk.apply(a_change(await desk.open(THREE), events_new=shared))
    await asyncio.gather(
        desk.apply(a_change(one, events_done=["news"])), desk.apply(a_change(two, events_done=[]))
    )
    assert "news" not in [event.id for event in (await desk.open(ONE)).events]
    assert "news" in [event.id for event in (await desk.open(TWO)).events]


async def test_the_earliest_of_several_twins_is_named(desk: SqlDesk) -> None:
    assert await desk.settle_twin(ADA, TWO, 2) is None
    assert await desk.settle_twin(ADA, TWO, 2) is None
    assert await desk.settle_twin(ADA, ONE, 1) == Twin(lead_id=TWO, position=2)
    assert await desk.settle_twin(ADA, THREE, 3) == Twin(lead_id=ONE, position=1)
    assert await desk.settle_twin(ADA, TWO, 2) == Twin(lead_id=ONE, position=1)
    elsewhere = replace(ADA, entity_id="ent2")
    assert await desk.settle_twin(elsewhere, THREE, 3) is None


async def test_twins_that_register_at_once_do_not_miss_each_other(open_store: OpenStore) -> None:
    desks = [open_store().desk, open_store().desk]
    for number in range(10):
        key = TwinKey(entity_id=f"ent{number}", person_key="ada quux")
        found = await asyncio.gather(
            desks[0].settle_twin(key, ONE, 1), desks[1].settle_twin(key, TWO, 2)
        )
        assert any(found)


async def test_leads_are_listed_by_priority_and_by_stage(desk: SqlDesk) -> None:
    rows = await desk.list_leads()
    assert [row.lead.lead_id for row in rows] == [THREE, ONE, TWO]
    assert [row.priority for row in rows] == [3.0, 2.0, 1.0]
    assert rows[0].priority_terms == an_admission().priority_terms
    await desk.apply(a_change(await desk.open(ONE), stage=Stage.ESCALATED, summary="help"))
    (escalated,) = await desk.list_leads(stage=Stage.ESCALATED)
    assert (escalated.lead.lead_id, escalated.session.summary) == (ONE, "help")
    page = await desk.list_leads(limit=1, offset=1)
    assert [row.lead.lead_id for row in page] == [ONE]
    assert await desk.count_stages() == {Stage.RECEIVED: 2, Stage.ESCALATED: 1}
    assert await desk.count_leads(most=10) == 3
    assert await desk.count_leads(most=2) == 2
    assert await desk.count_leads(stage=Stage.RECEIVED, most=10) == 2
    assert await desk.count_leads(stage=Stage.ESCALATED, most=10) == 1


async def _claimed(database: Database, limit: int) -> list[str]:
    def claim() -> list[str]:
        with database.writing() as connection:
            return [lead_id for lead_id, _ in claim_waiting(connection, limit, NOON)]

    return await asyncio.to_thread(claim)


async def test_a_corrected_lead_is_read_listed_and_found_as_it_is_now(store: Store) -> None:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    desk, right = store.desk, a_lead(1, person=Person(name="Bo Ray", email="bo@brass.example"))
    await desk.settle_twin(ADA, ONE, 1)
    key = KeyRef("email", "bo@brass.example")
    correction = Correction(lead=right, keys=(key,), priority=9.0, priority_terms='[["now", 9]]')
    await desk.apply(a_change(await desk.open(ONE), correction=correction))
    again = a_change(await desk.open(ONE), correction=correction)
    await desk.apply(again)  # the same keys a second time
    opening = await desk.open(ONE)
    assert opening.lead == right
    assert opening.priority_terms == '[["now", 9]]'
    assert [row.lead.lead_id for row in await desk.list_leads()] == [ONE, TWO]
    assert (await store.leads.find_by_keys([key]))[key] == (right,)
    assert await desk.settle_twin(ADA, TWO, 2) is None  # who it was before is forgotten
