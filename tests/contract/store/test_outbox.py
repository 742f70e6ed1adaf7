"""What an outbox promises: who is due, moves only one can make, a gate nobody slips past."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import (
    NOON,
    a_change,
    a_lead,
    an_admission,
    an_approval,
    an_id,
    an_intent,
)

from leadwright.adapters.store import Store, tables
from leadwright.adapters.store.repositories.outbox import SqlOutbox
from leadwright.errors import Refused
from leadwright.journey.outbox.gate import EffectHeld, Gate, Hold
from leadwright.journey.outbox.intents import (
    Intent,
    IntentMoved,
    IntentState,
    IntentUnknown,
    moved,
)
from leadwright.journey.ports import Change, StaleSession
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import (
    ApprovalMove,
    ApprovalMoved,
    ApprovalStatus,
    Override,
    ReasonCode,
)

PORT = "leadwright.journey.outbox.ports:Outbox"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.outbox:SqlOutbox"]

pytestmark = pytest.mark.contract
ONE = an_id(1)
MAILBOX = "ann@seller.example"


async def a_queue(store: Store, number: int) -> list[Intent]:
    """So many leads with a queued mail each, a second between them."""
    await store.leads.admit([an_admission(a_lead(n)) for n in range(1, number + 1)], [])
    queue = []
    for n in range(1, number + 1):
        opening = await store.desk.open(an_id(n))
        approval = replace(an_approval(an_id(n)), id=f"a{n}")
        intent = replace(
            an_intent(an_id(n), approval),
            id=f"i{n}",
            message_id=f"<i{n}@seller.example>",
            state=IntentState.QUEUED,
            mailbox=MAILBOX,
            not_before=NOON + timedelta(seconds=n),
        )
        done = [event.id for event in opening.events]  # nothing new about it is left
        change = a_change(opening, approvals=[approval], intents=[intent], events_done=done)
        await store.desk.apply(change)
        queue.append(intent)
    return queue


async def begin(store: Store, intent: Intent, *, gate: Gate | None = None) -> Change:
    """Begin an intent as it was read, on the lead's session as it stands."""
    session = (await store.desk.open(intent.lead_id)).session
    change = Change(
        session=replace(session, version=session.version + 1),
        expected_version=session.version,
        intent_moves=[moved(intent, IntentState.SENDING, at=NOON, worker="w1")],
        gate=gate,
    )
    await store.desk.apply(change)
    return change


def a_gate(intent: Intent, **given: object) -> Gate:
    gate = Gate(
        intent_id=intent.id,
        agent="outreach",
        campaign="spring",
        mailbox=MAILBOX,
        day=NOON.date(),
        at=NOON,
    )
    return replace(gate, **given)  # type: ignore[arg-type]


async def test_what_is_due_comes_longest_waiting_first_and_nothing_before_its_time(
    store: Store,
) -> None:
    await a_queue(store, 3)
    assert await store.outbox.due(NOON, limit=9) == ()
    due = await store.outbox.due(NOON + timedelta(seconds=2), limit=9)
    assert [(d.intent_id, d.lead_id, d.kind) for d in due] == [
        ("i1", an_id(1), "email"),
        ("i2", an_id(2), "email"),
    ]
    assert len(await store.outbox.due(NOON + timedelta(days=1), limit=1)) == 1


async def test_what_was_begun_is_in_doubt_until_it_is_told_of(store: Store) -> None:
    (intent,) = await a_queue(store, 1)
    await begin(store, intent)
    (due,) = await store.outbox.open(limit=9)
    assert (due.intent_id, due.state, due.token) == ("i1", IntentState.SENDING, intent.token + 1)
    held = await store.outbox.get("i1")
    assert (held.worker, held.attempts, held.moved_at) == ("w1", 1, NOON)
    assert await store.outbox.due(NOON + timedelta(days=1), limit=9) == ()


async def test_an_intent_nobody_knows_is_refused(store: Store) -> None:
    outbox: SqlOutbox = store.outbox
    with pytest.raises(IntentUnknown):
        await outbox.get("i9")


async def test_intents_are_listed_by_their_state(store: Store) -> None:
    first, _ = await a_queue(store, 2)
    await begin(store, first)
    sending = await store.outbox.list_intents(states=[IntentState.SENDING])
    assert [i.id for i in sending] == ["i1"]
    assert len(await store.outbox.list_intents()) == 2


async def test_only_one_of_many_begins_an_intent(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    (intent,) = await a_queue(stores[0], 1)
    tries = [begin(stores[n % 2], intent) for n in range(8)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Change) for one in found) == 1
    assert all(isinstance(one, Change | StaleSession | IntentMoved) for one in found)
    assert (await stores[1].outbox.get("i1")).token == intent.token + 1


async def test_a_move_from_another_state_or_token_writes_nothing(store: Store) -> None:
    (intent,) = await a_queue(store, 1)
    await begin(store, intent)
    before = await store.desk.open(ONE)
    with pytest.raises(IntentMoved):
        await begin(store, intent)
    assert await store.desk.open(ONE) == before


async def test_a_decision_is_made_once(store: Store) -> None:
    await a_queue(store, 1)
    (approval,) = await store.desk.approvals(ONE)

    async def decide(by: str) -> None:
        session = (await store.desk.open(ONE)).session
        yes = replace(
            approval,
            status=ApprovalStatus.APPROVED,
            decided_by=by,
            decided_at=NOON,
            reason="It is good.",
        )
        await store.desk.apply(
            Change(
                session=replace(session, version=session.version + 1),
                expected_version=session.version,
                approval_moves=[ApprovalMove(approval=yes)],
            )
        )

    await decide("user:ann")
    with pytest.raises(ApprovalMoved, match="approved by user:ann"):
        await decide("user:bob")
    (stored,) = await store.desk.approvals(ONE)
    assert (stored.decided_by, stored.reason) == ("user:ann", "It is good.")


async def test_an_override_keeps_both_texts(store: Store) -> None:
    await a_queue(store, 1)
    opening = await store.desk.open(ONE)
    override = Override(
        id="o1",
        approval_id="a1",
        lead_id=ONE,
        agent_output="Dear Sir or Madam",
        human_output="Hi Wilhelmina",
        reason_code=ReasonCode.GREETING,
        reason="We know her.",
        actor="user:ann",
        at=NOON,
    )
    await store.desk.apply(a_change(opening, overrides=[override]))
    with store.database.engine.connect() as connection:
        row = connection.execute(sa.select(tables.overrides)).one()
    assert b"Wilhelmina" not in row.human_output
    assert (row.reason_code, row.actor, row.at) == ("greeting", "user:ann", NOON)


async def test_an_allowance_is_never_overdrawn_however_many_race_for_it(
    open_store: OpenStore,
) -> None:
    stores = [open_store(), open_store()]
    queue = await a_queue(stores[0], 64)
    tries = [
        begin(stores[n % 2], intent, gate=a_gate(intent, mails_a_day=7))
        for n, intent in enumerate(queue)
    ]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Change) for one in found) == 7
    refused = [one for one in found if isinstance(one, Refused)]
    assert {one.hold for one in refused if isinstance(one, EffectHeld)} == {Hold.ALLOWANCE}
    assert len(refused) == 57
    assert len(await stores[1].outbox.open(limit=99)) == 7


async def test_what_was_refused_gives_its_allowance_back(store: Store) -> None:
    first, second = await a_queue(store, 2)
    await begin(store, first, gate=a_gate(first, mails_a_day=1))
    with pytest.raises(EffectHeld):
        await begin(store, second, gate=a_gate(second, mails_a_day=1))
    held = await store.outbox.get("i1")
    session = (await store.desk.open(ONE)).session
    back = moved(
        held, IntentState.QUEUED, at=NOON, not_before=NOON, gives_back=(MAILBOX, NOON.date())
    )
    await store.desk.apply(
        Change(
            session=replace(session, version=session.version + 1),
            expected_version=session.version,
            intent_moves=[back],
        )
    )
    await begin(store, second, gate=a_gate(second, mails_a_day=1))


async def test_two_workers_together_write_to_no_more_people_of_a_company_than_may_be(
    open_store: OpenStore,
) -> None:
    stores = [open_store(), open_store()]
    queue = await a_queue(stores[0], 12)
    gates = [a_gate(i, company="quuxworks.example", mails_a_company_a_week=3) for i in queue]
    tries = [
        begin(stores[n % 2], intent, gate=gate)
        for n, (intent, gate) in enumerate(zip(queue, gates, strict=True))
    ]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Change) for one in found) == 3
    holds = [one for one in found if isinstance(one, EffectHeld)]
    assert {one.hold for one in holds} == {Hold.COMPANY}
    assert {one.until for one in holds} == {NOON + timedelta(days=7)}


async def test_a_held_change_writes_nothing(store: Store) -> None:
    (intent,) = await a_queue(store, 1)
    before = await store.desk.open(LeadId(ONE))
    with pytest.raises(EffectHeld):
        await begin(store, intent, gate=a_gate(intent, mails_a_day=0))
    assert await store.desk.open(LeadId(ONE)) == before
    assert (await store.outbox.get("i1")).state is IntentState.QUEUED
