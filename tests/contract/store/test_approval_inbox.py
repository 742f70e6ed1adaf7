"""What an inbox of approvals promises."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import NOON, a_change, a_lead, an_admission, an_approval, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.inbox import SqlApprovalInbox
from leadwright.journey.ports import ApprovalUnknown
from leadwright.review.approvals import Approval

PORT = "leadwright.journey.ports:ApprovalInbox"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.inbox:SqlApprovalInbox"]

pytestmark = pytest.mark.contract

ONE, TWO = an_id(1), an_id(2)
LATE = replace(an_approval(ONE, 1), expires_at=NOON + timedelta(days=3))
SOON = replace(an_approval(TWO, 1), expires_at=NOON + timedelta(days=1))
NEXT = replace(an_approval(ONE, 2), expires_at=NOON + timedelta(days=2))


@pytest.fixture
async def inbox(store: Store) -> SqlApprovalInbox:
    """Three approvals of two leads wait."""
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    for lead_id, approvals in ((ONE, (LATE, NEXT)), (TWO, (SOON,))):
        await store.desk.apply(a_change(await store.desk.open(lead_id), approvals=approvals))
    return store.inbox


async def test_an_inbox_nobody_wrote_to_is_empty(store: Store) -> None:
    assert await store.inbox.pending() == ()


async def test_what_expires_soonest_comes_first(inbox: SqlApprovalInbox) -> None:
    assert await inbox.pending() == (SOON, NEXT, LATE)
    assert await inbox.pending(limit=1) == (SOON,)


async def test_what_was_withdrawn_waits_no_more(inbox: SqlApprovalInbox, store: Store) -> None:
    opening = await store.desk.open(TWO)
    await store.desk.apply(a_change(opening, withdraw_approvals=[SOON.id]))
    assert await inbox.pending() == (NEXT, LATE)


@pytest.mark.parametrize("approval", [LATE, SOON])
async def test_an_approval_is_read_by_its_id(inbox: SqlApprovalInbox, approval: Approval) -> None:
    assert await inbox.get(approval.id) == approval


async def test_an_unknown_approval_is_refused(inbox: SqlApprovalInbox) -> None:
    with pytest.raises(ApprovalUnknown, match="nothing"):
        await inbox.get("nothing")
