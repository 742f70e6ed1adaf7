"""A person writes the mail anew: both texts are kept, and the new one needs its own yes."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.journey.deciding.approving import approved, half_approved, released, waiting
from leadwright.journey.deciding.case import UPDATE, Case
from leadwright.journey.deciding.remaking import Anew, remade, successor
from leadwright.journey.deciding.verdict import EDIT, Verdict, move_of, withdrawn
from leadwright.journey.outbox.drafted import changes, run_of
from leadwright.journey.outbox.intents import IntentMove, IntentState
from leadwright.journey.outbox.letterhead import Letterhead
from leadwright.leads.findings import Findings
from leadwright.leads.lead import Lead
from leadwright.leads.stage import Stage
from leadwright.memory.session import Proposal, Session
from leadwright.models.journal import digest
from leadwright.review import decisions
from leadwright.review.approvals import (
    Approval,
    ApprovalMove,
    ApprovalStatus,
    Override,
    ReasonCode,
)
from leadwright.review.decisions import Act, Policy
from leadwright.review.draft import Draft

EMAIL_DRAFT = "email_draft"
LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
Judge = Callable[
    [Lead, Findings, Draft], Sequence[str]
]  # what the check of facts has against a draft


class TextUnfit(Refused):
    """A text that cannot go out as a mail."""

    code: ClassVar[str] = "text_unfit"


class NotEditable(Refused):
    """Only mails are edited; changes of the CRM are approved or rejected."""

    code: ClassVar[str] = "not_editable"

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"approval {approval.id} is no mail, so there is no text to edit; approve or reject it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A mail as a person wrote it; what they left out stays as it was."""

    subject: str | None = None
    body: str | None = None
    code: ReasonCode
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a mail says, without what every mail carries."""

    subject: str
    body: str

    @property
    def whole(self) -> str:
        """Both in one text, as the CRM keeps it."""
        return f"{self.subject}\n\n{self.body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Edits mails: knows what every mail carries, and who checks facts."""

    letterhead: Letterhead
    policy: Policy
    undo: timedelta
    judge: Judge

    def edit(self, case: Case, act: Act, text: Text) -> Verdict:
        """Close the old text; the new one is approved at once where its author may say yes."""
        if not case.is_mail:
            raise NotEditable(case.approval)
        gone = decisions.edit(case.approval, act, text.code, text.reason)
        case.check_stage(Stage.AWAITING_APPROVAL)
        case.check_bytes()
        old = self._said(case)
        new = _new(text, old)
        anew = self._anew(case, act, new)
        session = _worded(case.session, new)
        doubts = self._doubts(case, session)
        crm = _crm_anew(case, act, old, new)
        stands = _stands(case, session, anew.approval)
        return Verdict(
            action=EDIT,
            session=replace(stands, proposals=crm.proposals),
            approval=gone,
            reason=decisions.told(text.code, text.reason),
            reason_code=text.code.value,
            told={
                "subject": new.subject,
                "body": new.body,
                "stands_now": anew.approval.id,
                "doubts": list(doubts),
            },
            moves=(move_of(gone), *crm.moves),
            intent_moves=(*withdrawn(case, act, "edited"), *crm.intent_moves),
            approvals=(anew.approval, *(one.approval for one in crm.anew)),
            intents=(anew.intent, *(one.intent for one in crm.anew)),
            overrides=(_override(case, act, text, old, new),),
            warnings=doubts,
        )

    def _doubts(self, case: Case, session: Session) -> tuple[str, ...]:
        """What the check of facts has against the text; a person may say it all the same."""
        if session.findings is None or session.draft is None:
            return ()
        return tuple(self.judge(case.opening.lead, session.findings, session.draft))

    def _said(self, case: Case) -> Words:
        """What the agent or another person wrote, without what every mail carries."""
        content = case.content
        body = self.letterhead.said(str(content["body"]), str(content["to"]))
        return Words(subject=str(content["subject"]), body=body)

    def _anew(self, case: Case, act: Act, new: Words) -> Anew:
        intent_id = successor(case.bound, new.subject, new.body)
        approval = case.approval
        content = self.letterhead.mail(
            intent_id,
            to=str(case.content["to"]),
            subject=new.subject,
            text=new.body,
            decided_by=act.at + (approval.expires_at - approval.created_at),
        )
        anew = remade(case, intent_id, content, draft=new.body, author=act.author, at=act.at)
        if self.policy.four_eyes:
            return anew
        approval = decisions.approve(anew.approval, act, self.policy)
        if approval.status is ApprovalStatus.PENDING:
            return replace(anew, approval=approval)
        intent = replace(
            anew.intent,
            state=IntentState.QUEUED,
            not_before=released(case, act, self.undo),
            moved_at=act.at,
        )
        return Anew(approval=approval, intent=intent)


def _stands(case: Case, session: Session, fresh: Approval) -> Session:
    """Where the lead stands with its new text: approved, or waiting for somebody's yes."""
    case = replace(case, opening=replace(case.opening, session=session))
    if fresh.status is ApprovalStatus.APPROVED:
        return replace(approved(case), approval_id=fresh.id)
    session = half_approved(case) if fresh.yes else waiting(session, fresh)
    return replace(session, approval_id=fresh.id)


def _new(text: Text, old: Words) -> Words:
    """The words as they may go out.

    Raises:
        TextUnfit: one part is empty, too long, holds what no mail may hold, or nothing changed.
    """
    new = Words(
        subject=old.subject if text.subject is None else _line(text.subject),
        body=old.body if text.body is None else _lines(text.body),
    )
    if new == old:
        raise TextUnfit("the text is the same as before; approve it, or change something")
    return new


def _line(given: str) -> str:
    line = given.strip()
    _check(line, "subject", longest=LONGEST_SUBJECT)
    return line


def _lines(given: str) -> str:
    lines = given.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    _check(text.replace("\n", ""), "body", longest=LONGEST_BODY)
    return text


def _check(text: str, what: str, *, longest: int) -> None:
    if not text.strip():
        raise TextUnfit(f"the {what} is empty; write one, or reject the draft")
    if len(text) > longest:
        raise TextUnfit(f"the {what} has {len(text):,} characters; at most {longest:,} go out")
    unseen = next((one for one in text if unicodedata.category(one) in _UNSEEN), None)
    if unseen is not None:
        raise TextUnfit(
            f"the {what} holds a control character (U+{ord(unseen):04X}); take it out, nothing "
            "was changed"
        )


def _worded(session: Session, new: Words) -> Session:
    """The session with the new text as its draft; what is still said keeps its evidence."""
    if session.draft is None:
        return session
    draft = replace(session.draft, subject=new.subject, body=new.body)
    said = (new.subject, new.body, draft.linkedin_message, draft.call_script)
    kept = tuple(claim for claim in draft.claims if any(claim.text in text for text in said))
    return replace(session, draft=replace(draft, claims=kept))


def _override(case: Case, act: Act, text: Text, old: Words, new: Words) -> Override:
    return Override(
        id=f"ovr_{digest([case.approval.id, new.whole])}",
        approval_id=case.approval.id,
        lead_id=case.approval.lead_id,
        agent_output=old.whole,
        human_output=new.whole,
        reason_code=text.code,
        reason=text.reason,
        actor=act.by,
        at=act.at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _CrmAnew:
    """What becomes of the CRM changes that hold the old text."""

    proposals: tuple[Proposal, ...]
    moves: tuple[ApprovalMove, ...] = ()
    intent_moves: tuple[IntentMove, ...] = ()
    anew: tuple[Anew, ...] = ()


def _crm_anew(case: Case, act: Act, old: Words, new: Words) -> _CrmAnew:
    """The CRM changes with the new text, where they still wait for a yes."""
    proposals = tuple(_reworded(one, old, new) for one in case.session.proposals)
    waiting_ones = [one for one in case.siblings() if one.approval.action == UPDATE]
    if proposals == case.session.proposals or not waiting_ones:
        return _CrmAnew(proposals=case.session.proposals)
    crm = waiting_ones[0]
    gone = decisions.withdraw(crm.approval, act, "the e-mail was edited")
    anew = remade(
        crm,
        successor(crm.bound, new.subject, new.body),
        changes(case.opening.lead, proposals, run_of(crm.content)),
        draft=crm.approval.draft,
        author=act.author,
        at=act.at,
    )
    return _CrmAnew(
        proposals=proposals,
        moves=(move_of(gone),),
        intent_moves=withdrawn(crm, act, "edited"),
        anew=(anew,),
    )


def _reworded(proposal: Proposal, old: Words, new: Words) -> Proposal:
    if proposal.after.get(EMAIL_DRAFT) != old.whole:
        return proposal
    return replace(proposal, after=proposal.after | {EMAIL_DRAFT: new.whole})
