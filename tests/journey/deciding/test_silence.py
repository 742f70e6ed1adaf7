"""Nobody decides: somebody is reminded, then a person gets the lead, and nothing is sent."""

from datetime import timedelta
from pathlib import Path

from tests.journey.conftest import NOW, OpenHouse
from tests.journey.waiting import CRM, a_waiting_lead, approvals, audited, bound, pending, session

from leadwright.clock import FrozenClock
from leadwright.journey.deciding.editing import Text
from leadwright.journey.outbox.intents import IntentState
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus, ReasonCode

TICK = timedelta(microseconds=1)


async def test_whom_it_waits_for_is_reminded_once(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        due = NOW + timedelta(hours=36)
        assert await house.decider.remind_due(due - TICK) == 0
        assert await house.decider.remind_due(due) == 2
        assert await house.decider.remind_due(due + TICK) == 0
        assert (await pending(house, lead_id)).reminded_at == due
        events = await audited(house, lead_id)
    assert [(event.actor, event.action) for event in events] == [("system", "remind")] * 2


async def test_what_nobody_decided_expires_and_a_person_gets_the_lead(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path, owner="ann")
        mail, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        assert await house.decider.expire_due(mail.expires_at - TICK) == 0
        assert await house.decider.expire_due(mail.expires_at) >= 1
        assert await house.decider.expire_due(mail.expires_at) == 0
        now = await session(house, lead_id)
        statuses = {one.status for one in await house.desk.approvals(lead_id)}
        states = [(await bound(house, one)).state for one in (mail, crm)]
        assert await house.inbox.pending() == ()
    assert statuses == {ApprovalStatus.EXPIRED}
    assert states == [IntentState.WITHDRAWN] * 2
    assert now.stage is Stage.ESCALATED
    assert now.halt is not None
    assert now.halt.reasons == ("approval_expired",)
    assert "waited for ann until 2026-11-04 09:00 UTC" in now.halt.summary


async def test_an_expired_crm_change_alone_stops_no_lead(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        mail, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        await house.decider.approve(mail.id, "ann")
        assert await house.decider.expire_due(crm.expires_at) == 1
        now = await session(house, lead_id)
        assert (await bound(house, crm)).state is IntentState.WITHDRAWN
        assert (await bound(house, mail)).state is IntentState.QUEUED
    assert now.stage is Stage.APPROVED


async def test_a_crm_change_that_has_time_left_ends_with_its_mail(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(approvals={"two_people_from_usd": 1}) as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        mail = await pending(house, lead_id)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(hours=1))
        text = Text(body="Hi Maya", code=ReasonCode.OTHER)
        await house.decider.edit(mail.id, "ann", text)  # mail and CRM change begin anew
        fresh, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        assert fresh.expires_at == crm.expires_at == NOW + timedelta(hours=49)
        assert await house.decider.expire_due(mail.expires_at) == 0
        await house.decider.expire_due(fresh.expires_at)
        assert (await approvals(house, lead_id))[-1].status is ApprovalStatus.EXPIRED
        assert (await session(house, lead_id)).stage is Stage.ESCALATED


async def test_a_hot_lead_has_an_hour(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house(approvals={"hot_from_usd": 38_000}) as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        assert (await pending(house, lead_id)).expires_at == NOW + timedelta(hours=1)


async def test_the_rounds_of_a_worker_see_to_it(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(hours=48))
        for sweep in house.post.sweeps:
            await sweep()
        assert (await session(house, lead_id)).stage is Stage.ESCALATED
