"""Decides, one approval at a time: read, judge, store; and again where somebody was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from leadwright.clock import Clock
from leadwright.errors import Refused, Unavailable
from leadwright.journey.deciding import approving, rejecting, waiting
from leadwright.journey.deciding.case import Case, read
from leadwright.journey.deciding.editing import Editor, Text
from leadwright.journey.deciding.verdict import (
    APPROVE,
    ASSIGN,
    EDIT,
    HOUSE,
    REJECT,
    TAKE_BACK,
    Verdict,
    change_of,
    refusal_of,
)
from leadwright.journey.outbox.intents import IntentMoved
from leadwright.journey.ports import ApprovalInbox, Desk, StaleSession
from leadwright.leads.lead import Lead
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalStatus, ReasonCode
from leadwright.review.decisions import Act, ClockWentBack, Policy
from leadwright.review.team import Team

TRIES: Final = 8
Judging = Callable[[Case, Act], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a decision."""

    lead: Lead
    session: Session
    approval: Approval  # the decided one, as it stands now
    fresh: Approval | None = None  # what stands in its place
    leaves_at: datetime | None = None  # the mail, not before
    warnings: tuple[str, ...] = ()  # what the check of facts has against an edited text

    @property
    def stands(self) -> Approval:
        """The approval that counts now."""
        return self.fresh or self.approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Everything that can be decided about what waits."""

    desk: Desk
    inbox: ApprovalInbox
    clock: Clock
    editor: Editor
    team: Team
    remind_after: float = 0.75

    @property
    def policy(self) -> Policy:
        """Who may say yes."""
        return self.editor.policy

    @property
    def undo(self) -> timedelta:
        """How long an approved mail stays here."""
        return self.editor.undo

    async def approve(self, approval_id: str, actor: str, *, seen: str | None = None) -> Decided:
        """Say yes. `seen` is the hash of what was looked at, where it is known.

        Raises:
            Refused: it cannot be said, by this person or now; the audit trail tells who tried.
        """
        return await self._decide(
            approval_id,
            actor,
            APPROVE,
            lambda case, act: approving.approve(case, act, self.policy, undo=self.undo, seen=seen),
        )

    async def edit(self, approval_id: str, actor: str, text: Text) -> Decided:
        """Put another text in the place of a mail.

        Raises:
            Refused: it cannot be edited, or the text cannot go out.
        """
        return await self._decide(
            approval_id, actor, EDIT, lambda case, act: self.editor.edit(case, act, text)
        )

    async def reject(
        self, approval_id: str, actor: str, code: ReasonCode, reason: str = ""
    ) -> Decided:
        """Say no, and why.

        Raises:
            Refused: it is decided or expired.
        """
        return await self._decide(
            approval_id,
            actor,
            REJECT,
            lambda case, act: rejecting.reject(case, act, code, reason),
        )

    async def take_back(self, approval_id: str, actor: str) -> Decided:
        """Take back a yes while nothing has left; what was approved waits anew.

        Raises:
            Refused: nobody said yes, or it is on its way.
        """
        return await self._decide(approval_id, actor, TAKE_BACK, approving.take_back)

    async def assign(self, approval_id: str, actor: str, to: str) -> Decided:
        """Let it wait for somebody else.

        Raises:
            Refused: it is decided, or nobody of the team goes by that name.
        """
        today = self.clock.now().date()
        return await self._decide(
            approval_id,
            actor,
            ASSIGN,
            lambda case, act: waiting.assign(case, act, to, self.team, today=today),
        )

    async def expire_due(self, now: datetime | None = None, limit: int = 100) -> int:
        """Let run out what nobody decided in time; how many did."""
        done, now = 0, now or self.clock.now()
        for approval_id in await self.inbox.expired(now, limit=limit):
            done += await self._in_passing(approval_id, now, waiting.expire)
        return done

    async def remind_due(self, now: datetime | None = None, limit: int = 100) -> int:
        """Note what has waited long; how many did."""
        done, after, now = 0, self.remind_after, now or self.clock.now()
        for approval_id in await self.inbox.unreminded(now, after=after, limit=limit):
            done += await self._in_passing(
                approval_id, now, lambda case, act: waiting.remind(case, act, after=after)
            )
        return done

    async def _decide(self, approval_id: str, actor: str, tried: str, judging: Judging) -> Decided:
        for _ in range(TRIES):
            case = await read(self.desk, self.inbox, approval_id)
            act = Act(by=actor, at=self.clock.now())
            try:
                try:
                    verdict = judging(case, act)
                    _check_clock(case, act)
                except Refused as error:
                    await self.desk.apply(refusal_of(case, act, tried, error))
                    raise
                change = change_of(case, act, verdict)
                await self.desk.apply(change)
            except (StaleSession, IntentMoved):
                continue  # somebody was faster: read again, and decide on what stands now
            return self._told(case, act, verdict, change.session)
        raise Unavailable(
            f"approval {approval_id} changes faster than it can be decided; try again"
        )

    async def _in_passing(self, approval_id: str, now: datetime, judging: Judging) -> int:
        """Decide for the house; what somebody else did meanwhile is theirs."""
        act = Act(by=HOUSE, at=now, is_house=True)
        try:
            case = await read(self.desk, self.inbox, approval_id)
            await self.desk.apply(change_of(case, act, judging(case, act)))
        except Refused:
            return 0
        return 1

    def _told(self, case: Case, act: Act, verdict: Verdict, session: Session) -> Decided:
        stands = verdict.fresh or verdict.approval
        leaves = case.is_mail and stands.status is ApprovalStatus.APPROVED
        return Decided(
            lead=case.opening.lead,
            session=session,
            approval=verdict.approval,
            fresh=verdict.fresh,
            leaves_at=act.at + self.undo if leaves else None,
            warnings=verdict.warnings,
        )


def _check_clock(case: Case, act: Act) -> None:
    """Refuse a decision from before what was recorded of the lead.

    Raises:
        ClockWentBack: the time given lies before it.
    """
    recorded = case.session.last_updated
    if act.at < recorded:
        raise ClockWentBack(act.at, recorded)
