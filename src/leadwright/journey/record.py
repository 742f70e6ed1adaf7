"""How the session tells what a step did: new sessions from old ones, pure."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from leadwright.agents.coordinator import Decision
from leadwright.agents.outreach import Drafted
from leadwright.agents.research import Researched
from leadwright.governance.audit import AuditEvent
from leadwright.journey.stages import move
from leadwright.journey.walk import Walk
from leadwright.leads.findings import FactField, Findings
from leadwright.leads.lead import LeadId
from leadwright.leads.reading import research_confidence
from leadwright.leads.stage import Stage
from leadwright.leads.wording import value_text
from leadwright.memory.session import Action, Halt, PhaseSpend, Proposal, Session, Tier
from leadwright.models.ports import CallKind, JournalRow

ESCALATE = "escalate"
INTERNAL_ERROR = "internal_error"
PHASES = {
    "research_company": "research",
    "draft_email": "outreach",
    "propose_changes": "crm",
    ESCALATE: "escalation",
}


def researched(session: Session, found: Researched, *, regulated: bool, at: datetime) -> Session:
    """After research: the findings, how sure they are, and what was done."""
    findings = found.findings
    action = Action(
        timestamp=at,
        agent="research_agent",
        action="research_company",
        reason=findings.resolution.reason,
        findings=told(findings),
    )
    return replace(
        at_stage(session, Stage.RESEARCHED, action, via=Stage.RESEARCHING),
        findings=findings,
        halt=None,
        silent=tuple(call.tool for call in found.calls if call.is_silent),
        contact_status=str(found.contact_status),
        regulated=regulated,
        doubts=tuple(field.value for field in found.doubts),
        confidence=_confidence(findings),
        summary=summary_of(findings),
    )


def _confidence(findings: Findings) -> float:
    return round(research_confidence(findings), 4) if findings.resolution.entity else 0.0


def drafted(
    session: Session, written: Drafted, proposals: tuple[Proposal, ...], *, at: datetime
) -> Session:
    """After drafting: the draft and the proposals that wait."""
    draft = written.draft
    actions = (
        Action(
            timestamp=at,
            agent="outreach_agent",
            action="draft_email",
            reason=f"frame {draft.frame}, written by {written.model}",
            output={
                "subject": draft.subject,
                "body": draft.body,
                "claims": [
                    {"text": c.text, "finding_ids": list(c.finding_ids)} for c in draft.claims
                ],
            },
        ),
        Action(
            timestamp=at,
            agent="crm_agent",
            action="propose_changes",
            output={"proposals": [p.summary for p in proposals]},
        ),
    )
    return replace(
        at_stage(session, Stage.AWAITING_APPROVAL, *actions, via=Stage.DRAFTING),
        draft=draft,
        proposals=proposals,
        waiting_for="approval",
    )


def escalated(session: Session, halt: Halt, *, at: datetime) -> Session:
    """After an escalation: why it stopped and what would help."""
    action = Action(
        timestamp=at,
        agent="escalation_agent",
        action="escalate",
        reason=", ".join(halt.reasons),
        output={"summary": halt.summary, "next_step": halt.next_step},
    )
    return replace(at_stage(session, Stage.ESCALATED, action), halt=halt, waiting_for="a person")


def merged(session: Session, into: LeadId, decision: Decision, *, at: datetime) -> Session:
    """After a merge: where the person lives on."""
    action = Action(
        timestamp=at,
        agent="coordinator",
        action="merge_duplicate",
        reason=decision.reason,
        output={"merged_into": into},
    )
    return replace(
        at_stage(session, Stage.MERGED, action),
        merged_into=into,
        waiting_for=None,
        halt=None,
        draft=None,
        proposals=(),
        approval_id=None,
    )


def disqualified(session: Session, decision: Decision, *, at: datetime) -> Session:
    """After a disqualification: why."""
    action = Action(timestamp=at, agent="coordinator", action="disqualify", reason=decision.reason)
    return at_stage(session, Stage.DISQUALIFIED, action)


def unsubscribed(session: Session, reason: str, *, by: str, at: datetime) -> Session:
    """After somebody said that they do not want to hear from us."""
    action = Action(
        timestamp=at, agent="person", action="unsubscribe", reason=reason, output={"by": by}
    )
    return replace(at_stage(session, Stage.UNSUBSCRIBED, action), halt=None, approval_id=None)


def at_stage(session: Session, after: Stage, *actions: Action, via: Stage | None = None) -> Session:
    """The session in its new stage.

    Raises:
        IllegalMove: the table of moves does not lead there.
    """
    between = move(session.stage, via) if via else session.stage
    return replace(
        session, stage=move(between, after), actions=(*session.actions, *actions), waiting_for=None
    )


def with_spends(
    session: Session,
    rows: Sequence[JournalRow],
    limit: Callable[[str], int],
    *,
    before: Sequence[PhaseSpend],
) -> Session:
    """The session with what each phase of this segment used, read from its journal rows.

    `before` is what earlier segments used.
    """
    phases = dict.fromkeys(row.phase for row in rows)
    spent = [_spend(phase, [r for r in rows if r.phase == phase], limit(phase)) for phase in phases]
    others = tuple(item for item in before if item.phase not in phases)
    return replace(session, budget=(*others, *(_added(item, before) for item in spent)))


def _added(spend: PhaseSpend, before: Sequence[PhaseSpend]) -> PhaseSpend:
    """A phase run again in a later segment costs again, within a budget of its own."""
    earlier = next((item for item in before if item.phase == spend.phase), None)
    if earlier is None:
        return spend
    return replace(
        spend,
        limit_tokens=spend.limit_tokens + earlier.limit_tokens,
        tokens=spend.tokens + earlier.tokens,
        cost_usd=spend.cost_usd + earlier.cost_usd,
        model_calls=spend.model_calls + earlier.model_calls,
        tool_calls=spend.tool_calls + earlier.tool_calls,
        cache_hits=spend.cache_hits + earlier.cache_hits,
    )


def _spend(phase: str, rows: Sequence[JournalRow], limit: int) -> PhaseSpend:
    models = [row for row in rows if row.kind is CallKind.MODEL]
    tools = [row for row in rows if row.kind is CallKind.TOOL]
    return PhaseSpend(
        phase=phase,
        limit_tokens=limit,
        tokens=sum(row.tokens_in + row.tokens_out for row in models),
        cost_usd=sum((row.cost_usd for row in rows), Decimal(0)),
        model_calls=len(models),
        tool_calls=len(tools),
        cache_hits=sum(row.cached for row in tools),
    )


def told(findings: Findings) -> dict[str, object]:
    """Findings as the session's JSON tells them."""
    entity = findings.resolution.entity
    facts: dict[str, object] = {
        "resolution": findings.resolution.match.value,
        "company": entity.name if entity else None,
    }
    for finding in findings.findings:
        if finding.field in {FactField.DECISION_MAKER, FactField.NEWS}:
            continue
        facts[finding.field.value] = value_text(finding.value)
    facts["decision_makers"] = _texts(findings, FactField.DECISION_MAKER)
    facts["recent_news"] = _texts(findings, FactField.NEWS)
    facts["unknown"] = [field.value for field in findings.unknown]
    facts["conflicts"] = [field.value for field in findings.conflicts]
    if findings.notes:
        facts["notes"] = list(findings.notes)
    return facts


def _texts(findings: Findings, field: FactField) -> list[str]:
    return [value_text(finding.value) for finding in findings.all(field)]


def summary_of(findings: Findings) -> str:
    """One line about the company, for people and for later prompts."""
    entity = findings.resolution.entity
    if entity is None:
        return findings.resolution.reason or "The company could not be identified."
    names = ("industry", "employees", "founded_year", "last_round")
    facts = [
        f"{name.replace('_', ' ')} {value_text(finding.value)}"
        for name in names
        if (finding := findings.get(FactField(name)))
    ]
    return f"{entity.name}: {', '.join(facts)}" if facts else f"{entity.name}: nothing known"


def audit(walk: Walk, actions: Sequence[Action]) -> tuple[AuditEvent, ...]:
    """The audit events of new actions; ids are deterministic, so a replay writes the same.

    What an action cost and who answered is read from the journal of its phase. Reasons in words
    may name people and stay in the sealed session; codes are told. The last one rests on all calls
    of the segment so far, whatever phase they were made in.
    """
    events = [_audited(walk, action) for action in actions]
    if events:
        events[-1] = replace(events[-1], rests_on=walk.segment_id)
    return tuple(events)


def _audited(walk: Walk, action: Action) -> AuditEvent:
    rows = [row for row in walk.journal.rows if row.phase == PHASES.get(action.action)]
    models = [row for row in rows if row.kind is CallKind.MODEL]
    number = walk.segment_id.rpartition(":")[2]
    return AuditEvent(
        id=f"{walk.pseudonym}:{number}/{action.action}",
        timestamp=action.timestamp,
        actor=f"agent:{action.agent}",
        action=action.action,
        subject=walk.pseudonym,
        model=models[-1].name if models else None,
        reason=action.reason if action.action == ESCALATE else None,
        outcome="failed" if action.reason == INTERNAL_ERROR else "ok",
        cost_tokens=sum(row.tokens_in + row.tokens_out for row in models),
        cost_usd=sum((row.cost_usd for row in rows), Decimal(0)),
        release=walk.journal.release,
        detail=json.dumps({"calls": len(rows)}),
    )


def tiered(session: Session, tier: Tier) -> Session:
    """The session with the strength of model its phases deserve."""
    return replace(session, tier=tier)
