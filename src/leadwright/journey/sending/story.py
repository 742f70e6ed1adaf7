"""What each turn of an effect changes: the intent, the lead's session, the audit trail. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.gate import EffectHeld, Gate
from leadwright.journey.outbox.intents import IntentKind, IntentMove, IntentState, moved
from leadwright.journey.outbox.ports import Receipt
from leadwright.journey.ports import Change
from leadwright.journey.rulebook import circumstances
from leadwright.journey.sending.case import Case, mailbox
from leadwright.journey.stages import NEXT
from leadwright.leads.stage import Stage
from leadwright.memory.session import Action, Halt, Session
from leadwright.review.approvals import ApprovalMove, ApprovalStatus
from leadwright.review.escalation import suggest_next_step

DONE, HELD, FAILED, DOUBTED, ASKED = "done", "hold", "fail", "doubt", "ask_about"
OBJECTS = {IntentKind.EMAIL: "email", IntentKind.CRM_UPDATE: "crm"}
_PLAIN = {"done_email": "send_email", "done_crm": "update_crm"}


def action_of(how: str, kind: IntentKind) -> str:
    """What an action in the session is called."""
    name = f"{how}_{OBJECTS[kind]}"
    return _PLAIN.get(name, name)


ACTIONS = tuple(
    action_of(how, kind) for how in (DONE, HELD, FAILED, DOUBTED, ASKED) for kind in IntentKind
)
AGENT = "outbox"
_STANDING = frozenset({ApprovalStatus.PENDING, ApprovalStatus.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells what happened to effects; `worker` is who did it."""

    release: str
    worker: str

    def begun(self, case: Case, gate: Gate, *, at: datetime) -> Change:
        """The intent is this worker's now, before anybody outside hears of it."""
        move = moved(case.intent, IntentState.SENDING, at=at, worker=self.worker)
        return self._change(case, move, what="begin", at=at, gate=gate)

    def sent(self, case: Case, receipt: Receipt, *, at: datetime, by: str = "system") -> Change:
        """The other side has it."""
        move = moved(case.intent, IntentState.SENT, at=at, provider_id=receipt.provider_id)
        told = _told(case, receipt)
        action = self._action(case, at, DONE, output=told)
        stage, waits = case.session.stage, case.session.waiting_for
        if case.is_mail and Stage.CONTACTED in NEXT[stage]:
            stage, waits = Stage.CONTACTED, "a reply"
        session = replace(case.session, stage=stage, waiting_for=waits)
        return self._change(
            case, move, what="sent", at=at, session=session, action=action, actor=by
        )

    def waits(
        self, case: Case, until: datetime, note: str, *, at: datetime, given_back: bool = False
    ) -> Change:
        """It was refused for now, or is held for a while: queued for later."""
        move = moved(
            case.intent,
            IntentState.QUEUED,
            at=at,
            not_before=until,
            note=note,
            gives_back=_allowance(case) if given_back else None,
        )
        return self._change(case, move, what="wait", at=at, reason=note, outcome="waits")

    def held_for_good(
        self, case: Case, hold: EffectHeld, *, at: datetime, by: str = "system"
    ) -> Change:
        """Something speaks against it that does not pass: withdrawn, and a person is asked."""
        note = hold.hold.value
        move = moved(case.intent, IntentState.WITHDRAWN, at=at, note=note)
        said = f"It was not sent: {hold}."
        session = self._stopped(case, f"held_{note}", said, HELD, at)
        return self._change(
            case,
            move,
            what="hold",
            at=at,
            session=session,
            reason=note,
            outcome="refused",
            actor=by,
            approvals=_withdrawn(case, at),
            withdraw=case.companions if case.is_mail else (),
        )

    def failed(self, case: Case, why: str, note: str, *, at: datetime) -> Change:
        """It was refused for good, or too often: a person decides."""
        move = moved(case.intent, IntentState.FAILED, at=at, note=note, gives_back=_allowance(case))
        session = self._stopped(case, "send_failed", f"It could not be sent: {why}", FAILED, at)
        return self._change(
            case, move, what="fail", at=at, session=session, reason=note, outcome="failed"
        )

    def uncertain(self, case: Case, note: str, *, at: datetime, by: str = "system") -> Change:
        """It was handed over and nobody answered."""
        move = moved(case.intent, IntentState.UNCERTAIN, at=at, note=note)
        reason = "No answer came; whether it arrived is found out before anything else."
        action = self._action(case, at, DOUBTED, reason=reason)
        return self._change(
            case,
            move,
            what="doubt",
            at=at,
            action=action,
            reason=note,
            outcome="uncertain",
            actor=by,
        )

    def to_a_person(self, case: Case, note: str, *, at: datetime) -> Change:
        """Nobody can find out by machine whether it arrived."""
        move = moved(case.intent, IntentState.UNCERTAIN, at=at, note=note)
        said = "Nobody can tell whether it was sent: no answer came, and no proof of either."
        session = self._stopped(case, "send_uncertain", said, ASKED, at)
        return self._change(
            case, move, what="ask", at=at, session=session, reason=note, outcome="uncertain"
        )

    def again(self, case: Case, note: str, *, by: str, at: datetime) -> Change:
        """Queued once more: it is known not to have arrived, or a person says so."""
        move = moved(case.intent, IntentState.QUEUED, at=at, not_before=at, note=note)
        session = case.session
        if case.is_mail and session.stage is Stage.ESCALATED:
            session = replace(session, stage=Stage.APPROVED, halt=None, waiting_for=None)
        return self._change(case, move, what="again", at=at, session=session, reason=note, actor=by)

    def _stopped(self, case: Case, code: str, said: str, how: str, at: datetime) -> Session:
        """The lead stands before a person, where its stage allows; otherwise it is only told."""
        action = self._action(case, at, how, reason=said)
        session = replace(case.session, actions=(*case.session.actions, action))
        stays = not case.is_mail or not case.is_current
        if stays or Stage.ESCALATED not in NEXT[session.stage]:
            return session
        step = suggest_next_step(code, circumstances(case.lead, session))
        halt = Halt(reasons=(code,), hits=(), summary=said, next_step=step)
        return replace(session, stage=Stage.ESCALATED, halt=halt, waiting_for="a person")

    def _action(
        self,
        case: Case,
        at: datetime,
        how: str,
        *,
        reason: str = "",
        output: dict[str, object] | None = None,
    ) -> Action:
        name = action_of(how, IntentKind(case.intent.kind))
        return Action(timestamp=at, agent=AGENT, action=name, reason=reason, output=output)

    def _change(  # noqa: PLR0913 - the parts of one transaction
        self,
        case: Case,
        move: IntentMove,
        *,
        what: str,
        at: datetime,
        session: Session | None = None,
        action: Action | None = None,
        gate: Gate | None = None,
        reason: str | None = None,
        outcome: str = "ok",
        actor: str = "system",
        approvals: Sequence[ApprovalMove] = (),
        withdraw: Sequence[str] = (),
    ) -> Change:
        given = session or case.session
        actions = (*given.actions, action) if action else given.actions
        number = case.session.version + 1
        event = AuditEvent(
            id=f"{case.opening.pseudonym}:{number}/{case.intent.kind}.{what}",
            timestamp=at,
            actor=actor,
            action=f"{case.intent.kind}.{what}",
            subject=case.opening.pseudonym,
            reason=reason,
            outcome=outcome,
            release=self.release,
            detail=json.dumps(
                {
                    "intent": case.intent.id,
                    "content": case.intent.content_hash,
                    "approval": case.intent.approval_id,
                    "attempt": move.attempts,
                    "worker": self.worker,
                },
                sort_keys=True,
            ),
        )
        return Change(
            session=replace(given, version=number, last_updated=at, actions=actions),
            expected_version=case.session.version,
            audit=[event],
            intent_moves=[move],
            approval_moves=approvals,
            withdraw_approvals=withdraw,
            gate=gate,
        )


def _withdrawn(case: Case, at: datetime) -> list[ApprovalMove]:
    approval = case.approval
    if approval is None or approval.status not in _STANDING:
        return []
    ended = replace(
        approval, status=ApprovalStatus.WITHDRAWN, decided_by="the house", decided_at=at
    )
    return [ApprovalMove(approval=ended, before=approval.status)]


def _allowance(case: Case) -> tuple[str, date] | None:
    begun = case.intent.moved_at
    if not case.is_mail or begun is None or case.intent.state is not IntentState.SENDING:
        return None
    return mailbox(case), begun.date()


def _told(case: Case, receipt: Receipt) -> dict[str, object]:
    said = json.loads(receipt.told)
    told: dict[str, object] = dict(said) if isinstance(said, dict) else {}
    told |= {"intent": case.intent.id, "provider_id": receipt.provider_id}
    if case.is_mail:
        told["subject"] = case.content.get("subject")
        told["message_id"] = case.intent.message_id
    if case.approval is not None:
        told["approved_by"] = case.approval.decided_by
    return told
