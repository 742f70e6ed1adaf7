"""What a decision changes, and the one change at the desk that stores it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadwright.errors import Refused
from leadwright.governance.audit import AuditEvent
from leadwright.journey.deciding.case import Case, is_unsent
from leadwright.journey.outbox.intents import Intent, IntentMove, IntentState, moved
from leadwright.journey.ports import Change, Event
from leadwright.memory.session import Action, Session
from leadwright.review import decisions
from leadwright.review.approvals import Approval, ApprovalMove, ApprovalStatus, Override
from leadwright.review.decisions import PERSON, Act

HOUSE = "house"
APPROVE, EDIT, REJECT = "approve", "edit_draft", "reject"
TAKE_BACK, EXPIRE = "take_back", "expire_approval"
REMIND, ASSIGN = "remind", "assign_approval"
ACTIONS = (APPROVE, EDIT, REJECT, TAKE_BACK, EXPIRE, REMIND, ASSIGN)
REFUSED = "refuse_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one decision changes."""

    action: str
    session: Session  # as it will be, without the note of this decision
    approval: Approval  # the decided one
    reason: str = ""  # for the story
    reason_code: str | None = None  # for the audit trail, which holds no words of people
    told: Mapping[str, object] = field(default_factory=dict)
    moves: tuple[ApprovalMove, ...] = ()
    intent_moves: tuple[IntentMove, ...] = ()
    approvals: tuple[Approval, ...] = ()
    intents: tuple[Intent, ...] = ()
    overrides: tuple[Override, ...] = ()
    events: tuple[Event, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def fresh(self) -> Approval | None:
        """What stands in the place of the decided one, if anything does."""
        return next((one for one in self.approvals if one.action == self.approval.action), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """An approval that falls with another one."""

    move: ApprovalMove
    intent_moves: tuple[IntentMove, ...]


def with_fallen(verdict: Verdict, fallen: Sequence[Fallen]) -> Verdict:
    """The verdict with what falls with it."""
    return replace(
        verdict,
        moves=(*verdict.moves, *(one.move for one in fallen)),
        intent_moves=(*verdict.intent_moves, *(m for one in fallen for m in one.intent_moves)),
    )


def change_of(case: Case, act: Act, verdict: Verdict) -> Change:
    """The verdict as one transaction, valid only for the session it was made on."""
    session, before = verdict.session, case.session
    action = Action(
        timestamp=act.at,
        agent=HOUSE if act.is_house else "person",
        action=verdict.action,
        reason=verdict.reason,
        output={"by": act.by, "approval": verdict.approval.id, **verdict.told},
    )
    return Change(
        session=replace(
            session,
            version=before.version + 1,
            last_updated=max(act.at, before.last_updated),
            actions=(*before.actions, action),
        ),
        expected_version=before.version,
        audit=[_audited(case, act, verdict)],
        approvals=verdict.approvals,
        approval_moves=verdict.moves,
        overrides=verdict.overrides,
        intents=verdict.intents,
        intent_moves=verdict.intent_moves,
        events_new=verdict.events,
    )


def refusal_of(case: Case, act: Act, tried: str, error: Refused) -> Change:
    """A decision that was refused: nothing changes but the audit trail."""
    session = case.session
    event = _event(case, act, REFUSED, {"tried": tried})
    return Change(
        session=replace(session, version=session.version + 1),
        expected_version=session.version,
        audit=[replace(event, reason=error.code, outcome="refused")],
    )


def withdrawn(case: Case, act: Act, note: str) -> tuple[IntentMove, ...]:
    """The move that takes the case's intent out of the outbox; none where it left already."""
    if not is_unsent(case.bound):
        return ()
    return (moved(case.bound, IntentState.WITHDRAWN, at=act.at, note=note),)


def falling(case: Case, act: Act, why: str) -> tuple["Fallen", ...]:
    """The lead's other approvals that wait, withdrawn: what they were about does not hold."""
    return tuple(
        Fallen(
            move=move_of(decisions.withdraw(one.approval, act, why)),
            intent_moves=withdrawn(one, act, "withdrawn"),
        )
        for one in case.siblings()
    )


def move_of(approval: Approval, before: ApprovalStatus = ApprovalStatus.PENDING) -> ApprovalMove:
    """The move to how an approval stands now."""
    return ApprovalMove(approval=approval, before=before)


def _audited(case: Case, act: Act, verdict: Verdict) -> AuditEvent:
    more: dict[str, object] = {"status": verdict.approval.status.value}
    if verdict.approvals:
        more["made"] = {one.id: one.content_hash for one in verdict.approvals}
    if verdict.reason_code is not None:
        more["reason_code"] = verdict.reason_code
    event = _event(case, act, verdict.action, more)
    return replace(event, reason=verdict.reason_code)


def _event(case: Case, act: Act, action: str, more: Mapping[str, object]) -> AuditEvent:
    session, approval = case.session, case.approval
    detail = {
        "approval": approval.id,
        "asks_to": approval.action,
        "confidence": session.confidence,
        "content_hash": approval.content_hash,
        "intent": case.bound.id,
        **more,
    }
    return AuditEvent(
        id=f"{case.opening.pseudonym}:{action}/{session.version + 1}",
        timestamp=act.at,
        actor="system" if act.is_house else f"{PERSON}{act.by}",
        action=action,
        subject=case.opening.pseudonym,
        release=session.release,
        detail=json.dumps(detail, sort_keys=True),
    )
