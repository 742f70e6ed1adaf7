"""Effects before they happen: intents with fixed bytes, and the approvals they wait for."""

import json
from dataclasses import dataclass
from datetime import datetime

from leadwright.errors import Bug
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.leads.lead import Lead, LeadId
from leadwright.memory.session import Proposal
from leadwright.models.journal import digest
from leadwright.review.approvals import Approval, content_hash
from leadwright.review.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a draft leaves behind: approvals, and the intents bound to them."""

    approvals: tuple[Approval, ...]
    intents: tuple[Intent, ...]


def of_draft(  # noqa: PLR0913 - all that an effect is bound to
    lead: Lead,
    draft: Draft,
    proposals: tuple[Proposal, ...],
    *,
    sender: str,
    segment_id: str,
    at: datetime,
    expires_at: datetime,
) -> Waiting:
    """The mail and the CRM changes of a draft, each waiting for its own yes.

    Ids follow from the segment, so a repeated segment makes the same ones. The recipient is the
    lead's own address and nothing else.
    """
    effects = [("send_email", "email", _mail(lead, draft, sender), draft.body)]
    if proposals:
        told = "\n".join(proposal.summary for proposal in proposals)
        effects.append(("update_crm", "crm_update", _changes(lead, proposals), told))
    approvals, intents = [], []
    for action, kind, content, text in effects:
        approval = Approval(
            id=f"apr_{digest([segment_id, action])}",
            lead_id=lead.lead_id,
            action=action,
            draft=text,
            content_hash=content_hash(content),
            assignee=lead.owner,
            created_at=at,
            expires_at=expires_at,
        )
        approvals.append(approval)
        intents.append(_intent(lead.lead_id, kind, content, approval, segment_id))
    return Waiting(approvals=tuple(approvals), intents=tuple(intents))


def _mail(lead: Lead, draft: Draft, sender: str) -> dict[str, str]:
    if not lead.person.email:
        raise Bug(f"lead {lead.lead_id} has no address; nothing may be drafted to nobody")
    return {
        "to": lead.person.email,
        "from": sender,
        "subject": draft.subject,
        "body": draft.body,
    }


def _changes(lead: Lead, proposals: tuple[Proposal, ...]) -> dict[str, str]:
    """Each change as one text; the lead is part of it, so no other lead's has the same hash."""
    return {
        str(number): json.dumps(
            {
                "lead": lead.lead_id,
                "kind": proposal.kind,
                "before": proposal.before,
                "after": proposal.after,
                "version": proposal.expected_version,
            },
            sort_keys=True,
        )
        for number, proposal in enumerate(proposals)
    }


def _intent(
    lead_id: LeadId, kind: str, content: dict[str, str], approval: Approval, segment_id: str
) -> Intent:
    intent_id = f"int_{digest([segment_id, kind])}"
    return Intent(
        id=intent_id,
        lead_id=lead_id,
        kind=kind,
        sequence_step=0,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        content_hash=approval.content_hash,
        approval_id=approval.id,
        state=IntentState.PENDING,
        message_id=_message_id(intent_id, content) if kind == "email" else None,
        created_at=approval.created_at,
    )


def _message_id(intent_id: str, mail: dict[str, str]) -> str:
    """Fixed at creation (RFC 5322 section 3.6.4), so that every attempt carries the same one."""
    domain = mail["from"].rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{intent_id}@{domain}>"
