"""What came of a decision, and what happens next, in plain words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from leadwright.entrypoints.cli.options import command
from leadwright.entrypoints.cli.story import SHORT_CHARS
from leadwright.entrypoints.cli.telling import waiting, words
from leadwright.leads.stage import Stage
from leadwright.review.approvals import ApprovalStatus

if TYPE_CHECKING:
    from leadwright.journey.deciding.decider import Decided


def told(one: "Decided", now: datetime, *, hold: str | None = None) -> str:
    """One decision: what it is now, what follows, and how to go back.

    `hold` says why a mail is held in spite of a yes.
    """
    stands = one.stands
    lines = [f"{_short(one.approval.id)}: {_status(one)}. {' '.join(_next(one, now))}"]
    lines += [f"  The check of facts says: {doubt}." for doubt in one.warnings]
    if one.warnings and stands.status is ApprovalStatus.APPROVED:
        lines.append(f"  It goes out all the same; {_undo(stands.id)} takes it back.")
    is_mail = stands.action == "send_email" and stands.status is ApprovalStatus.APPROVED
    if hold and is_mail:
        lines.append(f"  As things are, it will be held all the same: {hold}.")
    return "\n".join(lines)


def _status(one: "Decided") -> str:
    status = one.approval.status
    if status is ApprovalStatus.WITHDRAWN:
        return "taken back"
    return words.said("approvals", status)


def _next(one: "Decided", now: datetime) -> Iterator[str]:
    stands, is_mail = one.stands, one.approval.action == "send_email"
    match one.approval.status, stands.status:
        case _, ApprovalStatus.APPROVED if is_mail:
            yield f"The mail to {one.lead.person.email} goes out {_when(one, now)}, as soon as a"
            yield f"worker runs; take it back with {_undo(stands.id)}."
        case _, ApprovalStatus.APPROVED:
            yield "The CRM is changed as soon as a worker runs."
        case ApprovalStatus.REJECTED, _:
            yield from _after_a_no(one, is_mail=is_mail)
        case _, ApprovalStatus.PENDING if stands.yes:
            more = stands.needs - len(stands.yes)
            yield f"{more} more must say yes: {command()} approvals approve {_short(stands.id)}"
        case ApprovalStatus.WITHDRAWN, _:
            yield f"Nothing was sent. It waits again as {_short(stands.id)}."
        case _:
            yield f"It waits for {waiting.waits_for(stands, stands.assignee)}"
            yield f"as {_short(stands.id)}."


def _after_a_no(one: "Decided", *, is_mail: bool) -> Iterator[str]:
    if not is_mail:
        yield "Nothing is changed in the CRM."
    elif one.session.stage is Stage.DRAFTING:
        yield "Nothing is sent. Another draft is written with your reason as soon as a worker runs."
    elif one.session.halt is not None:
        yield f"Nothing is sent. The lead waits for a person. {one.session.halt.next_step}"


def _when(one: "Decided", now: datetime) -> str:
    seconds = ceil((one.leaves_at - now).total_seconds()) if one.leaves_at else 0
    return f"in {waiting.left(timedelta(seconds=seconds))}" if seconds > 0 else "at once"


def _undo(approval_id: str) -> str:
    return f"`{command()} approvals undo {_short(approval_id)} --as YOU`"


def _short(approval_id: str) -> str:
    return approval_id[:SHORT_CHARS]
