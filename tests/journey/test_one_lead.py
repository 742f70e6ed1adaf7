"""One lead, from a row in a file to a draft that waits for a person."""

from pathlib import Path

from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, work

from leadwright.leads.stage import Stage
from leadwright.memory.session import Tier
from leadwright.review.approvals import ApprovalStatus

MAYA = {
    "lead_id": "M-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}


async def test_a_lead_is_researched_drafted_for_and_waits_for_approval(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        opening = await open_lead(house, "M-1")
    session = opening.session
    assert session.stage is Stage.AWAITING_APPROVAL
    assert session.waiting_for == "approval"
    assert [a.action for a in session.actions] == [
        "research_company",
        "draft_email",
        "propose_changes",
    ]
    assert session.findings is not None
    assert session.findings.resolution.candidates[0].name == "Harborline Freight"
    assert session.tier is Tier.MEDIUM
    assert session.draft is not None
    assert "Maya" in session.draft.body
    assert session.draft.claims
    assert len(session.draft.linkedin_message) <= 300


async def test_what_waits_is_bound_to_its_exact_bytes_and_to_the_leads_own_address(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        opening = await open_lead(house, "M-1")
        approvals = await house.desk.approvals(opening.lead.lead_id)
        intents = await house.desk.intents(opening.lead.lead_id)
    assert {a.action for a in approvals} == {"send_email", "update_crm"}
    assert all(a.status is ApprovalStatus.PENDING for a in approvals)
    mail = next(i for i in intents if i.kind == "email")
    assert '"to": "maya.brandt@harborline.example"' in mail.content
    assert mail.content_hash == next(a.content_hash for a in approvals if a.action == "send_email")
    assert mail.message_id is not None
    assert {i.state.value for i in intents} == {"pending"}


async def test_no_phase_uses_more_tokens_than_its_budget(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        opening = await open_lead(house, "M-1")
    spends = {s.phase: s for s in opening.session.budget}
    assert set(spends) == {"research", "outreach", "crm"}
    assert all(0 < s.tokens <= s.limit_tokens for s in spends.values())


async def test_the_story_of_every_demo_lead_ends_where_a_person_would_expect_it(
    open_house: OpenHouse, world: Path
) -> None:
    async with open_house() as house:
        await work(house, world / "leads.csv")
        stage = {}
        reasons = {}
        for number in range(1, 13):
            reference = f"D-{number:02}"
            session = (await open_lead(house, reference)).session
            stage[reference] = session.stage
            reasons[reference] = session.halt.reasons if session.halt else ()
    drafted = {ref for ref, s in stage.items() if s is Stage.AWAITING_APPROVAL}
    assert drafted == {"D-01", "D-02", "D-03", "D-08", "D-09"}
    assert stage["D-10"] is Stage.MERGED
    assert "conflicting_data" in reasons["D-04"]
    assert "regulated_industry" in reasons["D-05"]
    assert "ambiguous_company" in reasons["D-06"]
    assert "high_value" in reasons["D-07"]
    assert "stale_contact" in reasons["D-11"]
    assert "no_data" in reasons["D-12"]


async def test_the_same_file_twice_changes_nothing(open_house: OpenHouse, world: Path) -> None:
    async with open_house() as house:
        await work(house, world / "leads.csv")
        before = await house.desk.list_leads(limit=100)
        report = await house.reception.take(world / "leads.csv")
        after = await house.desk.list_leads(limit=100)
    assert report.new == report.merged == 0
    assert report.known == report.received == 12
    assert after == before
