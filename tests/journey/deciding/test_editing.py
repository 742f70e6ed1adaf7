"""A person writes it anew: both texts are kept, and what goes out is theirs."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journey.conftest import NOW, OpenHouse
from tests.journey.waiting import CRM, a_waiting_lead, approvals, audited, bound, pending, session

from leadwright.journey.deciding.editing import NotEditable, Text, TextUnfit
from leadwright.journey.outbox.intents import IntentState
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus, ReasonCode, content_hash
from leadwright.review.decisions import OwnDraft, Policy


def text(subject: str | None = None, body: str | None = None) -> Text:
    return Text(subject=subject, body=body, code=ReasonCode.TONE, reason="warmer")


async def test_an_edit_is_its_authors_yes_to_the_new_bytes(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        was = (await session(house, lead_id)).draft
        assert was is not None
        decided = await house.decider.edit(
            first.id, "ann", text("Hello from Nora", "Hi Maya,\r\nhow are you? ")
        )
        assert decided.fresh is not None
        old, new = await bound(house, first), await bound(house, decided.fresh)
        now = await session(house, lead_id)
        (closed,) = [one for one in await approvals(house, lead_id) if one.id == first.id]
    content = json.loads(new.content)
    assert closed.status is ApprovalStatus.EDITED
    assert closed.reason == "tone: warmer"
    assert (decided.fresh.status, decided.fresh.author) == (ApprovalStatus.APPROVED, "user:ann")
    assert decided.fresh.draft == "Hi Maya,\nhow are you?"
    assert old.state is IntentState.WITHDRAWN
    assert (new.state, new.not_before) == (IntentState.QUEUED, NOW + timedelta(seconds=30))
    assert content["subject"] == "Hello from Nora"
    assert content["body"].startswith("Hi Maya,\nhow are you?\n")
    assert content["to"] == json.loads(old.content)["to"]
    assert content["headers"]["Message-ID"] == new.message_id != old.message_id
    assert content_hash(content) == decided.fresh.content_hash == new.content_hash
    assert (now.stage, now.approval_id) == (Stage.APPROVED, decided.fresh.id)
    assert now.draft is not None
    assert (now.draft.subject, now.draft.body) == ("Hello from Nora", "Hi Maya,\nhow are you?")
    assert now.draft.linkedin_message == was.linkedin_message


async def test_an_edit_keeps_both_texts_and_the_reason(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        was = (await session(house, lead_id)).draft
        assert was is not None
        await house.decider.edit(first.id, "ann", text("Hello from Nora", "Hi Maya"))
        (event,) = await audited(house, lead_id)
        (override,) = await house.inbox.overrides()
    assert (override.approval_id, override.reason_code) == (first.id, ReasonCode.TONE)
    assert override.agent_output == f"{was.subject}\n\n{was.body}"
    assert override.human_output == "Hello from Nora\n\nHi Maya"
    assert (override.actor, override.reason, override.at) == ("ann", "warmer", NOW)
    assert (event.action, event.reason) == ("edit_draft", "tone")


async def test_what_every_mail_carries_stays_and_stands_there_once(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        old = json.loads((await bound(house, first)).content)
        footer = old["body"].removeprefix(first.draft)
        decided = await house.decider.edit(first.id, "ann", text(body=f"Hi Maya!\n{footer}"))
        assert decided.fresh is not None
        new = json.loads((await bound(house, decided.fresh)).content)
    assert footer.strip()
    assert new["body"] == f"Hi Maya!{footer}"
    assert {**new["headers"], "Message-ID": ""} == {**old["headers"], "Message-ID": ""}
    assert new["from"] == old["from"]
    assert new["subject"] == old["subject"]


async def test_the_crm_gets_the_new_text_too(open_house: OpenHouse, tmp_path: Path) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        mail, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        await house.decider.edit(mail.id, "ann", text("Saluton", "Hi Maya"))
        fresh = await pending(house, lead_id, CRM)
        old, new = await bound(house, crm), await bound(house, fresh)
        proposals = (await session(house, lead_id)).proposals
        await house.decider.approve(fresh.id, "ann")
    assert old.state is IntentState.WITHDRAWN
    assert "Saluton" not in old.content
    assert "Saluton\\\\n\\\\nHi Maya" in new.content
    assert fresh.author == "user:ann"
    assert [one.after["email_draft"] for one in proposals if "email_draft" in one.after] == [
        "Saluton\n\nHi Maya"
    ]


async def test_crm_changes_that_were_decided_stay_as_they_were_decided(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        mail, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        await house.decider.approve(crm.id, "ann")
        before = (await session(house, lead_id)).proposals
        await house.decider.edit(mail.id, "ann", text("Hello", "Hi Maya"))
        assert (await bound(house, crm)).state is IntentState.QUEUED
        assert (await session(house, lead_id)).proposals == before


async def test_where_two_must_say_yes_the_editor_is_one_of_them(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(approvals={"two_people_from_usd": 1}) as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        await house.decider.approve(first.id, "bo")
        decided = await house.decider.edit(first.id, "ann", text(body="Hi Maya"))
        fresh = await pending(house, lead_id)
        assert (await bound(house, fresh)).state is IntentState.PENDING
        assert decided.leaves_at is None
        assert [yes.by for yes in fresh.yes] == ["ann"]  # bo said yes to other bytes
        now = await session(house, lead_id)
        assert (now.stage, now.waiting_for) == (Stage.AWAITING_APPROVAL, "a second approval")
        whole = await house.decider.approve(fresh.id, "bo")
    assert whole.approval.status is ApprovalStatus.APPROVED


async def test_what_is_not_in_the_evidence_is_told_and_may_be_said(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        greeting, _, rest = first.draft.partition("\n\n")
        bold = f"{greeting}\n\nHarborline has 9,876 people. {rest}"
        decided = await house.decider.edit(first.id, "ann", text(body=bold))
    assert any("9,876" in doubt for doubt in decided.warnings)
    assert decided.stands.status is ApprovalStatus.APPROVED


UNFIT = [
    (text(subject="  "), "subject is empty"),
    (text(body=" \n\n "), "body is empty"),
    (text(subject="Hi\r\nBcc: all@evil.example"), "control character"),
    (text(subject="Hi\nthere"), "control character"),
    (text(subject="Hi\x00"), "control character"),
    (text(subject="Hi\u2028there"), "control character"),
    (text(subject="Hi \ud800"), "control character"),
    (text(body="Hi\x1b[2J"), "control character"),
    (text(body="Hi \udcff"), "control character"),
    (text(subject="x" * 201), "201 characters"),
    (text(body="x" * 20_001), "20,001 characters"),
    (text(), "same as before"),
]


async def test_what_cannot_go_out_as_a_mail_is_refused(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        first = await pending(house, lead_id)
        for words, why in UNFIT:
            with pytest.raises(TextUnfit, match=why):
                await house.decider.edit(first.id, "ann", words)
        assert await pending(house, lead_id) == first
        assert await house.inbox.overrides() == ()
        refused = [event.reason for event in await audited(house, lead_id)]
    assert refused == ["text_unfit"] * len(UNFIT)


async def test_changes_of_the_crm_have_no_text_to_edit(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        lead_id = await a_waiting_lead(house, tmp_path)
        with pytest.raises(NotEditable):
            await house.decider.edit((await pending(house, lead_id, CRM)).id, "ann", text(body="x"))


async def test_with_four_eyes_an_edit_waits_for_somebody_else(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        strict = replace(house.decider.editor, policy=Policy(four_eyes=True))
        decider = replace(house.decider, editor=strict)
        lead_id = await a_waiting_lead(house, tmp_path)
        await decider.edit((await pending(house, lead_id)).id, "ann", text(body="Hi Maya"))
        fresh, crm = await pending(house, lead_id), await pending(house, lead_id, CRM)
        assert (fresh.author, fresh.yes) == ("user:ann", ())
        for own in (fresh, crm):
            with pytest.raises(OwnDraft):
                await decider.approve(own.id, "ann")
        assert (await session(house, lead_id)).stage is Stage.AWAITING_APPROVAL
        decided = await decider.approve(fresh.id, "bo")
    assert decided.session.stage is Stage.APPROVED
