"""Leads and files at the edge of what anybody expects."""

import json
from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file, open_lead, sessions, work

from leadwright.leads.stage import Stage

MAYA = {
    "lead_id": "M-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}
LITTLE: dict[str, tuple[dict[str, object], str]] = {
    "a name alone": ({"name": "Maya Brandt"}, "no_data"),
    "a company alone": ({"company_name": "Harborline Freight"}, "invalid_contact"),
    "a web address alone": ({"company_domain": "harborline.example"}, "invalid_contact"),
    "a mail address of nobody we know": ({"email": "x@nowhere.example"}, "no_data"),
    "a bad mail address": ({**MAYA, "email": "maya@@harborline"}, "invalid_contact"),
    "no mail address": ({**MAYA, "email": None}, "invalid_contact"),
    "no company": ({**MAYA, "company_name": "", "email": "maya@post.example"}, "no_data"),
    "an unknown currency": ({**MAYA, "deal_value": "500 XYZ"}, "unknown_currency"),
    "a currency without a rate": ({**MAYA, "deal_value": "9,000 NOK"}, "unknown_currency"),
    "a great value": ({**MAYA, "deal_value": "$100,000.01"}, "high_value"),
}


async def test_a_lead_of_which_little_is_told_goes_to_a_person_with_the_reason(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    rows = [
        {**fields, "lead_id": name, "name": fields.get("name") and f"{letter} {fields['name']}"}
        for letter, (name, (fields, _)) in zip("ABCDEFGHIJ", LITTLE.items(), strict=True)
    ]
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        found = await sessions(house)
        assert house.journey.tally.failures == 0
    reasons = {name: session.halt.reasons for name, session in found.items() if session.halt}
    assert set(reasons) == set(LITTLE)
    for name, (_, wanted) in LITTLE.items():
        assert wanted in reasons[name], name
        halt = found[name].halt
        assert halt is not None
        assert halt.summary
        assert halt.next_step.endswith(".")


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        (0, Stage.AWAITING_APPROVAL),
        ("$100,000", Stage.AWAITING_APPROVAL),
        (None, Stage.AWAITING_APPROVAL),
        ("90k EUR", Stage.AWAITING_APPROVAL),
        ("95k EUR", Stage.ESCALATED),
    ],
)
async def test_a_value_is_weighed_in_dollars(
    open_house: OpenHouse, tmp_path: Path, value: object, stage: Stage
) -> None:
    async with open_house() as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [{**MAYA, "deal_value": value}]))
        assert (await open_lead(house, "M-1")).session.stage is stage


async def test_a_file_of_rows_that_name_nobody_is_refused_row_by_row(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    nobody: list[dict[str, object]] = [{"deal_value": number} for number in range(3_000)]
    async with open_house() as house:
        file = leads_file(tmp_path / "leads.jsonl", [*nobody, MAYA])
        report = await house.reception.take(file)
        await house.shift.work_to_rest()
        assert (report.received, report.refused, report.new) == (1, 3_000, 1)
        assert await house.leads.count_refusals(file.name) == 3_000
        assert (await open_lead(house, "M-1")).session.stage is Stage.AWAITING_APPROVAL
        again = await house.reception.take(file)
        assert (again.known, again.new) == (1, 0)
        assert await house.leads.count_refusals(file.name) == 3_000


async def test_a_lead_that_is_no_ideal_customer_is_disqualified_with_the_reason(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    icp = {
        "min_fit": 0.6,
        "terms": [
            {"name": "large", "when": "employees > 1000", "weight": 2},
            {"name": "finance title", "when": "title == 'CFO'"},
        ],
    }
    async with open_house(icp=icp) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        session = (await open_lead(house, "M-1")).session
    assert session.stage is Stage.DISQUALIFIED
    assert session.fit == pytest.approx(1 / 3, abs=0.001)
    assert "At least 0.60 is wanted" in session.actions[-1].reason
    assert session.draft is None


async def test_what_is_not_known_of_a_lead_does_not_speak_against_it(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    icp = {"min_fit": 0.6, "terms": [{"name": "busy", "when": "has_news && deal_value > 1"}]}
    async with open_house(icp=icp) as house:
        row = {key: value for key, value in MAYA.items() if key != "deal_value"}
        await work(house, leads_file(tmp_path / "leads.jsonl", [row]))
        assert (await open_lead(house, "M-1")).session.stage is not Stage.DISQUALIFIED


async def test_without_a_corpus_every_lead_goes_to_a_person_who_is_told_what_is_missing(
    open_house: OpenHouse, world: Path
) -> None:
    async with open_house(corpus=None) as house:
        await work(house, world / "leads.csv")
        found = await sessions(house)
    worked = [session for session in found.values() if session.stage is not Stage.MERGED]
    assert {session.stage for session in worked} == {Stage.ESCALATED}
    for session in worked:
        assert session.halt is not None
        assert session.halt.reasons[0] == "sources_silent"
        assert "--corpus" in session.halt.next_step
        assert session.halt.missing == "a source of company data that answers"


async def test_small_budgets_are_kept_and_the_rules_take_over(
    open_house: OpenHouse, world: Path
) -> None:
    """With the playbook alone there is nobody to take over, so a person is asked."""
    small = dict.fromkeys(("coordinator", "research", "outreach", "crm", "escalation"), 100)
    async with open_house(budgets=small) as house:
        await work(house, world / "leads.csv")
        found = await sessions(house)
    spends = [spend for session in found.values() for spend in session.budget]
    assert spends
    assert all(spend.tokens <= spend.limit_tokens == 100 for spend in spends)
    assert {s.stage for s in found.values()} <= {Stage.ESCALATED, Stage.MERGED}
    halts = [json.dumps(s.halt.reasons) for s in found.values() if s.halt]
    assert any("no_good_answer" in reasons for reasons in halts)
