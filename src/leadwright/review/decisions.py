"""What may be decided about an approval, by whom and until when: pure, each refusal by its name.

Nothing leads out of a final status, and nothing but a person's yes leads to `approved`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final

from leadwright.errors import Refused
from leadwright.review.approvals import (
    Approval,
    ApprovalMoved,
    ApprovalStatus,
    ReasonCode,
    Yes,
)

PERSON: Final = "user:"


class ApprovalExpired(Refused):
    """The time in which somebody could decide has passed."""

    code: ClassVar[str] = "approval_expired"

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"approval {approval.id} expired at {_said(approval.expires_at)}; nothing was changed. "
            "The lead goes to a person; `leadwright leads retry` has it drafted for again"
        )


class OwnDraft(Refused):
    """Four eyes: nobody approves what they wrote or edited themselves."""

    code: ClassVar[str] = "own_draft"

    def __init__(self, approval: Approval, by: str) -> None:
        super().__init__(
            f"{by} wrote approval {approval.id}; with approvals.four_eyes somebody else must say "
            "yes to it"
        )


class SamePersonTwice(Refused):
    """Two people are needed, and one of them said yes again."""

    code: ClassVar[str] = "same_person_twice"

    def __init__(self, approval: Approval, by: str) -> None:
        super().__init__(
            f"{by} has said yes to approval {approval.id} already; it needs {approval.needs} "
            "different people"
        )


class ContentChanged(Refused):
    """What was looked at is not what the approval is bound to."""

    code: ClassVar[str] = "content_changed"

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"approval {approval.id} is bound to {approval.content_hash}, and that is not the "
            "content given; look at it again with `leadwright approvals show`"
        )


class ClockWentBack(Refused):
    """The time given lies before what was recorded; nobody could tell what has expired."""

    code: ClassVar[str] = "clock_went_back"

    def __init__(self, now: datetime, recorded: datetime) -> None:
        super().__init__(
            f"this machine's clock says {_said(now)}, and something happened at {_said(recorded)} "
            "already; set the clock right and decide again"
        )


class NothingToTakeBack(Refused):
    """Only a yes can be taken back."""

    code: ClassVar[str] = "nothing_to_take_back"

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"approval {approval.id} is {approval.status}; only an approved one can be taken back"
        )


class NotDue(Refused):
    """It was asked to expire, or to remind somebody, before its time."""

    code: ClassVar[str] = "not_due"

    def __init__(self, approval: Approval) -> None:
        super().__init__(
            f"approval {approval.id} is {approval.status} and waits until "
            f"{_said(approval.expires_at)}; it is not due"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may say yes, and how many must.

    Attributes:
        four_eyes: Nobody approves what they wrote or edited.
        two_people_from_usd: Deal value from which two people must say yes.
    """

    four_eyes: bool = False
    two_people_from_usd: float | None = None

    def people_for(self, value_usd: float | None) -> int:
        """How many people must say yes to what is done about a lead of this value."""
        if self.two_people_from_usd is None or value_usd is None:
            return 1
        return 2 if value_usd >= self.two_people_from_usd else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who decides, and when: a person, or the house where nobody did."""

    by: str
    at: datetime
    is_house: bool = False

    @property
    def author(self) -> str:
        """How the person is named as the author of a text."""
        return f"{PERSON}{self.by}"


def approve(approval: Approval, act: Act, policy: Policy, *, seen: str | None = None) -> Approval:
    """One person's yes; approved once as many different people said it as are needed.

    Args:
        approval: What waits.
        act: Who says yes, and when.
        policy: Who may.
        seen: The hash of what the person looked at, where it is known.

    Raises:
        ApprovalMoved, ClockWentBack, ApprovalExpired: nobody can decide it any more, or now.
        ContentChanged: something else was looked at.
        OwnDraft, SamePersonTwice: this person may not.
    """
    _check_open(approval, act.at)
    if seen is not None and seen.strip().lower() != approval.content_hash:
        raise ContentChanged(approval)
    if policy.four_eyes and _is_same(approval.author, act.author):
        raise OwnDraft(approval, act.by)
    if any(_is_same(yes.by, act.by) for yes in approval.yes):
        raise SamePersonTwice(approval, act.by)
    said = replace(approval, yes=(*approval.yes, Yes(by=act.by, at=act.at)))
    if len(said.yes) < approval.needs:
        return said
    return _decided(said, ApprovalStatus.APPROVED, act)


def reject(approval: Approval, act: Act, code: ReasonCode, reason: str) -> Approval:
    """A person's no, and why.

    Raises:
        ApprovalMoved, ClockWentBack, ApprovalExpired: nobody can decide it any more, or now.
    """
    _check_open(approval, act.at)
    return _decided(approval, ApprovalStatus.REJECTED, act, why=told(code, reason))


def edit(approval: Approval, act: Act, code: ReasonCode, reason: str) -> Approval:
    """A person writes something else; this one is closed, `renewed` makes the one in its place.

    Raises:
        ApprovalMoved, ClockWentBack, ApprovalExpired: nobody can decide it any more, or now.
    """
    _check_open(approval, act.at)
    return _decided(approval, ApprovalStatus.EDITED, act, why=told(code, reason))


def withdraw(approval: Approval, act: Act, why: str) -> Approval:
    """What it was about does not hold any more.

    Raises:
        ApprovalMoved: it is decided.
        ClockWentBack: the time given lies before what was recorded.
    """
    _check_pending(approval, act.at)
    return _decided(approval, ApprovalStatus.WITHDRAWN, act, why=why)


def take_back(approval: Approval, act: Act) -> Approval:
    """A yes is taken back; `renewed` makes the one that waits in its place.

    Raises:
        NothingToTakeBack: nobody said yes, or it was taken back before.
        ClockWentBack: the time given lies before what was recorded.
    """
    if approval.status is not ApprovalStatus.APPROVED:
        raise NothingToTakeBack(approval)
    _check_clock(approval, act.at)
    return _decided(approval, ApprovalStatus.WITHDRAWN, act, why="taken back")


def expire(approval: Approval, at: datetime) -> Approval:
    """Nobody decided in time. At `expires_at` it is expired.

    Raises:
        ApprovalMoved: somebody decided.
        NotDue: its time has not passed.
    """
    if approval.status is not ApprovalStatus.PENDING:
        raise ApprovalMoved(approval)
    if not is_expired(approval, at):
        raise NotDue(approval)
    return replace(approval, status=ApprovalStatus.EXPIRED, decided_at=at)


def remind(approval: Approval, at: datetime, *, after: float) -> Approval:
    """Note that whom it waits for was reminded.

    Raises:
        NotDue: it is decided, was reminded of before, or its time has not come or has passed.
    """
    if not is_reminder_due(approval, at, after=after):
        raise NotDue(approval)
    return replace(approval, reminded_at=at)


def assign(approval: Approval, to: str, at: datetime) -> Approval:
    """Let it wait for somebody else.

    Raises:
        ApprovalMoved, ClockWentBack, ApprovalExpired: nobody can decide it any more, or now.
    """
    _check_open(approval, at)
    return replace(approval, assignee=to)


def renewed(
    old: Approval, *, approval_id: str, draft: str, content_hash: str, author: str, at: datetime
) -> Approval:
    """What waits in the place of a closed one: other bytes, nobody's yes, and all the time anew."""
    return replace(
        old,
        id=approval_id,
        draft=draft,
        content_hash=content_hash,
        status=ApprovalStatus.PENDING,
        author=author,
        yes=(),
        created_at=at,
        expires_at=at + (old.expires_at - old.created_at),
        reminded_at=None,
        decided_by=None,
        decided_at=None,
        reason=None,
    )


def is_expired(approval: Approval, at: datetime) -> bool:
    """Whether its time has passed."""
    return at >= approval.expires_at


def is_reminder_due(approval: Approval, at: datetime, *, after: float) -> bool:
    """Whether it still waits, for a share `after` of its time or longer, and nobody was told."""
    if approval.status is not ApprovalStatus.PENDING or approval.reminded_at is not None:
        return False
    due = approval.created_at + (approval.expires_at - approval.created_at) * after
    return due <= at < approval.expires_at


def recorded(approval: Approval) -> datetime:
    """The latest moment that an approval tells of."""
    moments = (
        approval.created_at,
        approval.reminded_at,
        approval.decided_at,
        *(yes.at for yes in approval.yes),
    )
    return max(moment for moment in moments if moment is not None)


def told(code: ReasonCode, reason: str) -> str:
    """A reason in one line: `tone: too stiff`."""
    return f"{code}: {reason}" if reason else code.value


def _check_open(approval: Approval, at: datetime) -> None:
    _check_pending(approval, at)
    if is_expired(approval, at):
        raise ApprovalExpired(approval)


def _check_pending(approval: Approval, at: datetime) -> None:
    if approval.status is not ApprovalStatus.PENDING:
        raise ApprovalMoved(approval)
    _check_clock(approval, at)


def _check_clock(approval: Approval, at: datetime) -> None:
    latest = recorded(approval)
    if at < latest:
        raise ClockWentBack(at, latest)


def _decided(approval: Approval, status: ApprovalStatus, act: Act, why: str = "") -> Approval:
    return replace(
        approval, status=status, decided_by=act.by, decided_at=act.at, reason=why or None
    )


def _is_same(one: str, other: str) -> bool:
    """Whether two names mean one person, who may have typed in a hurry."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
