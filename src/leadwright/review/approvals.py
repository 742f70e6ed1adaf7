"""Approvals: a person's yes to exact bytes. Silence never sends."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leadwright.leads.lead import LeadId


class ApprovalStatus(StrEnum):
    """The life of an approval."""

    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A request for a decision, bound to the SHA-256 of what would happen."""

    id: str
    lead_id: LeadId
    action: str
    draft: str
    content_hash: str
    status: ApprovalStatus = ApprovalStatus.PENDING
    assignee: str | None = None
    created_at: datetime
    expires_at: datetime


def content_hash(content: dict[str, str]) -> str:
    """SHA-256 over sorted JSON of the effect: change one byte and the approval is void."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
