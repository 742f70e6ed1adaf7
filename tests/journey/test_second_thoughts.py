"""Trouble on the way: outages, retries, twins, values that say nothing."""

from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, work

from leadwright.errors import Unavailable
from leadwright.journey.correction import correct
from leadwright.journey.ports import Desk
from leadwright.journey.retry import ask_again
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.correction import CannotCorrect
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import Approval

MAYA = {
    "lead_id": "M-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}


async def test_a_lead_stopped_by_an_outage_is_worked_when_a_person_asks_again(
    open_house: OpenHouse, tmp_path: Path, world: Path
) -> None:
    file = leads_file(tmp_path / "leads.jsonl", [MAYA])
    empty = tmp_path / "nothing-known"
    empty.mkdir()
    (empty / "companies.jsonl").write_text("", encoding="utf-8")
    async with open_house(corpus=empty) as house:
        await work(house, file)
        stopped = await open_lead(house, "M-1")
    assert stopped.session.stage is Stage.ESCALATED
    async with open_house(corpus=world) as house:
        await ask_again(house.desk, stopped, house.clock)
        await house.shift.work_to_rest()
        again = await open_lead(house, "M-1")
    assert again.session.stage is Stage.AWAITING_APPROVAL
    assert again.session.halt is None
    assert not again.events


async def test_a_value_nobody_can_read_is_looked_at_by_a_person(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    dear = {**MAYA, "deal_value": "half a million dollars"}
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [dear]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.ESCALATED
    assert session.halt is not None
    assert "unknown_currency" in session.halt.reasons


async def test_a_customer_behind_free_mail_is_left_alone(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    private = {**MAYA, "email": "maya.brandt@gmail.com"}
    shy = {"customers": ["harborline.example"]}
    async with open_house(do_not_touch=shy) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [private]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.DISQUALIFIED
    assert session.draft is None


async def test_own_rules_never_let_a_mail_to_nobody_wait(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(
        '{"escalation_rules": [{"condition": "deal_value > 100000", "action": "escalate",'
        ' "reason": "High-value deal requires human review"}]}',
        encoding="utf-8",
    )
    nobody = {key: value for key, value in MAYA.items() if key != "email"}
    async with open_house(rules={"file": rules}) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [nobody]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.ESCALATED
    assert session.halt is not None
    assert session.halt.reasons == ("invalid_contact",)


async def test_a_twin_found_before_a_failure_is_still_a_twin_after_it(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    first = leads_file(tmp_path / "one.jsonl", [MAYA])
    other: dict[str, object] = {
        "lead_id": "M-2",
        "name": "Maya Brandt",
        "email": "mbrandt@mail.example",
        "company_domain": "harborline.example",
    }
    second = leads_file(tmp_path / "two.jsonl", [other])
    async with open_house() as house:
        await work(house, first)
        await house.reception.take(second)
        desk = _Hiccup(house.desk)
        object.__setattr__(house.journey.steps, "desk", desk)
        await house.shift.work_to_rest()
        later = await open_lead(house, "M-2")
        living = await open_lead(house, "M-1")
    assert desk.failed
    assert living.session.stage is Stage.AWAITING_APPROVAL
    assert later.session.stage is Stage.MERGED
    assert later.session.merged_into == living.lead.lead_id


class _Hiccup:
    """A desk that fails once, where a merge asks for approvals."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.failed = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    async def approvals(self, lead_id: LeadId) -> tuple[Approval, ...]:
        if not self.failed:
            self.failed = True
            raise Unavailable("the database does not answer")
        return await self._desk.approvals(lead_id)


async def test_a_lead_that_a_person_puts_right_is_worked_with_what_is_right(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    wrong = {**MAYA, "company_name": "Harbour Freezers", "email": "maya@gmail.com", "country": ""}
    file = leads_file(tmp_path / "leads.jsonl", [wrong])
    async with open_house() as house:
        await work(house, file)
        stopped = await open_lead(house, "M-1")
        given = {
            Column.COMPANY_NAME: "Harborline Freight",
            Column.EMAIL: "maya.brandt@harborline.example",
        }
        await correct(house.desk, house.reception, stopped, given, actor="ann")
        await house.shift.work_to_rest()
        again = await open_lead(house, "M-1")
        await work(house, file)  # the file still says what is wrong
        later = await open_lead(house, "M-1")
        events = await house.store.audit.events()
    assert stopped.session.stage is Stage.ESCALATED
    assert again.session.stage is Stage.AWAITING_APPROVAL
    assert again.lead.company.name == "Harborline Freight"
    noted = next(one for one in again.session.actions if one.action == "correct_lead").output
    assert noted
    assert noted["before"] == {"company_name": "Harbour Freezers", "email": "maya@gmail.com"}
    assert noted["after"] == {"company_name": "Harborline Freight", "email": MAYA["email"]}
    assert later == again
    assert "user:ann" in {event.actor for event in events}
    assert all(event.subject == again.pseudonym for event in events)


async def test_a_lead_cannot_be_corrected_into_somebody_who_is_here_already(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    other = {**MAYA, "lead_id": "M-2", "name": "Bo Ray", "company_name": "", "email": ""}
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA, other]))
        stopped = await open_lead(house, "M-2")
        given = {Column.NAME: "Maya Brandt", Column.EMAIL: "maya.brandt@harborline.example"}
        with pytest.raises(CannotCorrect, match="that person already"):
            await correct(house.desk, house.reception, stopped, given, actor="ann")
        assert (await open_lead(house, "M-2")) == stopped


async def test_a_lead_that_waits_for_a_yes_is_not_corrected(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        waiting = await open_lead(house, "M-1")
        with pytest.raises(CannotCorrect, match="only escalated and disqualified"):
            await correct(house.desk, house.reception, waiting, {Column.TITLE: "CEO"}, actor="ann")
