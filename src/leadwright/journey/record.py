"""How the session tells what a step did: new sessions from old ones, pure."""

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
        draft=None,
        proposals=(),
        approval_id=None,
    )


def disqualified(session: Session, decision: Decision, *, at: datetime) -> Session:
    """After a disqualification: why."""
    action = Action(timestamp=at, agent="coordinator", action="disqualify", reason=decision.reason)
    return at_stage(session, Stage.DISQUALIFIED, action)


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
    session: Session, rows: Sequence[JournalRow], limit: Callable[[str], int]
) -> Session:
    """The session with what each phase of a segment used, read from the journal rows."""
    phases = dict.fromkeys(row.phase for row in rows)
    spent = [_spend(phase, [r for r in rows if r.phase == phase], limit(phase)) for phase in phases]
    others = tuple(item for item in session.budget if item.phase not in phases)
    return replace(session, budget=(*others, *spent))


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


def audit(
    walk: Walk, actions: Sequence[Action], *, model: str | None = None, tokens: int = 0
) -> tuple[AuditEvent, ...]:
    """The audit events of new actions; ids are deterministic, so a replay writes the same."""
    return tuple(
        AuditEvent(
            id=f"{walk.segment_id}/{action.action}",
            timestamp=action.timestamp,
            actor=f"agent:{action.agent}",
            action=action.action,
            subject=walk.pseudonym,
            model=model,
            cost_tokens=tokens,
            release=walk.journal.release,
        )
        for action in actions
    )


def tiered(session: Session, tier: Tier) -> Session:
    """The session with the strength of model its phases deserve."""
    return replace(session, tier=tier)
