"""The same effect with other bytes: a new intent, and the approval that stands for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leadwright.journey.deciding.case import Case
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.models.journal import digest
from leadwright.review.approvals import Approval, content_hash
from leadwright.review.decisions import renewed

MESSAGE_ID = "Message-ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """What waits in the place of a case's approval and intent."""

    approval: Approval
    intent: Intent


def successor(intent: Intent, *parts: object) -> str:
    """The id of the intent that takes another's place.

    It follows from the old one and from what is new, so that whoever decides the same again after
    a lost race makes the same.
    """
    return f"int_{digest([intent.id, *parts])}"


def remade(
    case: Case,
    intent_id: str,
    content: Mapping[str, object],
    *,
    draft: str,
    author: str,
    at: datetime,
) -> Anew:
    """A new effect in the place of a case's; nobody has said yes to it yet."""
    old = case.bound
    message_id = named(intent_id, old.message_id) if old.message_id else None
    approval = renewed(
        case.approval,
        approval_id=f"apr_{digest([case.approval.id, intent_id])}",
        draft=draft,
        content_hash=content_hash(content),
        author=author,
        at=at,
    )
    intent = Intent(
        id=intent_id,
        lead_id=old.lead_id,
        kind=old.kind,
        sequence_step=old.sequence_step,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        content_hash=approval.content_hash,
        approval_id=approval.id,
        state=IntentState.PENDING,
        message_id=message_id,
        created_at=at,
        mailbox=old.mailbox,
    )
    return Anew(approval=approval, intent=intent)


def again(case: Case, at: datetime) -> Anew:
    """The same once more, under a new name: every mail has a message id of its own."""
    old, content = case.bound, case.content
    intent_id = successor(old, "again")
    headers = content.get("headers")
    if isinstance(headers, dict) and MESSAGE_ID in headers and old.message_id:
        content |= {"headers": headers | {MESSAGE_ID: named(intent_id, old.message_id)}}
    approval = case.approval
    return remade(case, intent_id, content, draft=approval.draft, author=approval.author, at=at)


def named(intent_id: str, message_id: str) -> str:
    """A message id like the one given, for another intent."""
    return f"<{intent_id}@{message_id.rpartition('@')[2]}"
