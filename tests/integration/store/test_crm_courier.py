"""What a person said yes to, on its way into the embedded CRM."""

import asyncio
import json
from dataclasses import replace

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.crm_cases import ONE, TWO, by_ann
from tests.contract.store.examples import NOON, a_lead, an_admission
from tests.integration.store import raw

from leadwright.adapters.crm.courier import CrmCourier
from leadwright.adapters.store import Store
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.outbox.ports import EffectRefused
from leadwright.leads.lead import LeadId

CLOCK = FrozenClock(NOON)


def an_intent(*parts: dict[str, object], number: int = 1) -> Intent:
    texts = {
        str(n): json.dumps({"lead": ONE, "before": {}, "version": 0, "run": f"{ONE}:{number}"} | p)
        for n, p in enumerate(parts)
    }
    return Intent(
        id=f"int_{number}",
        lead_id=ONE,
        kind="crm_update",
        sequence_step=0,
        content=json.dumps(texts),
        content_hash="ab" * 32,
        approval_id="apr_1",
        created_at=NOON,
    )


UPDATE: dict[str, object] = {
    "kind": "crm_update",
    "after": {"next_action": "Call", "stage": "Working"},
    "reason": "What research found",
}
TASK: dict[str, object] = {"kind": "crm_task", "after": {"title": "Call", "due": "2026-03-07"}}
NOTE: dict[str, object] = {"kind": "crm_activity", "after": {"text": "Employees: 120"}}


@pytest.fixture
async def courier(store: Store) -> CrmCourier:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return CrmCourier(store.crm, CLOCK)


async def test_all_of_an_intent_is_written_and_told(store: Store, courier: CrmCourier) -> None:
    receipt = await courier.deliver(an_intent(UPDATE, TASK, NOTE))
    told = json.loads(receipt.told)
    assert told["written"] == {"next_action": "Call", "stage": "Working"}
    assert told["before"] == {"next_action": None, "stage": None}
    assert told["conflicts"] == []
    assert [one["type"] for one in told["made"]] == ["task", "activity"]
    (entry,) = await store.crm.log()
    assert (entry.intent_id, entry.run) == ("int_1", f"{ONE}:1")
    assert (entry.actor, entry.reason) == ("agent:crm_agent", "What research found")


async def test_a_conflict_is_no_failure(store: Store, courier: CrmCourier) -> None:
    await store.crm.write(by_ann({"stage": "Qualified"}, at_version=0))
    told = json.loads((await courier.deliver(an_intent(UPDATE, TASK))).told)
    assert told["written"] == {"next_action": "Call"}
    assert told["conflicts"] == [
        {
            "field": "stage",
            "kept": "Qualified",
            "wanted": "Working",
            "by": "user:ann",
            "why": "changed_since",
        }
    ]
    assert len(told["made"]) == 1


async def test_handed_over_by_two_workers_at_once_it_is_done_once(
    store: Store, courier: CrmCourier, open_store: OpenStore
) -> None:
    other = CrmCourier(open_store().crm, CLOCK)
    intent = an_intent(UPDATE, TASK, NOTE)
    receipts = await asyncio.gather(*(one.deliver(intent) for one in (courier, other) * 4))
    assert all(receipt == receipts[0] for receipt in receipts)
    assert len((await store.crm.open(ONE)).objects) == 2
    assert await other.find(intent) == receipts[0]


@pytest.mark.parametrize(
    ("parts", "note"),
    [
        ([UPDATE, {"kind": "crm_update", "after": {"shoe_size": "43"}}], "crm_field_unknown"),
        ([TASK, {"kind": "crm_update", "after": {"stage": "Hot"}}], "crm_field_unfit"),
        ([UPDATE, {"kind": "crm_task", "after": {"due": "soon"}}], "crm_field_unfit"),
        ([UPDATE, {"kind": "crm_task", "after": {"colour": "red"}}], "crm_field_unknown"),
        ([UPDATE, {"kind": "payment", "after": {}}], "crm_proposal_unreadable"),
        ([UPDATE | {"lead": TWO}], "crm_proposal_unreadable"),
        ([], "crm_proposal_unreadable"),
    ],
)
async def test_where_one_part_cannot_be_written_none_is(
    store: Store, courier: CrmCourier, parts: list[dict[str, object]], note: str
) -> None:
    with pytest.raises(EffectRefused) as refused:
        await courier.deliver(an_intent(*parts))
    assert (refused.value.note, refused.value.again) == (note, False)
    assert await store.crm.log() == ()
    assert (await store.crm.open(ONE)).version == 0


async def test_an_agent_cannot_say_when_somebody_was_spoken_to(
    store: Store, courier: CrmCourier
) -> None:
    claim: dict[str, object] = {"kind": "crm_update", "after": {"last_contact_date": "2026-03-04"}}
    told = json.loads((await courier.deliver(an_intent(claim))).told)
    assert [one["why"] for one in told["conflicts"]] == ["not_theirs"]
    assert (await store.crm.open(ONE)).record == {}


async def test_unknown_and_erased_leads_are_refused_for_good(
    store: Store, courier: CrmCourier
) -> None:
    stranger = replace(an_intent(UPDATE | {"lead": "lead_9"}), lead_id=LeadId("lead_9"))
    raw.change(store.database, "DELETE FROM lead_keys WHERE lead_no = 1")
    store.archive.keys.forget([ONE])
    for intent, note in ((stranger, "lead_unknown"), (an_intent(UPDATE), "lead_erased")):
        with pytest.raises(EffectRefused) as refused:
            await courier.deliver(intent)
        assert (refused.value.note, refused.value.again) == (note, False)
