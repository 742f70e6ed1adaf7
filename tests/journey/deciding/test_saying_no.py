"""A no goes back to the drafter once, then to a person."""

from pathlib import Path

from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, work
from tests.journey.test_one_lead import MAYA
from tests.journey.waiting import CRM, a_waiting_lead, approvals, bound, pending, session

from leadwright.bootstrap import House
from leadwright.journey.outbox.intents import IntentState
from leadwright.journey.retry import ask_again
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus, ReasonCode


async def say_no(
    house: House, lead_id: LeadId, code: ReasonCode = ReasonCode.TONE, reason: str = "too stiff"
) -> None:
    await house.decider.reject((await pending(house, lead_id)).id, "ann", code, reason)
    await house.shift.work_to_rest()


async def test_a_rejected_draft_is_written_once_more_and_differs(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        decided = await house.decider.reject(first.id, "ann", ReasonCode.LENGTH, "too long")
        assert decided.session.stage is Stage.DRAFTING
        assert (await bound(house, first)).state is IntentState.WITHDRAWN
        assert (await bound(house, crm)).state is IntentState.WITHDRAWN
        await house.shift.work_to_rest()
        second = await pending(house, lead_id)
        now = await session(house, lead_id)
        crms = await approvals(house, lead_id, CRM)
    assert now.stage is Stage.AWAITING_APPROVAL
    assert now.waiting_for == "approval"
    assert now.approval_id == second.id
    assert second.draft != first.draft
    assert len(second.draft.split()) < len(first.draft.split())
    assert {one.status for one in crms} == {ApprovalStatus.WITHDRAWN, ApprovalStatus.PENDING}
    assert [action.action for action in now.actions] == [
        "research_company",
        "draft_email",
        "propose_changes",
        "reject",
        "draft_email",
        "propose_changes",
    ]


async def test_every_reason_leads_somewhere(open_house: OpenHouse, tmp_path: Path) -> None:
    rows = [
        MAYA
        | {
            "lead_id": code.value,
            "name": f"Maya {code.value.title()}",
            "email": f"{code}@a.example",
        }
        for code in ReasonCode
    ]
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        ids = {code: (await house.leads.find(code.value))[0].lead_id for code in ReasonCode}
        first = {code: await pending(house, lead_id) for code, lead_id in ids.items()}
        for code, approval in first.items():
            await house.decider.reject(approval.id, "ann", code)
        await house.shift.work_to_rest()
        now = {code: await session(house, lead_id) for code, lead_id in ids.items()}
        second = {code: (await approvals(house, lead_id))[-1] for code, lead_id in ids.items()}
    for code in ReasonCode:
        halt = now[code].halt
        if code in {ReasonCode.WRONG_PERSON, ReasonCode.COMPLIANCE, ReasonCode.TIMING}:
            assert now[code].stage is Stage.ESCALATED
            assert halt is not None
            assert halt.reasons == (f"rejected_{code}",)
            assert second[code].id == first[code].id
        else:
            assert now[code].stage is Stage.AWAITING_APPROVAL
            assert second[code].status is ApprovalStatus.PENDING
            assert second[code].draft != first[code].draft


async def test_the_second_no_goes_to_a_person_with_its_reason(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        await say_no(house, lead_id)
        await say_no(house, lead_id, ReasonCode.OTHER, "I would not say that")
        now = await session(house, lead_id)
        states = {one.state for one in await house.desk.intents(lead_id)}
    assert now.stage is Stage.ESCALATED
    assert now.waiting_for == "a person"
    assert now.halt is not None
    assert now.halt.reasons == ("draft_rejected",)
    assert "ann rejected the draft (other): “I would not say that”" in now.halt.summary
    assert "Maya Brandt" in now.halt.next_step
    assert states == {IntentState.WITHDRAWN}


async def test_after_new_research_the_count_begins_anew(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        await say_no(house, lead_id)
        await say_no(house, lead_id)
        await ask_again(house.desk, await house.desk.open(lead_id), house.clock)
        await house.shift.work_to_rest()
        await say_no(house, lead_id)
        assert (await session(house, lead_id)).stage is Stage.AWAITING_APPROVAL


async def test_a_no_to_the_crm_leaves_the_mail_alone(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        crm = await pending(house, lead_id, CRM)
        await house.decider.reject(crm.id, "ann", ReasonCode.FACT, "not our field")
        await house.shift.work_to_rest()
        assert (await bound(house, crm)).state is IntentState.WITHDRAWN
        assert (await session(house, lead_id)).stage is Stage.AWAITING_APPROVAL
        mail = await pending(house, lead_id)
        await house.decider.reject(mail.id, "ann", ReasonCode.TONE)
        assert (await session(house, lead_id)).stage is Stage.DRAFTING  # it was the first no


async def test_a_draft_that_cannot_be_answered_goes_to_a_person(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path, name="")
        first = await pending(house, lead_id)
        assert first.draft.startswith("Hello,")
        await say_no(house, lead_id, ReasonCode.GREETING, "not Hello")
        now = await session(house, lead_id)
    assert now.stage is Stage.ESCALATED
    assert now.halt is not None
    assert now.halt.reasons == ("no_other_draft",)
