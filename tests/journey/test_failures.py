"""A failure nobody foresaw: its lead goes to a person, all others go their way."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, sessions, work

from leadwright.bootstrap import House
from leadwright.journey.ports import Change, Desk, Opening
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage

MAYA = {
    "lead_id": "F-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}
SAMUEL = {
    "lead_id": "F-2",
    "name": "Samuel Ortiz",
    "title": "Director of Accounting",
    "email": "samuel.ortiz@orchardlane.example",
    "company_name": "Orchard Lane Retail",
    "country": "US",
    "deal_value": 19500,
}


class Hand:
    """Somebody else's hand on a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)


def laid_on(house: House, hand: Hand) -> None:
    """From now on, segments work at this desk."""
    object.__setattr__(house.journey.steps, "desk", hand)


class Breaking(Hand):
    """A desk that breaks when an action of one company is to be stored."""

    def __init__(self, desk: Desk, *, at: str) -> None:
        super().__init__(desk)
        self._at = at

    async def apply(self, change: Change) -> None:
        actions = [action.action for action in change.session.actions]
        if self._at in actions and "Harborline" in change.session.summary:
            raise ZeroDivisionError("a wheel came off")
        await self._desk.apply(change)


@pytest.mark.parametrize("at", ["research_company", "draft_email"])
async def test_an_unforeseen_failure_ends_with_a_person_and_stops_no_other_lead(
    open_house: OpenHouse, tmp_path: Path, caplog: pytest.LogCaptureFixture, at: str
) -> None:
    file = leads_file(tmp_path / "leads.jsonl", [MAYA, SAMUEL])
    with caplog.at_level(logging.ERROR, "leadwright.journey"):
        async with open_house() as house:
            laid_on(house, Breaking(house.desk, at=at))
            await work(house, file)
            found = await sessions(house)
            approvals = await house.desk.approvals(found["F-1"].lead_id)
    stopped = found["F-1"]
    assert stopped.stage is Stage.ESCALATED
    assert stopped.halt is not None
    assert stopped.halt.reasons == ("internal_error",)
    assert "ZeroDivisionError: a wheel came off" in stopped.halt.summary
    assert stopped.waiting_for == "a person"
    assert approvals == ()
    assert (stopped.findings is None) == (at == "research_company")
    assert found["F-2"].stage is Stage.AWAITING_APPROVAL
    assert [record.name for record in caplog.records] == ["leadwright.journey"]


async def test_a_segment_begins_anew_when_somebody_changed_the_lead_meanwhile(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    file = leads_file(tmp_path / "leads.jsonl", [MAYA])
    async with open_house() as house:
        desk = Faster(house.desk)
        laid_on(house, desk)
        await work(house, file)
        opening = await open_lead(house, "F-1")
        approvals = await house.desk.approvals(opening.lead.lead_id)
    assert desk.was_faster
    assert opening.session.stage is Stage.AWAITING_APPROVAL
    assert [action.action for action in opening.session.actions].count("research_company") == 1
    assert len(approvals) == 2


class Faster(Hand):
    """A desk where somebody else changes a lead right after a segment opened it, once."""

    was_faster = False

    async def open(self, lead_id: LeadId) -> Opening:
        opening = await self._desk.open(lead_id)
        if not self.was_faster:
            self.was_faster = True
            session = replace(opening.session, version=opening.session.version + 1)
            change = Change(session=session, expected_version=opening.session.version)
            await self._desk.apply(change)
        return opening


async def test_what_interrupts_a_segment_is_not_taken_for_a_failure(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    file = leads_file(tmp_path / "leads.jsonl", [MAYA])
    async with open_house() as house:
        desk = Interrupted(house.desk)
        laid_on(house, desk)
        await house.reception.take(file)
        (lead,) = await house.leads.find("F-1")
        with pytest.raises(asyncio.CancelledError):
            await house.journey.work(lead.lead_id, 1)
        opening = await house.desk.open(lead.lead_id)
    assert opening.session.stage is Stage.RECEIVED
    assert opening.session.version == 0
    assert opening.events


class Interrupted(Hand):
    """A desk at which every change is interrupted."""

    async def apply(self, change: Change) -> None:
        del change
        raise asyncio.CancelledError
