"""Approvals: a person's yes to exact bytes. Silence never sends."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.leads.lead import LeadId


class ApprovalStatus(StrEnum):
    """The life of an approval."""

    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"  # another text was approved in its place
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ReasonCode(StrEnum):
    """Why a person changed or refused what an agent wrote."""

    TONE = "tone"
    LENGTH = "length"
    FACT = "fact"
    CALL_TO_ACTION = "call_to_action"
    GREETING = "greeting"
    WRONG_PERSON = "wrong_person"
    TIMING = "timing"
    COMPLIANCE = "compliance"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """One person's yes, where several are needed."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A request for a decision, bound to the SHA-256 of what would happen.

    What it is bound to never changes: an edit closes this one and makes another.
    """

    id: str
    lead_id: LeadId
    action: str
    draft: str
    content_hash: str
    status: ApprovalStatus = ApprovalStatus.PENDING
    assignee: str | None = None
    author: str = "agent:outreach"  # who wrote it; nobody approves what they wrote themselves
    needs: int = 1  # how many people must say yes
    yes: tuple[Yes, ...] = ()
    created_at: datetime
    expires_at: datetime
    reminded_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalMove:
    """An approval after a decision; stored only where it is still pending, or as `before` says."""

    approval: Approval
    before: ApprovalStatus = ApprovalStatus.PENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a person made of what an agent wrote: both texts in full, and why."""

    id: str
    approval_id: str
    lead_id: LeadId
    agent_output: str
    human_output: str
    reason_code: ReasonCode
    reason: str
    actor: str
    at: datetime


class ApprovalMoved(Refused):
    """Somebody else decided meanwhile."""

    code: ClassVar[str] = "already_decided"

    def __init__(self, approval: Approval) -> None:
        by = approval.decided_by or "the house"
        at = f" at {approval.decided_at:%Y-%m-%d %H:%M:%S} UTC" if approval.decided_at else ""
        super().__init__(
            f"approval {approval.id} is already decided: {approval.status} by {by}{at}; "
            "nothing was changed"
        )


def content_hash(content: Mapping[str, object]) -> str:
    """SHA-256 over sorted JSON of the effect: change one byte and the approval is void."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
