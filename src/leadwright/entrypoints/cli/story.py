"""A lead's story in the terminal, and its session as public JSON."""

import json
from decimal import Decimal

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from leadwright.journey.ports import LeadRow, Opening
from leadwright.leads.findings import FactField, Finding, Findings
from leadwright.leads.lead import Lead, Money
from leadwright.leads.wording import value_text
from leadwright.memory.session import Action, Session
from leadwright.review.escalation import title_of

RECENT = 3
REASON_CHARS = 90
SHORT_CHARS = 13  # "lead_" and eight more; the beginning of an id will do


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
    terms: list[tuple[str, float, str]] = json.loads(row.priority_terms)
    return round(sum(points for _, points, _ in terms), 1)


def _priority_line(opening: Opening) -> str:
    terms: list[tuple[str, float, str]] = json.loads(opening.priority_terms)
    told = ", ".join(f"{why} (+{points:.0f})" for _, points, why in terms)
    fit = opening.session.fit
    fits = f"; fit {fit:.0%}" if fit is not None else ""
    return f"Priority {priority_of(opening):.0f} of 100: {told}{fits}"


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
        return f"draft {session.draft.subject!r} waits"
    return session.actions[-1].reason if session.actions else ""


def short_id(lead: Lead) -> str:
    """The id the lead came with, else the beginning of ours; both work in every command."""
    return lead.external_ids[0][1] if lead.external_ids else lead.lead_id[:SHORT_CHARS]


def money_text(money: Money | None) -> str | None:
    """`45,000 USD`, cents only when there are any."""
    if money is None:
        return None
    whole = money.amount == money.amount.to_integral_value()
    return (
        f"{money.amount:,.0f} {money.currency}" if whole else f"{money.amount:,} {money.currency}"
    )


def tell(opening: Opening) -> None:
    """Print the story: who, what was found, the draft or the question, what it cost."""
    console = Console()
    lead, session = opening.lead, opening.session
    console.print(_head(lead, session))
    if session.findings:
        found = session.findings.resolution
        console.print(Text(f"What was found: {found.match.value}. {found.reason}", style="bold"))
        facts = _facts(session.findings)
        if facts.row_count:
            console.print(facts)
    if session.draft:
        console.print(_draft_panel(session))
    if session.halt:
        text = Text(session.halt.summary)
        text.append(f"\n\nNext step: {session.halt.next_step}", style="bold")
        title = f"A person is needed: {why_of(session)}"
        console.print(Panel(text, title=title, border_style="yellow", title_align="left"))
    if session.proposals:
        console.print(Text("Proposed for the CRM, not written yet", style="bold"))
        for proposal in session.proposals:
            console.print(f"  • {proposal.summary}", markup=False, highlight=False)
    console.print(_moves(session))
    console.print(Text(_priority_line(opening)), style="dim")
    console.print(_cost(session), style="dim")


def _head(lead: Lead, session: Session) -> Panel:
    person = lead.person
    lines = [
        ", ".join(x for x in (person.name, person.title) if x) or "Nobody is named",
        f"at {company_of(lead, session) or 'an unnamed company'}",
        " · ".join(x for x in (person.email, person.phone, money_text(lead.deal_value)) if x),
    ]
    if lead.flaws:
        lines.append("Noticed at intake: " + ", ".join(f.code.value for f in lead.flaws))
    waits = f", waits for {session.waiting_for}" if session.waiting_for else ""
    return Panel(
        Text("\n".join(line for line in lines if line)),
        title=f"{lead.lead_id} · {session.stage.value.replace('_', ' ')}{waits}",
        title_align="left",
    )


def _facts(findings: Findings) -> Table:
    resolution = findings.resolution
    table = Table(show_edge=False)
    for name in ("fact", "value", "sure", "sources"):
        table.add_column(name, overflow="fold")
    for finding in findings.findings:
        table.add_row(*(Text(cell) for cell in _fact_row(finding, findings)))
    for field in findings.unknown:
        table.add_row(Text(_label(field)), Text("unknown", style="dim"), "", "")
    for candidate in resolution.candidates if resolution.entity is None else ():
        why = "; ".join(candidate.reasons)
        table.add_row(Text("candidate"), Text(f"{candidate.name}: {why}"), "", "")
    return table


def _fact_row(finding: Finding, findings: Findings) -> tuple[str, str, str, str]:
    sources = dict.fromkeys(f"{e.source} {e.observed_on}" for e in findings.evidence_of(finding))
    value = value_text(finding.value)
    if finding.field in findings.conflicts:
        others = ", ".join(value_text(c.value) for c in finding.conflicts)
        value += f"  (sources disagree{': ' + others if others else ''})"
    return (_label(finding.field), value, f"{finding.confidence:.0%}", ", ".join(sources))


def _label(field: FactField) -> str:
    return field.value.replace("_", " ")


def _draft_panel(session: Session) -> Panel:
    draft = session.draft
    assert draft is not None  # noqa: S101 - asked only with a draft
    text = Text(f"Subject: {draft.subject}\n\n", style="bold")
    text.append(draft.body, style="not bold")
    if draft.claims:
        text.append("\n\nEvidence", style="bold")
        for claim in draft.claims:
            if claim.text in draft.body:
                text.append(f"\n“{claim.text}” ← {', '.join(claim.finding_ids)}", style="dim")
    return Panel(text, title="Draft, waits for approval", title_align="left", border_style="green")


def _moves(session: Session) -> Table:
    table = Table(title="What happened", title_justify="left", title_style="bold", show_edge=False)
    for name in ("when", "who", "what", "why"):
        table.add_column(name, overflow="fold")
    for action in session.actions:
        when = action.timestamp.strftime("%Y-%m-%d %H:%M:%S")
        cells = (when, action.agent, action.action.replace("_", " "), _short(action.reason))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _short(reason: str) -> str:
    return reason if len(reason) <= REASON_CHARS else reason[:REASON_CHARS].rsplit(" ", 1)[0] + " …"


def _cost(session: Session) -> Text:
    tokens = sum(s.tokens for s in session.budget)
    cost = sum((s.cost_usd for s in session.budget), Decimal(0))
    calls = sum(s.model_calls for s in session.budget)
    tools = sum(s.tool_calls for s in session.budget)
    return Text(
        f"Cost: ${cost:.4f}, {tokens} tokens, {calls} model calls (playbook), {tools} tool calls"
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
