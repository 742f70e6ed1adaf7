"""An approved mail goes out once, and what became of it is known or asked for."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.couriers import FakeCourier, once, refusing, silent
from tests.journey.conftest import OpenHouse
from tests.journey.posting import approve, approved, mail_of, rounds
from tests.journey.test_one_lead import MAYA

from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import IntentState
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage

QUICK = {"lease_s": 60, "first_pause_s": 10, "tries": 3, "settle_s": 20}


async def an_approved(house: House, folder: Path) -> LeadId:
    return await approved(house, folder, MAYA)


async def test_an_approved_mail_goes_out_once_and_the_lead_was_contacted(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 5)
        session = (await house.desk.open(lead_id)).session
        intent = await mail_of(house, lead_id)
        assert await house.store.audit.verify()
        told = [e.action for e in await house.store.audit.events() if e.action.startswith("email")]
    assert [taken.id for taken in courier.taken] == [intent.id]
    assert (intent.state, intent.attempts) == (IntentState.SENT, 1)
    assert session.stage is Stage.CONTACTED
    assert session.waiting_for == "a reply"
    assert session.actions[-1].action == "send_email"
    assert session.actions[-1].output is not None
    assert session.actions[-1].output["approved_by"] == "user:ann"
    assert told == ["email.begin", "email.sent"]


async def test_it_waits_for_its_time(open_house: OpenHouse, tmp_path: Path) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        await an_approved(house, tmp_path)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(seconds=-1))  # by this clock nobody has approved it yet
        await rounds(house)
        assert courier.taken == []
        await rounds(house, 10)
    assert len(courier.taken) == 1


async def test_a_mail_that_is_refused_for_now_is_tried_again_later(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    courier.before = refusing(again=True, retry_after_s=30)
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 25)
        waiting = await mail_of(house, lead_id)
        await rounds(house, 10)
        sent = await mail_of(house, lead_id)
    assert waiting.state is IntentState.QUEUED
    assert waiting.note == "refused"
    assert (sent.state, sent.attempts) == (IntentState.SENT, 2)


@pytest.mark.parametrize(("again", "tries"), [(True, 3), (False, 1)])
async def test_a_mail_that_is_refused_too_often_or_for_good_goes_to_a_person(
    open_house: OpenHouse, tmp_path: Path, again: bool, tries: int
) -> None:
    courier = FakeCourier()
    courier.before = refusing(again=again, times=99)
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 200, step=5)
        intent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert (intent.state, intent.attempts) == (IntentState.FAILED, tries)
    assert session.stage is Stage.ESCALATED
    assert session.halt is not None
    assert session.halt.reasons == ("send_failed",)


async def test_a_mail_whose_answer_got_lost_is_found_and_not_sent_again(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    courier.after, courier.is_deaf = silent, True
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 5)
        doubted = await mail_of(house, lead_id)
        courier.is_deaf = False
        await rounds(house, 10)
        found = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert doubted.state is IntentState.UNCERTAIN
    assert found.state is IntentState.SENT
    assert len(courier.taken) == 1
    assert session.stage is Stage.CONTACTED


async def test_a_mail_nobody_knows_of_goes_to_a_person_and_never_out_again_by_itself(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    courier.before = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 300, step=5)
        intent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert intent.state is IntentState.UNCERTAIN
    assert intent.attempts == 1
    assert courier.taken == []
    assert session.halt is not None
    assert session.halt.reasons == ("send_uncertain",)


async def test_where_twice_is_once_what_nobody_knows_of_is_handed_over_again(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(repeatable=True)
    courier.before = once(silent)
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 60, step=2)
        intent = await mail_of(house, lead_id)
    assert intent.state is IntentState.SENT
    assert len(courier.taken) == 1


async def test_a_receipt_is_the_truth_however_late_it_comes(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(looks_up=False)
    courier.after = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 30, step=5)
        (due,) = await house.store.outbox.open(limit=10)
        assert (await house.desk.open(lead_id)).session.stage is Stage.ESCALATED
        receipt = await FakeCourier.deliver(FakeCourier(), await mail_of(house, lead_id))
        await house.post.sender.receipt(due, receipt)
        await house.post.sender.receipt(due, receipt)
        intent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert intent.state is IntentState.SENT
    assert session.stage is Stage.CONTACTED
    told = [action.action for action in session.actions][-3:]
    assert told == ["doubt_email", "ask_about_email", "send_email"]


async def test_an_attempt_whose_worker_is_gone_is_doubted_after_its_lease(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        case = await house.post.sender.hands.read(lead_id, (await mail_of(house, lead_id)).id)
        assert await house.post.sender._begin(case)  # and here the process ends
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        await rounds(house, 50, step=5)
        held = await mail_of(house, lead_id)
        await rounds(house, 200, step=5)
        asked = await mail_of(house, lead_id)
    assert held.state is IntentState.SENDING
    assert asked.state is IntentState.UNCERTAIN
    assert courier.taken == []


async def test_a_process_that_stood_still_hands_nothing_over(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        sender = house.post.sender
        taken_at = house.clock.seconds()
        case = await sender.hands.read(lead_id, (await mail_of(house, lead_id)).id)
        begun = await sender._begin(case)
        assert begun is not None
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(seconds=61))
        await sender._hand_over(begun, courier, taken_at)
    assert courier.taken == []


async def test_the_crm_says_when_somebody_was_last_written_to(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(couriers=[FakeCourier()], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await rounds(house, 5)
        _, fields = await house.store.crm.read(lead_id)
    assert fields["last_contact_date"] == "2026-11-02"


async def test_what_was_approved_for_the_crm_is_written_into_it(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(couriers=[FakeCourier()], outbox=QUICK) as house:
        lead_id = await an_approved(house, tmp_path)
        await approve(house, lead_id, "update_crm")
        await rounds(house, 5)
        _, fields = await house.store.crm.read(lead_id)
        session = (await house.desk.open(lead_id)).session
    assert fields["company_name"] == "Harborline Freight"
    assert "Maya" in str(fields["email_draft"])
    assert session.stage is Stage.CONTACTED
    assert "update_crm" in [action.action for action in session.actions]
