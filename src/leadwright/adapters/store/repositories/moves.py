"""Moves of approvals and intents: each is stored only where what it moves still stands there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.tables import (
    allowances,
    approvals,
    intents,
    overrides,
)
from leadwright.errors import Refused
from leadwright.governance.vault import Seal, place
from leadwright.journey.outbox.intents import IntentMove, IntentMoved, IntentState
from leadwright.journey.ports import Change
from leadwright.review.approvals import (
    Approval,
    ApprovalMove,
    ApprovalMoved,
    ApprovalStatus,
    Override,
)

Row = dict[str, Any]


def obstacle(connection: sa.Connection, change: Change) -> Refused | None:
    """Why the moves of a change cannot be made: somebody was faster.

    The lead's row is locked, and every move of what belongs to a lead comes with its change.
    """
    for wanted in change.approval_moves:
        row = connection.execute(_APPROVAL, {"an_id": wanted.approval.id}).first()
        if row is None or row.status != wanted.before.value:
            return ApprovalMoved(_as_stored(wanted.approval, row))
    for move in change.intent_moves:
        stands = connection.execute(_INTENT, {"an_id": move.intent_id}).first()
        if stands is None or tuple(stands) != (move.before.value, move.token):
            return IntentMoved(move.intent_id)
    return None


def make(connection: sa.Connection, change: Change, rows: Mapping[str, Row]) -> None:
    """Make the moves of a change; `rows` are those `prepared` has sealed, by id."""
    for wanted in change.approval_moves:
        connection.execute(_MOVE_APPROVAL, rows[wanted.approval.id])
    for move in change.intent_moves:
        connection.execute(_MOVE_INTENT, rows[move.intent_id])
        if move.gives_back is not None:
            mailbox, day = move.gives_back
            connection.execute(_GIVE_BACK, {"a_mailbox": mailbox, "a_day": day.isoformat()})
    for override in change.overrides:
        connection.execute(sa.insert(overrides), rows[override.id])


def prepared(change: Change, seal: Seal) -> dict[str, Row]:
    """What the moves of a change write, sealed, by id."""
    release = change.session.release
    return (
        {item.approval.id: _approval(item, seal) for item in change.approval_moves}
        | {item.intent_id: _intent(item) for item in change.intent_moves}
        | {item.id: _override(item, seal, release) for item in change.overrides}
    )


def _approval(move: ApprovalMove, seal: Seal) -> Row:
    approval = move.approval
    reason = approval.reason
    where = place("approvals", approval.id, "reason")
    return {
        "an_id": approval.id,
        "status_": approval.status.value,
        "assignee_": approval.assignee,
        "yes_": codec.yes().dump_json(approval.yes).decode(),
        "reminded_at_": approval.reminded_at,
        "decided_by_": approval.decided_by,
        "decided_at_": approval.decided_at,
        "reason_": None if reason is None else seal.seal(where, reason.encode()),
    }


def _intent(move: IntentMove) -> Row:
    return {
        "an_id": move.intent_id,
        "state_": move.after.value,
        "token_": move.token + (move.after is IntentState.SENDING),
        "attempts_": move.attempts,
        "not_before_": move.not_before,
        "moved_at_": move.at,
        "worker_": move.worker,
        "provider_id_": move.provider_id,
        "note_": move.note,
    }


def _override(item: Override, seal: Seal, release: str) -> Row:
    def sealed(column: str, text: str) -> bytes:
        return seal.seal(place("overrides", item.id, column), text.encode())

    return {
        "id": item.id,
        "approval_id": item.approval_id,
        "lead_id": item.lead_id,
        "agent_output": sealed("agent_output", item.agent_output),
        "human_output": sealed("human_output", item.human_output),
        "reason_code": item.reason_code.value,
        "reason": sealed("reason", item.reason),
        "actor": item.actor,
        "at": item.at,
        "release": release,
    }


def _as_stored(approval: Approval, row: Any) -> Approval:  # noqa: ANN401 - a row of approvals
    if row is None:
        return approval
    return replace(
        approval,
        status=ApprovalStatus(row.status),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


_APPROVAL: Final = sa.select(
    approvals.c.status, approvals.c.decided_by, approvals.c.decided_at
).where(approvals.c.id == sa.bindparam("an_id"))
_INTENT: Final = sa.select(intents.c.state, intents.c.fencing_token).where(
    intents.c.id == sa.bindparam("an_id")
)
_MOVE_APPROVAL: Final = (
    sa.update(approvals)
    .where(approvals.c.id == sa.bindparam("an_id"))
    .values(
        status=sa.bindparam("status_"),
        assignee=sa.bindparam("assignee_"),
        yes=sa.bindparam("yes_"),
        reminded_at=sa.bindparam("reminded_at_"),
        decided_by=sa.bindparam("decided_by_"),
        decided_at=sa.bindparam("decided_at_"),
        reason=sa.bindparam("reason_"),
    )
)
_MOVE_INTENT: Final = (
    sa.update(intents)
    .where(intents.c.id == sa.bindparam("an_id"))
    .values(
        state=sa.bindparam("state_"),
        fencing_token=sa.bindparam("token_"),
        attempts=sa.bindparam("attempts_"),
        not_before=sa.bindparam("not_before_"),
        moved_at=sa.bindparam("moved_at_"),
        worker=sa.bindparam("worker_"),
        provider_id=sa.bindparam("provider_id_"),
        note=sa.bindparam("note_"),
    )
)
_GIVE_BACK: Final = (
    sa.update(allowances)
    .where(
        allowances.c.mailbox == sa.bindparam("a_mailbox"),
        allowances.c.day == sa.bindparam("a_day"),
        allowances.c.used > 0,
    )
    .values(used=allowances.c.used - 1)
)
