"""What an inbox of approvals promises."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import NOON, a_change, a_lead, an_admission, an_approval, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.inbox import SqlApprovalInbox
from leadwright.journey.ports import ApprovalUnknown
from leadwright.review.approvals import Approval, ApprovalMove, Override, ReasonCode

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


async def test_an_approval_is_found_by_how_its_id_begins(
    inbox: SqlApprovalInbox, store: Store
) -> None:
    await store.desk.apply(a_change(await store.desk.open(TWO), withdraw_approvals=[SOON.id]))
    assert await inbox.begun(f"{TWO}-appr") == (SOON.id,)
    assert await inbox.begun(ONE) == tuple(sorted((LATE.id, NEXT.id)))
    assert await inbox.begun(ONE, limit=1) == (min(LATE.id, NEXT.id),)
    assert await inbox.begun("lead%") == ()
    assert await inbox.begun("lead?0001") == ()


async def test_what_has_expired_is_found_at_that_very_moment(inbox: SqlApprovalInbox) -> None:
    tick = timedelta(microseconds=1)
    assert await inbox.expired(SOON.expires_at - tick, limit=9) == ()
    assert await inbox.expired(SOON.expires_at, limit=9) == (SOON.id,)
    assert await inbox.expired(LATE.expires_at, limit=9) == (SOON.id, NEXT.id, LATE.id)
    assert await inbox.expired(LATE.expires_at, limit=1) == (SOON.id,)


async def test_what_waited_long_is_found_until_somebody_was_reminded(
    inbox: SqlApprovalInbox, store: Store
) -> None:
    half = SOON.created_at + (SOON.expires_at - SOON.created_at) / 2
    tick = timedelta(microseconds=1)
    assert await inbox.unreminded(half - tick, after=0.5, limit=9) == ()
    assert await inbox.unreminded(half, after=0.5, limit=9) == (SOON.id,)
    reminded = ApprovalMove(approval=replace(SOON, reminded_at=half))
    await store.desk.apply(a_change(await store.desk.open(TWO), approval_moves=[reminded]))
    assert await inbox.unreminded(half, after=0.5, limit=9) == ()
    assert (await inbox.get(SOON.id)).reminded_at == half


async def test_what_has_expired_needs_no_reminder(inbox: SqlApprovalInbox) -> None:
    found = await inbox.unreminded(SOON.expires_at, after=0.0, limit=9)
    assert found == (NEXT.id, LATE.id)
    assert await inbox.unreminded(SOON.expires_at, after=0.0, limit=1) == (NEXT.id,)


async def test_what_people_changed_is_kept_with_both_texts(
    inbox: SqlApprovalInbox, store: Store
) -> None:
    def changed(number: int) -> Override:
        return Override(
            id=f"ovr_{number}",
            approval_id=SOON.id,
            lead_id=TWO,
            agent_output="Hi\n\nWilhelmina",
            human_output="Hello\n\nWilhelmina \U0001f680",
            reason_code=ReasonCode.GREETING,
            reason="she is no friend yet",
            actor="ann",
            at=NOON + timedelta(minutes=number),
        )

    first, second = changed(1), changed(2)
    await store.desk.apply(a_change(await store.desk.open(TWO), overrides=[first, second]))
    assert await inbox.overrides() == (second, first)
    assert await inbox.overrides(limit=1) == (second,)
