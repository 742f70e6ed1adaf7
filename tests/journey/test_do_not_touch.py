"""Whom nobody may write to is not written to, however the list and the lead spell it."""

from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, work

from leadwright.leads.stage import Stage

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


@pytest.mark.parametrize(
    "listed",
    [
        {"addresses": ["Maya.Brandt+news@Harborline.example"]},
        {"domains": ["www.Harborline.example"]},
        {"phones": ["+1 415 555 0101"]},
        {"customers": ["harborline.example"]},
        {"open_deals": ["Harborline.example"]},
    ],
    ids=lambda listed: next(iter(listed)),
)
async def test_a_lead_on_a_list_is_disqualified_with_the_reason(
    open_house: OpenHouse, tmp_path: Path, listed: dict[str, list[str]]
) -> None:
    async with open_house(do_not_touch=listed) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.DISQUALIFIED
    assert session.draft is None
    assert session.actions[-1].reason.endswith(".")


async def test_others_at_other_companies_are_written_to(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    listed = {"customers": ["line.example"], "addresses": ["maya@harborline.example"]}
    async with open_house(do_not_touch=listed) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.AWAITING_APPROVAL
