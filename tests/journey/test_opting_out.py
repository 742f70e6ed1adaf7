"""Whoever asks to be left alone is left alone, wherever their lead stands at that moment."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.journey.conftest import NOW, OpenHouse
from tests.journey.story import leads_file, open_lead, work

from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import IntentState
from leadwright.journey.outbox.marks import Note
from leadwright.journey.retry import ask_again
from leadwright.leads.donottouch import Suppressible, person, written
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus

MAYA = {
    "lead_id": "M-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "phone": "+1 415 555 0101",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}
NOTE = Note(actor="user:nora", reason="asked by phone", at=NOW, release="r1")
ADDRESS = written("maya.brandt@harborline.example")
WAYS = [
    written("Maya.Brandt+news@Harborline.example"),
    written("+1 415 555 0101"),
    person("Maya Brandt", "Harborline Freight Inc."),
]


async def waiting(house: House, folder: Path) -> LeadId:
    """A lead whose mail waits for a yes."""
    await work(house, leads_file(folder / "leads.jsonl", [MAYA]))
    opening = await open_lead(house, "M-1")
    assert opening.session.stage is Stage.AWAITING_APPROVAL
    return opening.lead.lead_id


async def is_silent(house: House, lead_id: LeadId) -> bool:
    """Whether nothing of the lead can go out any more."""
    approvals = await house.desk.approvals(lead_id)
    intents = await house.desk.intents(lead_id)
    return {one.status for one in approvals} == {ApprovalStatus.WITHDRAWN} and {
        one.state for one in intents
    } == {IntentState.WITHDRAWN}


@pytest.mark.parametrize("item", WAYS, ids=lambda item: item.kind)
async def test_a_lead_that_waits_is_unsubscribed_and_its_mail_withdrawn(
    open_house: OpenHouse, tmp_path: Path, item: Suppressible
) -> None:
    async with open_house() as house:
        lead_id = await waiting(house, tmp_path)
        done = await house.opt_outs.suppress([item], NOTE)
        opening = await house.desk.open(lead_id)
        assert await is_silent(house, lead_id)
        told = await house.store.audit.events(subject=opening.pseudonym)
    assert done.new == {item}
    assert done.stopped == (lead_id,)
    assert opening.session.stage is Stage.UNSUBSCRIBED
    assert (opening.session.waiting_for, opening.session.approval_id) == (None, None)
    assert opening.session.actions[-1].reason == "asked by phone"
    assert (told[-1].action, told[-1].actor) == ("unsubscribe", "user:nora")


async def test_an_approved_mail_that_has_not_left_stays_here(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await waiting(house, tmp_path)
        for approval in await house.desk.approvals(lead_id):
            await house.decider.approve(approval.id, "nora")
        assert (await house.desk.open(lead_id)).session.stage is Stage.APPROVED
        await house.opt_outs.suppress([ADDRESS], NOTE)
        mails = [one for one in await house.desk.intents(lead_id) if one.kind == "email"]
        approvals = await house.desk.approvals(lead_id)
        session = (await house.desk.open(lead_id)).session
    assert session.stage is Stage.UNSUBSCRIBED
    assert {mail.state for mail in mails} == {IntentState.WITHDRAWN}
    of_mails = {one.status for one in approvals if one.action == "send_email"}
    assert of_mails == {ApprovalStatus.WITHDRAWN}


async def test_the_token_in_a_mail_does_the_same_without_a_name(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await waiting(house, tmp_path)
        unsubscriber = house.journey.steps.letterhead.unsubscriber
        mark = unsubscriber.read(unsubscriber.token("maya.brandt@harborline.example"))
        assert mark is not None
        by_mail = replace(NOTE, actor="recipient", reason="unsubscribed")
        assert await house.opt_outs.unsubscribe(mark, by_mail) == (lead_id,)
        assert await house.opt_outs.unsubscribe(mark, by_mail) == ()
        assert await is_silent(house, lead_id)
        assert await house.opt_outs.on_list([ADDRESS, written("@acme.example")]) == {ADDRESS}


async def test_a_whole_company_is_left_alone_too(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await waiting(house, tmp_path)
        await house.opt_outs.suppress([written("@harborline.example")], NOTE)
        assert await house.opt_outs.stop_waiting(NOTE) == (lead_id,)
        assert await house.opt_outs.stop_waiting(NOTE) == ()
        assert await is_silent(house, lead_id)


async def test_who_is_on_the_list_before_they_come_in_is_never_drafted_for(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await house.opt_outs.suppress([ADDRESS], NOTE)
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.DISQUALIFIED
    assert session.draft is None
    assert session.actions[-1].reason == "This person asked not to be written to."


async def test_a_lead_that_was_not_worked_yet_stops_before_anybody_looks_at_it(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await house.reception.take(leads_file(tmp_path / "leads.jsonl", [MAYA]))
        await house.opt_outs.suppress([ADDRESS], NOTE)
        await house.shift.work_to_rest()
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.UNSUBSCRIBED
    assert [action.action for action in session.actions] == ["unsubscribe"]


async def test_others_who_share_nothing_but_the_company_are_not_stopped(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await waiting(house, tmp_path)
        done = await house.opt_outs.suppress([written("cfo@harborline.example")], NOTE)
        session = (await house.desk.open(lead_id)).session
    assert done.stopped == ()
    assert session.stage is Stage.AWAITING_APPROVAL


async def test_who_comes_back_to_us_can_be_worked_again(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await waiting(house, tmp_path)
        marks = await house.opt_outs.suppress([ADDRESS], NOTE)
        assert marks.new
        await house.opt_outs.allow([ADDRESS], replace(NOTE, reason="wrote to us on Monday"))
        await ask_again(house.desk, await open_lead(house, "M-1"), FrozenClock(NOW))
        await house.shift.work_to_rest()
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.AWAITING_APPROVAL


async def test_who_is_still_on_the_list_is_not_written_to_by_trying_again(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await waiting(house, tmp_path)
        await house.opt_outs.suppress([ADDRESS], NOTE)
        await ask_again(house.desk, await open_lead(house, "M-1"), FrozenClock(NOW))
        await house.shift.work_to_rest()
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.DISQUALIFIED
