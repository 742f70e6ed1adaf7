"""A yes, and a yes taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

from leadwright.journey import record
from leadwright.journey.deciding.case import AlreadyOnItsWay, Case
from leadwright.journey.deciding.remaking import again
from leadwright.journey.deciding.verdict import APPROVE, TAKE_BACK, Verdict, move_of, withdrawn
from leadwright.journey.outbox.intents import IntentState, moved
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review import decisions
from leadwright.review.approvals import Approval, ApprovalStatus
from leadwright.review.decisions import Act, Policy

WAITS_FOR_A_YES, WAITS_FOR_ANOTHER = "approval", "a second approval"
GOES_OUT = "sending"


def approve(
    case: Case, act: Act, policy: Policy, *, undo: timedelta, seen: str | None = None
) -> Verdict:
    """One person's yes. A mail goes out when the time to take it back has passed."""
    said = decisions.approve(case.approval, act, policy, seen=seen)
    case.check_stage(Stage.AWAITING_APPROVAL)
    case.check_bytes()
    told = {"yes": len(said.yes), "needs": said.needs, "content_hash": said.content_hash}
    if said.status is ApprovalStatus.PENDING:
        return Verdict(
            action=APPROVE,
            session=half_approved(case) if case.is_mail else case.session,
            approval=said,
            told=told,
            moves=(move_of(said),),
        )
    release = released(case, act, undo)
    return Verdict(
        action=APPROVE,
        session=approved(case) if case.is_mail else case.session,
        approval=said,
        told=told | _when(release),
        moves=(move_of(said),),
        intent_moves=(moved(case.bound, IntentState.QUEUED, at=act.at, not_before=release),),
    )


def take_back(case: Case, act: Act) -> Verdict:
    """The yes is taken back while the effect still waits; the same text waits for a new one."""
    gone = decisions.take_back(case.approval, act)
    if case.bound.state is not IntentState.QUEUED:
        raise AlreadyOnItsWay(case.bound)
    case.check_stage(Stage.APPROVED)
    anew = again(case, act.at)
    return Verdict(
        action=TAKE_BACK,
        session=waiting(case.session, anew.approval) if case.is_mail else case.session,
        approval=gone,
        told={"waits_now": anew.approval.id},
        moves=(move_of(gone, ApprovalStatus.APPROVED),),
        intent_moves=withdrawn(case, act, "taken_back"),
        approvals=(anew.approval,),
        intents=(anew.intent,),
    )


def released(case: Case, act: Act, undo: timedelta) -> datetime | None:
    """The moment before which nothing leaves; a change of our own CRM need not wait."""
    return act.at + undo if case.is_mail else None


def approved(case: Case) -> Session:
    """The session of a lead whose mail may go out."""
    return replace(record.at_stage(case.session, Stage.APPROVED), waiting_for=GOES_OUT)


def half_approved(case: Case) -> Session:
    """The session of a lead whose mail needs another person's yes."""
    return replace(case.session, waiting_for=WAITS_FOR_ANOTHER)


def waiting(session: Session, approval: Approval) -> Session:
    """The session of a lead whose mail waits, perhaps anew."""
    waits = record.at_stage(session, Stage.AWAITING_APPROVAL)
    return replace(waits, waiting_for=WAITS_FOR_A_YES, approval_id=approval.id)


def _when(release: datetime | None) -> dict[str, object]:
    return {"not_before": release.isoformat()} if release else {}
