"""A no: the drafter tries once more with the reason, then a person takes over."""

import json
from dataclasses import replace
from typing import Final

from leadwright.journey import record
from leadwright.journey.deciding.case import Case
from leadwright.journey.deciding.verdict import (
    REJECT,
    Verdict,
    falling,
    move_of,
    with_fallen,
    withdrawn,
)
from leadwright.journey.ports import Event, EventKind
from leadwright.journey.rulebook import circumstances
from leadwright.leads.stage import Stage
from leadwright.memory.session import Action, Halt, Session
from leadwright.review import decisions
from leadwright.review.approvals import ReasonCode
from leadwright.review.decisions import Act
from leadwright.review.escalation import suggest_next_step

DRAFT_REJECTED: Final = "draft_rejected"
# Another text would not help: whom to write to, whether and when is a person's matter.
NOT_THE_TEXT: Final = frozenset({ReasonCode.WRONG_PERSON, ReasonCode.COMPLIANCE, ReasonCode.TIMING})
HALTS: Final = (DRAFT_REJECTED, *sorted(f"rejected_{code}" for code in NOT_THE_TEXT))
_ANEW: Final = "research_company"  # since then, earlier rejections do not count


def reject(case: Case, act: Act, code: ReasonCode, reason: str) -> Verdict:
    """Close the approval and its intent; what hangs on the rejected draft goes with it."""
    gone = decisions.reject(case.approval, act, code, reason)
    case.check_stage(Stage.AWAITING_APPROVAL)
    verdict = Verdict(
        action=REJECT,
        session=case.session,
        approval=gone,
        reason=decisions.told(code, reason),
        reason_code=code.value,
        told={"asks_to": gone.action, "reason_code": code.value},
        moves=(move_of(gone),),
        intent_moves=withdrawn(case, act, "rejected"),
    )
    if not case.is_mail:
        return verdict
    verdict = with_fallen(verdict, falling(case, act, "its draft was rejected"))
    if code in NOT_THE_TEXT or was_rejected(case.session.actions):
        return replace(verdict, session=_to_a_person(case, act, code, reason))
    return replace(
        verdict, session=_to_the_drafter(case.session), events=(_news(case, act, code, reason),)
    )


def was_rejected(actions: tuple[Action, ...]) -> bool:
    """Whether a draft of the present research was rejected before."""
    for action in reversed(actions):
        if action.action == _ANEW:
            return False
        if action.action == REJECT and (action.output or {}).get("asks_to") == "send_email":
            return True
    return False


def _to_the_drafter(session: Session) -> Session:
    """The session of a lead that gets another draft; the rejected one stays until then."""
    drafting = record.at_stage(session, Stage.DRAFTING)
    return replace(drafting, waiting_for="another draft", approval_id=None)


def _to_a_person(case: Case, act: Act, code: ReasonCode, reason: str) -> Session:
    cause = f"rejected_{code}" if code in NOT_THE_TEXT else DRAFT_REJECTED
    said = f": “{reason}”" if reason else ""
    halt = Halt(
        reasons=(cause,),
        hits=(),
        summary=f"{act.by} rejected the draft ({code.value.replace('_', ' ')}){said}.",
        next_step=suggest_next_step(cause, circumstances(case.opening.lead, case.session)),
    )
    stopped = record.at_stage(case.session, Stage.ESCALATED)
    return replace(stopped, halt=halt, waiting_for="a person", approval_id=None)


def _news(case: Case, act: Act, code: ReasonCode, reason: str) -> Event:
    """What wakes the lead; its segment reads the reason from here."""
    return Event(
        id=f"{case.session.lead_id}/rejected/{case.approval.id}",
        lead_id=case.session.lead_id,
        kind=EventKind.REJECTED,
        payload=json.dumps({"reason_code": code.value, "reason": reason}),
        at=act.at,
    )
