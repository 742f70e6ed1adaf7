"""A person decides: session, approval, intent and audit trail follow in one step."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journey.conftest import NOW, OpenHouse
from tests.journey.waiting import (
    CRM,
    MAIL,
    a_waiting_lead,
    approvals,
    audited,
    bound,
    pending,
    session,
)

from leadwright.clock import FrozenClock
from leadwright.errors import Refused
from leadwright.journey.deciding.case import AlreadyOnItsWay, LeadMovedOn
from leadwright.journey.outbox.intents import IntentState, moved
from leadwright.journey.ports import Change
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review.approvals import ApprovalMoved, ApprovalStatus, ReasonCode, content_hash
from leadwright.review.decisions import (
    ApprovalExpired,
    ClockWentBack,
    ContentChanged,
    NothingToTakeBack,
    SamePersonTwice,
)


async def test_a_yes_queues_the_very_bytes_and_leaves_time_to_take_it_back(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        before = await bound(house, approval)
        decided = await house.decider.approve(approval.id, "ann", seen=approval.content_hash)
        after, now = await bound(house, approval), await session(house, lead_id)
        (event,) = await audited(house, lead_id)
        assert await house.store.audit.verify()
    assert decided.approval.status is ApprovalStatus.APPROVED
    assert decided.leaves_at == NOW + timedelta(seconds=30)
    assert (after.state, after.not_before) == (IntentState.QUEUED, NOW + timedelta(seconds=30))
    assert (after.content, after.content_hash) == (before.content, before.content_hash)
    assert content_hash(json.loads(after.content)) == decided.approval.content_hash
    assert (now.stage, now.waiting_for) == (Stage.APPROVED, "sending")
    assert (now.actions[-1].agent, now.actions[-1].action) == ("person", "approve")
    assert (event.actor, event.action, event.outcome) == ("user:ann", "approve", "ok")
    assert json.loads(event.detail)["content_hash"] == approval.content_hash
    assert json.loads(event.detail)["confidence"] == now.confidence


async def test_a_yes_to_the_crm_is_carried_out_at_once_and_leaves_the_lead_waiting(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id, CRM)
        decided = await house.decider.approve(approval.id, "ann")
        intent, now = await bound(house, approval), await session(house, lead_id)
        assert (await pending(house, lead_id)).status is ApprovalStatus.PENDING
    assert decided.leaves_at is None
    assert (intent.state, intent.not_before) == (IntentState.QUEUED, None)
    assert (now.stage, now.waiting_for) == (Stage.AWAITING_APPROVAL, "approval")


async def test_two_who_say_yes_at_once_are_one_yes(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        told = await asyncio.gather(
            *(house.decider.approve(approval.id, name) for name in ("ann", "bo", "cy", "ann")),
            return_exceptions=True,
        )
        events = await audited(house, lead_id)
        intents = await house.desk.intents(lead_id)
    refused = [one for one in told if isinstance(one, BaseException)]
    assert len(refused) == 3
    assert all(isinstance(one, ApprovalMoved) for one in refused)
    assert "already decided: approved by" in str(refused[0])
    assert sorted(event.outcome for event in events) == ["ok", "refused", "refused", "refused"]
    assert {event.reason for event in events if event.outcome == "refused"} == {"already_decided"}
    assert [one.state for one in intents if one.kind == "email"] == [IntentState.QUEUED]


async def test_a_yes_is_taken_back_and_the_same_text_waits_anew(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        await house.decider.approve(first.id, "ann")
        decided = await house.decider.take_back(first.id, "bo")
        fresh = await pending(house, lead_id)
        old, new = await bound(house, first), await bound(house, fresh)
        now = await session(house, lead_id)
        again = await house.decider.approve(fresh.id, "ann")
    assert decided.approval.status is ApprovalStatus.WITHDRAWN
    assert decided.fresh == fresh
    assert fresh.id != first.id
    assert old.state is IntentState.WITHDRAWN
    assert new.state is IntentState.PENDING
    assert old.message_id != new.message_id
    assert new.message_id is not None
    assert old.message_id is not None
    assert new.content.replace(new.message_id, old.message_id) == old.content
    assert content_hash(json.loads(new.content)) == fresh.content_hash == new.content_hash
    assert (now.stage, now.waiting_for) == (Stage.AWAITING_APPROVAL, "approval")
    assert now.approval_id == fresh.id
    assert again.session.stage is Stage.APPROVED


async def test_what_has_left_cannot_be_taken_back(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        with pytest.raises(NothingToTakeBack):
            await house.decider.take_back(approval.id, "ann")
        await house.decider.approve(approval.id, "ann")
        now, intent = await session(house, lead_id), await bound(house, approval)
        sending = moved(intent, IntentState.SENDING, at=NOW, worker="one")
        await house.desk.apply(_change(now, intent_moves=[sending]))
        with pytest.raises(AlreadyOnItsWay, match="sending"):
            await house.decider.take_back(approval.id, "ann")
        assert (await session(house, lead_id)).stage is Stage.APPROVED


async def test_only_the_bytes_that_were_looked_at_are_approved(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        with pytest.raises(ContentChanged):
            await house.decider.approve(approval.id, "ann", seen="00" * 32)
        (event,) = await audited(house, lead_id)
        assert (await bound(house, approval)).state is IntentState.PENDING
        assert (await pending(house, lead_id)) == approval
    assert (event.outcome, event.reason, event.action) == (
        "refused",
        "content_changed",
        "refuse_decision",
    )
    assert event.actor == "user:ann"
    assert json.loads(event.detail)["tried"] == "approve"


async def test_too_late_is_refused_and_noted(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(hours=48))
        with pytest.raises(ApprovalExpired):
            await house.decider.approve(approval.id, "ann")
        (event,) = await audited(house, lead_id)
        assert (await bound(house, approval)).state is IntentState.PENDING
    assert event.reason == "approval_expired"


async def test_a_clock_that_jumped_back_decides_nothing(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        mail, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(hours=2))
        await house.decider.approve(crm.id, "ann")
        house.clock.advance(timedelta(hours=-1))  # after the draft, and before what was decided
        with pytest.raises(ClockWentBack):
            await house.decider.approve(mail.id, "ann")
        house.clock.advance(timedelta(hours=-2))
        with pytest.raises(ClockWentBack):
            await house.decider.approve(mail.id, "ann")
        events = await audited(house, lead_id)
        assert (await bound(house, mail)).state is IntentState.PENDING
        assert (await session(house, lead_id)).last_updated == NOW + timedelta(hours=2)
    assert [event.reason for event in events[1:]] == ["clock_went_back"] * 2


async def test_above_a_value_two_people_must_say_yes(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house(approvals={"two_people_from_usd": 38_000}) as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        assert approval.needs == 2
        half = await house.decider.approve(approval.id, "ann")
        assert half.approval.status is ApprovalStatus.PENDING
        assert half.session.waiting_for == "a second approval"
        assert (await bound(house, approval)).state is IntentState.PENDING
        with pytest.raises(SamePersonTwice):
            await house.decider.approve(approval.id, "Ann")
        whole = await house.decider.approve(approval.id, "bo")
        intent = await bound(house, approval)
    assert whole.approval.status is ApprovalStatus.APPROVED
    assert [yes.by for yes in whole.approval.yes] == ["ann", "bo"]
    assert intent.state is IntentState.QUEUED


async def test_below_it_one_is_enough(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house(approvals={"two_people_from_usd": 38_001}) as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        assert (await pending(house, lead_id)).needs == 1


async def test_a_mail_of_a_lead_that_moved_on_is_not_decided(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        now = await session(house, lead_id)
        await house.desk.apply(_change(now, stage=Stage.ESCALATED))
        for refused in (
            house.decider.approve(approval.id, "ann"),
            house.decider.take_back(approval.id, "ann"),
        ):
            with pytest.raises((LeadMovedOn, NothingToTakeBack)):
                await refused
        assert (await session(house, lead_id)).stage is Stage.ESCALATED


async def test_it_waits_for_the_owner_or_for_their_delegate(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    team = [
        {"name": "ann", "absent_from": "2026-11-01", "delegate": "bo"},
        {"name": "bo"},
        {"name": "cy"},
    ]
    async with open_house(team=team) as house:
        lead_id = await a_waiting_lead(house, tmp_path, owner="ann")
        approval = await pending(house, lead_id)
        assert approval.assignee == "bo"
        given = await house.decider.assign(approval.id, "bo", "cy")
        assert given.approval.assignee == "cy"
        back = await house.decider.assign(approval.id, "cy", "ann")
        assert back.approval.assignee == "bo"
        with pytest.raises(Refused, match="nobody of the team"):
            await house.decider.assign(approval.id, "bo", "zoe")
        events = await audited(house, lead_id)
    assert [event.action for event in events] == [
        "assign_approval",
        "assign_approval",
        "refuse_decision",
    ]


async def test_nothing_a_person_wrote_stands_in_the_audit_trail(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        approval = await pending(house, lead_id)
        await house.decider.reject(approval.id, "ann", ReasonCode.OTHER, "Maya would laugh")
        (event,) = await audited(house, lead_id)
        (kept,) = [a for a in await approvals(house, lead_id, MAIL) if a.id == approval.id]
    assert "Maya" not in event.detail + (event.reason or "")
    assert event.reason == "other"
    assert kept.reason == "other: Maya would laugh"


def _change(before: Session, *, stage: Stage | None = None, **more: object) -> Change:
    after = replace(before, version=before.version + 1, stage=stage or before.stage)
    return Change(session=after, expected_version=before.version, **more)  # type: ignore[arg-type]
