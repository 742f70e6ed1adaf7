"""Short words for decisions: a lead that waits for one, and what hangs on it."""

from pathlib import Path

from tests.journey.story import leads_file, work
from tests.journey.test_one_lead import MAYA

from leadwright.bootstrap import House
from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.intents import Intent
from leadwright.leads.lead import LeadId
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalStatus

MAIL, CRM = "send_email", "update_crm"


async def a_waiting_lead(house: House, folder: Path, **changes: object) -> LeadId:
    """Work one lead until its mail and its CRM changes wait."""
    row = MAYA | changes
    await work(house, leads_file(folder / f"{row['lead_id']}.jsonl", [row]))
    (lead,) = await house.leads.find(str(row["lead_id"]))
    return lead.lead_id


async def approvals(house: House, lead_id: LeadId, action: str = MAIL) -> list[Approval]:
    """The approvals of one kind, the oldest first."""
    found = [one for one in await house.desk.approvals(lead_id) if one.action == action]
    return sorted(found, key=lambda one: (one.created_at, one.status is ApprovalStatus.PENDING))


async def pending(house: House, lead_id: LeadId, action: str = MAIL) -> Approval:
    """The one that waits."""
    (one,) = (
        found
        for found in await approvals(house, lead_id, action)
        if found.status is ApprovalStatus.PENDING
    )
    return one


async def bound(house: House, approval: Approval) -> Intent:
    """The intent an approval stands for."""
    (one,) = (
        found
        for found in await house.desk.intents(approval.lead_id)
        if found.approval_id == approval.id
    )
    return one


async def session(house: House, lead_id: LeadId) -> Session:
    """Where the lead stands."""
    return (await house.desk.open(lead_id)).session


async def audited(house: House, lead_id: LeadId) -> list[AuditEvent]:
    """What the audit trail tells of a lead, after its drafting."""
    pseudonym = (await house.desk.open(lead_id)).pseudonym
    events = [one for one in await house.store.audit.events() if one.subject == pseudonym]
    return [one for one in events if not one.actor.startswith("agent:")]
