"""One person is one lead: whoever was seen first lives on, however the second one came in."""

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, sessions, work

from leadwright.bootstrap import House
from leadwright.journey.outbox.intents import IntentState
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus

ONE_AT_A_TIME = {"concurrency": 1}  # so that priority alone decides who is worked first
SPELLINGS = ("Harborline Freight", "HARBORLINE FREIGHT (Savannah)", "Harborlin Freight")
MAILS = ("maya.brandt@harborline.example", "maya@privat.example", "m.brandt@post.example")


def maya(number: int, value: int, **other: object) -> dict[str, object]:
    """The same person, as another list spells her: nothing at intake tells that it is she."""
    return {
        "lead_id": f"M-{number}",
        "name": "Maya Brandt",
        "title": "CFO",
        "email": MAILS[number],
        "company_name": SPELLINGS[number],
        "country": "US",
        "deal_value": value,
    } | other


async def lives_as(house: House, reference: str) -> str:
    """The reference of the lead that a lead was merged into, all the way."""
    opening = await open_lead(house, reference)
    while opening.session.merged_into is not None:
        opening = await house.desk.open(opening.session.merged_into)
    return opening.lead.external_ids[0][1]


async def test_the_same_person_twice_in_a_file_is_merged_at_the_door(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    rows = [maya(0, 20_000), maya(1, 90_000, email="Maya.Brandt+event@harborline.example")]
    async with open_house() as house:
        report = await house.reception.take(leads_file(tmp_path / "leads.jsonl", rows))
        assert (report.new, report.merged) == (1, 1)
        await house.shift.work_to_rest()
        assert await lives_as(house, "M-1") == "M-0"


async def test_the_same_person_in_two_files_is_merged_at_the_door(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "first.jsonl", [maya(0, 20_000)]))
        again = leads_file(
            tmp_path / "second.jsonl",
            [maya(1, 90_000, email="Maya.Brandt+event@harborline.example")],
        )
        report = await house.reception.take(again)
        assert (report.new, report.merged) == (0, 1)
        await house.shift.work_to_rest()
        assert (await open_lead(house, "M-0")).session.stage is Stage.AWAITING_APPROVAL


async def test_a_twin_that_only_research_can_tell_is_merged_into_the_first_seen(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "first.jsonl", [maya(0, 20_000)]))
        before = await open_lead(house, "M-0")
        await work(house, leads_file(tmp_path / "second.jsonl", [maya(1, 90_000)]))
        assert await lives_as(house, "M-1") == "M-0"
        assert (await open_lead(house, "M-0")).session == before.session
        pending = await house.inbox.pending()
        assert {approval.lead_id for approval in pending} == {before.lead.lead_id}


async def test_a_twin_worked_first_gives_way_and_takes_its_approvals_back(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    """The later lead is worth more, so it is worked first, and waits when the earlier one comes."""
    rows = [maya(0, 20_000), maya(1, 90_000)]
    async with open_house(work=ONE_AT_A_TIME) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        later = await open_lead(house, "M-1")
        assert [action.action for action in later.session.actions] == [
            "research_company",
            "draft_email",
            "propose_changes",
            "merge_duplicate",
        ]
        assert await lives_as(house, "M-1") == "M-0"
        assert later.session.draft is None
        assert later.session.proposals == ()
        assert later.session.waiting_for is None
        approvals = await house.desk.approvals(later.lead.lead_id)
        intents = await house.desk.intents(later.lead.lead_id)
        assert {approval.status for approval in approvals} == {ApprovalStatus.WITHDRAWN}
        assert {intent.state for intent in intents} == {IntentState.WITHDRAWN}
        earlier = await open_lead(house, "M-0")
        assert earlier.session.stage is Stage.AWAITING_APPROVAL
        pending = await house.inbox.pending()
        assert {approval.lead_id for approval in pending} == {earlier.lead.lead_id}


async def test_a_twin_that_waits_for_a_person_gives_way_too(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    rows = [maya(0, 20_000), maya(1, 900_000)]
    async with open_house(work=ONE_AT_A_TIME) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        later = (await open_lead(house, "M-1")).session
        assert [action.action for action in later.actions][-2:] == ["escalate", "merge_duplicate"]
        assert later.stage is Stage.MERGED
        assert later.waiting_for is None


@pytest.mark.parametrize("order", list(permutations((10_000, 40_000, 80_000))), ids=str)
async def test_of_three_twins_the_first_seen_lives_whoever_is_worked_first(
    open_house: OpenHouse, tmp_path: Path, order: Sequence[int]
) -> None:
    rows = [maya(number, value) for number, value in enumerate(order)]
    async with open_house(work=ONE_AT_A_TIME) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        found = await sessions(house)
        assert {ref: s.stage for ref, s in found.items()} == {
            "M-0": Stage.AWAITING_APPROVAL,
            "M-1": Stage.MERGED,
            "M-2": Stage.MERGED,
        }
        assert {await lives_as(house, ref) for ref in found} == {"M-0"}
        pending = await house.inbox.pending()
        assert {a.lead_id for a in pending} == {(await open_lead(house, "M-0")).lead.lead_id}


async def test_three_twins_at_once_end_as_one(open_house: OpenHouse, tmp_path: Path) -> None:
    rows = [maya(number, 30_000) for number in range(3)]
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        found = await sessions(house)
        assert [found[f"M-{n}"].stage is Stage.MERGED for n in range(3)] == [False, True, True]
        assert {await lives_as(house, ref) for ref in found} == {"M-0"}


async def test_two_people_of_one_name_at_two_companies_stay_two(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    other = maya(1, 30_000, company_name="Pinecrest Robotics")
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [maya(0, 30_000), other]))
        assert all(s.stage is not Stage.MERGED for s in (await sessions(house)).values())


async def test_a_name_in_part_is_nobodys_twin(open_house: OpenHouse, tmp_path: Path) -> None:
    part = maya(1, 30_000, name="M. Brandt")
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [maya(0, 30_000), part]))
        assert all(s.stage is not Stage.MERGED for s in (await sessions(house)).values())
