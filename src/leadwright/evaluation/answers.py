"""From worked leads to their answers: what the sessions say, and nothing else."""

from collections.abc import Mapping, Sequence

from leadwright.evaluation.dataset import Act
from leadwright.evaluation.lines import (
    AnswerLine,
    ClaimPart,
    DraftPart,
    Facts,
    NamedPart,
)
from leadwright.evaluation.ports import Worked
from leadwright.leads.findings import (
    FactField,
    Finding,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.draft import Draft

# Where a lead rests tells what was done with it; a disqualified one is none of the three.
ACTS: Mapping[Stage, Act] = {
    Stage.AWAITING_APPROVAL: Act.OUTREACH,
    Stage.ESCALATED: Act.ESCALATE,
    Stage.MERGED: Act.MERGE_DUPLICATE,
}
UNKNOWN = Findings(resolution=Resolution(match=Match.NONE))


def answers_of(worked: Sequence[Worked]) -> tuple[AnswerLine, ...]:
    """The answer to every lead that came with an id of its own.

    A lead that was merged at intake was never researched: it is the same person at the same
    company as the lead that lives on, so what is known of that one answers for both. If the merge
    was wrong, so is the answer.
    """
    by_id = {one.lead.lead_id: one for one in worked}
    return tuple(
        _answer(one, str(one.external_id), _living(one, by_id), by_id)
        for one in worked
        if one.external_id is not None
    )


def _answer(
    one: Worked, external_id: str, living: Worked, by_id: Mapping[LeadId, Worked]
) -> AnswerLine:
    session = one.session
    known = one if session.findings else living
    findings = known.session.findings or UNKNOWN
    entity = findings.resolution.entity
    into = by_id.get(session.merged_into) if session.merged_into else None
    return AnswerLine(
        lead_id=external_id,
        resolution=findings.resolution.match,
        record_ids=entity.record_ids if entity else (),
        facts=facts_of(findings),
        decision_makers=people_of(findings),
        recent_news=news_of(findings),
        conflicts=tuple(field.value for field in findings.conflicts),
        action=ACTS.get(session.stage),
        escalation_reasons=session.halt.reasons if session.halt else (),
        duplicate_of=into.external_id if into else None,
        confidence=known.session.confidence,
        draft=draft_of(session.draft) if session.draft else None,
        cost_usd=one.effort.cost_usd,
        tokens=one.effort.tokens,
        latency_s=round(one.effort.seconds, 4),
    )


def _living(one: Worked, by_id: Mapping[LeadId, Worked]) -> Worked:
    """The lead that lives on in place of a merged one."""
    seen = {one.lead.lead_id}
    while (into := one.session.merged_into) and into in by_id and into not in seen:
        one = by_id[into]
        seen.add(into)
    return one


def facts_of(findings: Findings) -> Facts:
    """The six scalar facts; what is not known has no value."""
    found = {name: findings.get(FactField(name)) for name in Facts.model_fields}
    return Facts.model_validate(
        {name: _fact(finding, findings) for name, finding in found.items() if finding}
    )


def _fact(finding: Finding, findings: Findings) -> dict[str, object]:
    value = finding.value
    if isinstance(value, RoundValue):
        plain: object = {"type": value.type, "date": value.date, "amount_usd": value.amount_usd}
    else:
        plain = value
    seen = findings.evidence_of(finding)
    return {
        "value": plain,
        "confidence": finding.confidence,
        "evidence": [{"source": e.source, "ref": e.ref, "quote": e.quote} for e in seen],
    }


def people_of(findings: Findings) -> tuple[NamedPart, ...]:
    """Who decides, most important first."""
    values = [finding.value for finding in findings.all(FactField.DECISION_MAKER)]
    return tuple(
        NamedPart(name=value.name, title=value.title)
        for value in values
        if isinstance(value, PersonValue)
    )


def news_of(findings: Findings) -> tuple[str, ...]:
    """Ids of the recent headlines, newest first."""
    values = [finding.value for finding in findings.all(FactField.NEWS)]
    return tuple(value.news_id for value in values if isinstance(value, NewsValue))


def draft_of(draft: Draft) -> DraftPart:
    """The mail; claims of the other channels are not part of it."""
    mail = f"{draft.subject}\n{draft.body}"
    return DraftPart(
        subject=draft.subject,
        body=draft.body,
        claims=tuple(
            ClaimPart(text=claim.text, finding_ids=tuple(claim.finding_ids))
            for claim in draft.claims
            if claim.text in mail
        ),
    )
