"""What happens while nobody decides: reminders, other people, and the end of the time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from leadwright.journey import record
from leadwright.journey.deciding.case import Case
from leadwright.journey.deciding.verdict import (
    ASSIGN,
    EXPIRE,
    REMIND,
    Fallen,
    Verdict,
    falling,
    move_of,
    with_fallen,
    withdrawn,
)
from leadwright.journey.rulebook import circumstances
from leadwright.leads.stage import Stage
from leadwright.memory.session import Halt, Session
from leadwright.review import decisions
from leadwright.review.decisions import Act
from leadwright.review.escalation import suggest_next_step
from leadwright.review.team import Team

APPROVAL_EXPIRED: Final = "approval_expired"


def expire(case: Case, act: Act) -> Verdict:
    """The time is over: nothing is sent, and where it was the lead's mail, a person gets the lead.

    The change of the CRM that belongs to the mail ends with it.
    """
    gone = decisions.expire(case.approval, act.at)
    verdict = Verdict(
        action=EXPIRE,
        session=case.session,
        approval=gone,
        reason_code=APPROVAL_EXPIRED,
        told={"asks_to": gone.action, "assignee": gone.assignee},
        moves=(move_of(gone),),
        intent_moves=withdrawn(case, act, "expired"),
    )
    if not case.is_mail or case.session.stage is not Stage.AWAITING_APPROVAL:
        return verdict
    verdict = with_fallen(verdict, _ending(case, act))
    return replace(verdict, session=_to_a_person(case))


def remind(case: Case, act: Act, *, after: float) -> Verdict:
    """Note that it has waited long; lists show it as due."""
    noted = decisions.remind(case.approval, act.at, after=after)
    return Verdict(
        action=REMIND,
        session=case.session,
        approval=noted,
        told={"waits_for": noted.assignee, "until": noted.expires_at.isoformat()},
        moves=(move_of(noted),),
    )


def assign(case: Case, act: Act, to: str, team: Team, *, today: date) -> Verdict:
    """Let it wait for somebody else, or for whoever stands in for them today."""
    team.check(to)
    stands_in = team.decides_for(to, today) or to
    given = decisions.assign(case.approval, stands_in, act.at)
    return Verdict(
        action=ASSIGN,
        session=case.session,
        approval=given,
        told={"from": case.approval.assignee, "to": stands_in},
        moves=(move_of(given),),
    )


def _ending(case: Case, act: Act) -> tuple[Fallen, ...]:
    """The lead's other approvals: expired where their time is over too, else withdrawn."""
    due = {one.approval.id: one for one in case.siblings() if _is_due(one, act.at)}
    expired = (
        Fallen(
            move=move_of(decisions.expire(one.approval, act.at)),
            intent_moves=withdrawn(one, act, "expired"),
        )
        for one in due.values()
    )
    others = (
        one for one in falling(case, act, "its mail expired") if one.move.approval.id not in due
    )
    return (*expired, *others)


def _is_due(case: Case, at: datetime) -> bool:
    return decisions.is_expired(case.approval, at)


def _to_a_person(case: Case) -> Session:
    approval = case.approval
    waited_for = approval.assignee or "anybody"
    halt = Halt(
        reasons=(APPROVAL_EXPIRED,),
        hits=(),
        summary=f"The mail waited for {waited_for} until {approval.expires_at:%Y-%m-%d %H:%M} UTC, "
        "and nobody decided. Nothing was sent.",
        next_step=suggest_next_step(
            APPROVAL_EXPIRED, circumstances(case.opening.lead, case.session)
        ),
    )
    stopped = record.at_stage(case.session, Stage.ESCALATED)
    return replace(stopped, halt=halt, waiting_for="a person", approval_id=None)
