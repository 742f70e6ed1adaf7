"""Short words for sending: a lead whose mail is approved, and rounds of the post room."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.journey.conftest import NOW
from tests.journey.story import leads_file, work

from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import Intent, IntentState, moved
from leadwright.journey.ports import Change
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalMove, ApprovalStatus


async def approved(house: House, folder: Path, row: dict[str, object]) -> LeadId:
    """Work one lead to its draft, and have its mail approved."""
    await work(house, leads_file(folder / f"{row['lead_id']}.jsonl", [row]))
    (lead,) = await house.leads.find(str(row["lead_id"]))
    await approve(house, lead.lead_id)
    return lead.lead_id


async def approve(house: House, lead_id: LeadId, action: str = "send_email") -> None:
    """What a person's yes stores."""
    now = house.clock.now()
    session = (await house.desk.open(lead_id)).session
    approval = next(a for a in await house.desk.approvals(lead_id) if a.action == action)
    intent = next(i for i in await house.desk.intents(lead_id) if i.approval_id == approval.id)
    yes = replace(approval, status=ApprovalStatus.APPROVED, decided_by="user:ann", decided_at=now)
    stage = Stage.APPROVED if action == "send_email" else session.stage
    await house.desk.apply(
        Change(
            session=replace(session, version=session.version + 1, stage=stage),
            expected_version=session.version,
            approval_moves=[ApprovalMove(approval=yes)],
            intent_moves=[moved(intent, IntentState.QUEUED, at=now, not_before=now)],
        )
    )


async def mail_of(house: House, lead_id: LeadId) -> Intent:
    """The mail intent of a lead, as it stands."""
    return next(i for i in await house.desk.intents(lead_id) if i.kind == "email")


async def rounds(house: House, seconds: float = 0.0, *, step: float = 1.0) -> None:
    """Rounds of the post room while so many seconds pass."""
    clock = house.clock
    assert isinstance(clock, FrozenClock)
    left = seconds
    while True:
        await house.post.reconciler.round()
        await house.post.sender.round()
        await house.post.sender.drain()
        if left <= 0:
            return
        clock.advance(timedelta(seconds=min(step, left)))
        left -= step


__all__ = ["NOW", "approve", "approved", "mail_of", "rounds"]
