"""The CRM agent proposes; times for a call only when a call comes first."""

from dataclasses import replace

import pytest
from pydantic import JsonValue
from tests.unit.leads.builders import a_lead
from tests.unit.leads.reading.ledger import read, said
from tests.unit.models.notebook import NOW, a_journal

from leadwright.agents.base import Colleagues
from leadwright.agents.crm import SPEC, CrmKeeper, NextAction
from leadwright.clock import FrozenClock
from leadwright.leads.findings import FactField
from leadwright.leads.lead import LeadId
from leadwright.memory.session import Proposal
from leadwright.models.playbook import PlaybookModel
from leadwright.review.draft import Draft
from leadwright.tools.catalogue.crm import READ_LEAD_RECORD, ReadLeadOutput
from leadwright.tools.catalogue.listing import CATALOGUE
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.house import HouseProvider
from leadwright.tools.runtime import ToolRuntime

LEAD = replace(a_lead(), lead_id=LeadId("lead_1"))
DRAFT = Draft(subject="Hello", body="Hello.", linkedin_message="Hi.", call_script="Opening: Hi.")


class EmptyCrm:
    """Knows no record yet."""

    name = "empty"
    offers = frozenset({READ_LEAD_RECORD.name})

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del tool, arguments
        return Answer(output=ReadLeadOutput())


class BusyCrm(EmptyCrm):
    """Knows a record that a rep has brought far."""

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del tool, arguments
        return Answer(output=ReadLeadOutput(version=3, fields={"stage": "Negotiation"}))


async def proposed(
    action: NextAction, country: str | None, crm: EmptyCrm | None = None
) -> tuple[Proposal, ...]:
    plan: dict[str, JsonValue] = {"next_action": action, "follow_up_days": 2}
    clock = FrozenClock(NOW)
    keeper = CrmKeeper(
        colleagues=Colleagues(
            models=[PlaybookModel({SPEC.output_name: lambda _: plan})], clock=clock
        ),
        tools=ToolRuntime(
            specs={spec.name: spec for spec in CATALOGUE},
            providers=[crm or EmptyCrm(), HouseProvider(clock)],
            grants={SPEC.name: SPEC.tools},
            clock=clock,
        ),
        clock=clock,
    )
    lead = replace(LEAD, company=replace(LEAD.company, country=country))
    findings = read(said(40, FactField.EMPLOYEES))
    return (await keeper.propose(lead, findings, DRAFT, a_journal())).proposals


async def test_a_call_that_comes_first_gets_times() -> None:
    proposals = await proposed(NextAction.CALL_FIRST, "DE")
    assert proposals[-1].kind == "meeting"
    assert proposals[-1].after["slots"] == (
        "Tue 03 Nov 2026 10:00; Wed 04 Nov 2026 14:00; Thu 05 Nov 2026 11:00"
    )


@pytest.mark.parametrize("country", [None, "US", "XX"])
async def test_where_the_clocks_are_not_known_the_rest_is_proposed(country: str | None) -> None:
    usual = await proposed(NextAction.SEND_MAIL, country)
    first = await proposed(NextAction.CALL_FIRST, country)
    assert [one.kind for one in first] == [one.kind for one in usual]
    assert "meeting" not in {one.kind for one in usual}


async def test_a_proposal_reads_as_a_salesperson_writes_it() -> None:
    update, *_, note = await proposed(NextAction.SEND_MAIL, None)
    assert update.after["stage"] == "Working"
    assert update.after["next_action"] == "Follow up on the e-mail by 4 Nov 2026"
    assert update.summary == "Set company name, e-mail draft, next step, stage"
    assert note.after["text"] == "Research findings\nEmployees: 40"


async def test_a_stage_that_a_rep_has_reached_is_left_alone() -> None:
    update, *_ = await proposed(NextAction.SEND_MAIL, None, BusyCrm())
    assert "stage" not in update.after
