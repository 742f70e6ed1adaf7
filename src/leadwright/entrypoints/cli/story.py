"""A lead and its session as public JSON, and the few words that lists and stories share."""

import json

from leadwright.journey.ports import LeadRow, Opening
from leadwright.leads.findings import Finding, Findings
from leadwright.leads.lead import Lead, Money
from leadwright.leads.wording import value_text
from leadwright.memory.session import Action, Session
from leadwright.review.escalation import title_of

RECENT = 3
SHORT_CHARS = 13  # "lead_" and eight more; the beginning of an id will do
HANDY_CHARS = 20  # a longer id of the file's own fits no list
AWKWARD = frozenset(" \t'\"`$&|;<>(){}[]*?!\\")  # what a shell would not pass on as it stands


def session_json(opening: Opening) -> dict[str, object]:
    """The session as public JSON; the first keys are a contract (tests/house)."""
    lead, session = opening.lead, opening.session
    actions = [_action_json(action) for action in session.actions]
    return {
        "lead_id": lead.lead_id,
        "company_name": company_of(lead, session),
        "workflow_stage": session.stage.value,
        "created_at": session.created_at.isoformat(),
        "last_updated": session.last_updated.isoformat(),
        "actions": actions,
        "summary": session.summary,
        "recent_actions": actions[-RECENT:],
        "external_ids": dict(lead.external_ids),
        "person": {
            "name": lead.person.name,
            "title": lead.person.title,
            "email": lead.person.email,
        },
        "deal_value": money_text(lead.deal_value),
        "priority": priority_of(opening),
        "priority_terms": json.loads(opening.priority_terms),
        "fit": session.fit,
        "waiting_for": session.waiting_for,
        "merged_into": session.merged_into,
        "confidence": session.confidence,
        "tier": session.tier.value if session.tier else None,
        "release": session.release,
        "findings": [_finding_json(f, session.findings) for f in _findings(session)],
        "draft": _draft_json(session),
        "escalation": _halt_json(session),
        "proposals": [
            {"kind": p.kind, "summary": p.summary, "before": p.before, "after": p.after}
            for p in session.proposals
        ],
        "budget": [
            {
                "phase": s.phase,
                "limit_tokens": s.limit_tokens,
                "tokens": s.tokens,
                "cost_usd": float(s.cost_usd),
                "model_calls": s.model_calls,
                "tool_calls": s.tool_calls,
            }
            for s in session.budget
        ],
        "flaws": [{"field": f.field, "code": f.code.value, "given": f.given} for f in lead.flaws],
    }


def row_json(row: LeadRow) -> dict[str, object]:
    """A line of the list as JSON."""
    return {
        "lead_id": row.lead.lead_id,
        "external_ids": dict(row.lead.external_ids),
        "company_name": company_of(row.lead, row.session),
        "person": row.lead.person.name,
        "workflow_stage": row.session.stage.value,
        "waiting_for": row.session.waiting_for,
        "priority": priority_of(row),
        "priority_terms": json.loads(row.priority_terms),
        "deal_value": money_text(row.lead.deal_value),
        "reasons": list(row.session.halt.reasons) if row.session.halt else [],
        "why": why_of(row.session),
    }


def priority_of(row: LeadRow | Opening) -> float:
    """The points of a lead, 0 to 100, as of its arrival."""
    return round(sum(points for _, points, _ in terms_of(row)), 1)


def terms_of(row: LeadRow | Opening) -> list[tuple[str, float, str]]:
    """The parts of a priority: name, points, reason."""
    terms: list[tuple[str, float, str]] = json.loads(row.priority_terms)
    return terms


def company_of(lead: Lead, session: Session) -> str | None:
    """The company as resolved, else as stated."""
    entity = session.findings.resolution.entity if session.findings else None
    return entity.name if entity else lead.company.name or lead.company.domain


def reasons_of(session: Session) -> tuple[str, ...]:
    """The codes that stopped a lead."""
    return session.halt.reasons if session.halt else ()


def why_of(session: Session) -> str:
    """Why a lead stands where it stands, in a few words."""
    if session.halt:
        return ", ".join(title_of(reason) for reason in session.halt.reasons)
    if session.merged_into:
        return "the same person came in earlier"
    if session.draft:
        return f"“{session.draft.subject}”"
    return session.actions[-1].reason if session.actions else ""


def short_id(lead: Lead) -> str:
    """The id the lead came with, else the beginning of ours; both work in every command."""
    theirs = lead.external_ids[0][1] if lead.external_ids else ""
    is_plain = theirs.isprintable() and not set(theirs) & AWKWARD and theirs[:1] != "-"
    is_handy = theirs and len(theirs) <= HANDY_CHARS and is_plain
    return theirs if is_handy else lead.lead_id[:SHORT_CHARS]


def money_text(money: Money | None) -> str | None:
    """`45,000 USD`, cents only when there are any."""
    if money is None:
        return None
    whole = money.amount == money.amount.to_integral_value()
    return (
        f"{money.amount:,.0f} {money.currency}" if whole else f"{money.amount:,} {money.currency}"
    )


def _findings(session: Session) -> tuple[Finding, ...]:
    return session.findings.findings if session.findings else ()


def _finding_json(finding: Finding, findings: Findings | None) -> dict[str, object]:
    evidence = findings.evidence_of(finding) if findings else ()
    return {
        "id": finding.id,
        "field": finding.field.value,
        "value": value_text(finding.value),
        "confidence": finding.confidence,
        "conflicts": [value_text(c.value) for c in finding.conflicts],
        "evidence": [
            {
                "id": e.id,
                "source": e.source,
                "ref": e.ref,
                "url": e.url,
                "observed_on": e.observed_on.isoformat(),
                "quote": e.quote,
            }
            for e in evidence
        ],
    }


def _action_json(action: Action) -> dict[str, object]:
    told: dict[str, object] = {
        "timestamp": action.timestamp.isoformat(),
        "agent": action.agent,
        "action": action.action,
        "reason": action.reason,
    }
    if action.findings is not None:
        told["findings"] = action.findings
    else:
        told["output"] = action.output or {}
    return told


def _draft_json(session: Session) -> dict[str, object] | None:
    draft = session.draft
    if draft is None:
        return None
    return {
        "subject": draft.subject,
        "body": draft.body,
        "claims": [{"text": c.text, "finding_ids": list(c.finding_ids)} for c in draft.claims],
        "linkedin_message": draft.linkedin_message,
        "call_script": draft.call_script,
        "confidence": draft.confidence,
        "frame": draft.frame,
    }


def _halt_json(session: Session) -> dict[str, object] | None:
    halt = session.halt
    if halt is None:
        return None
    return {
        "reasons": list(halt.reasons),
        "hits": list(halt.hits),
        "summary": halt.summary,
        "next_step": halt.next_step,
        "missing": halt.missing,
    }
