"""Effects before they happen: intents with fixed bytes, and the approvals they wait for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from leadwright.errors import Bug
from leadwright.journey.outbox.intents import Intent, IntentKind, IntentState
from leadwright.journey.outbox.letterhead import Letterhead
from leadwright.leads.lead import Lead
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
    letterhead: Letterhead,
    segment_id: str,
    at: datetime,
    expires_at: datetime,
) -> Waiting:
    """The mail and the CRM changes of a draft, each waiting for its own yes.

    Ids follow from the segment, so a repeated segment makes the same ones. The recipient is the
    lead's own address and nothing else.
    """
    asked = Approval(
        id=f"apr_{digest([segment_id, 'send_email'])}",
        lead_id=lead.lead_id,
        action="send_email",
        draft=draft.body,
        content_hash="",
        assignee=lead.owner,
        created_at=at,
        expires_at=expires_at,
    )
    made = [_email(lead, draft, letterhead, asked, segment_id)]
    if proposals:
        made.append(_crm_update(lead, proposals, asked, segment_id))
    return Waiting(
        approvals=tuple(approval for approval, _ in made),
        intents=tuple(intent for _, intent in made),
    )


def _email(
    lead: Lead, draft: Draft, letterhead: Letterhead, asked: Approval, segment_id: str
) -> tuple[Approval, Intent]:
    if not lead.person.email:
        raise Bug(f"lead {lead.lead_id} has no address; nothing may be drafted to nobody")
    intent_id = f"int_{digest([segment_id, IntentKind.EMAIL.value])}"
    content = letterhead.mail(
        intent_id,
        to=lead.person.email,
        subject=draft.subject,
        text=draft.body,
        decided_by=asked.expires_at,
    )
    approval = replace(asked, content_hash=content_hash(content))
    intent = _bound(approval, intent_id, IntentKind.EMAIL, content)
    message_id = letterhead.message_id(intent_id)
    return approval, replace(intent, message_id=message_id, mailbox=letterhead.mailbox.lower())


def _crm_update(
    lead: Lead, proposals: tuple[Proposal, ...], asked: Approval, segment_id: str
) -> tuple[Approval, Intent]:
    content = changes(lead, proposals, segment_id)
    approval = replace(
        asked,
        id=f"apr_{digest([segment_id, 'update_crm'])}",
        action="update_crm",
        draft="\n".join(proposal.summary for proposal in proposals),
        content_hash=content_hash(content),
    )
    intent_id = f"int_{digest([segment_id, IntentKind.CRM_UPDATE.value])}"
    return approval, _bound(approval, intent_id, IntentKind.CRM_UPDATE, content)


def changes(lead: Lead, proposals: tuple[Proposal, ...], run: str) -> dict[str, object]:
    """Each change as one text; the lead is part of it, so no other lead's has the same hash."""
    return {
        str(number): json.dumps(
            {
                "lead": lead.lead_id,
                "kind": proposal.kind,
                "before": proposal.before,
                "after": proposal.after,
                "version": proposal.expected_version,
                "reason": proposal.reason,
                "run": run,
            },
            sort_keys=True,
        )
        for number, proposal in enumerate(proposals)
    }


def run_of(content: Mapping[str, object]) -> str:
    """The segment that proposed the changes in a content."""
    first = next(iter(content.values()), None)
    told = json.loads(first) if isinstance(first, str) else {}
    return str(told.get("run", ""))


def _bound(
    approval: Approval, intent_id: str, kind: IntentKind, content: Mapping[str, object]
) -> Intent:
    return Intent(
        id=intent_id,
        lead_id=approval.lead_id,
        kind=kind.value,
        sequence_step=0,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        content_hash=approval.content_hash,
        approval_id=approval.id,
        state=IntentState.PENDING,
        created_at=approval.created_at,
    )
