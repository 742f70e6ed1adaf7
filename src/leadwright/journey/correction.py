"""A person puts a stopped lead right: read anew, noted in the audit trail, and tried again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from leadwright.governance.audit import AuditEvent
from leadwright.journey.ports import Change, Correction, Desk, Event, EventKind, Opening
from leadwright.journey.reception import Reception
from leadwright.journey.retry import AGAIN
from leadwright.leads.dedup import exact_keys, find_twin
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.correction import CannotCorrect, corrected, stated
from leadwright.leads.intake.entries import terms_json
from leadwright.leads.lead import Lead
from leadwright.memory.session import Action, Session

ACTION = "correct_lead"


async def correct(
    desk: Desk, reception: Reception, opening: Opening, given: Mapping[Column, str], *, actor: str
) -> Lead:
    """Store the lead as it is right, and ask for another try; the next shift works it.

    Raises:
        CannotCorrect: the lead is not in a stage that may be tried again, a value cannot be
            read, nothing changes, or another lead is that person already.
    """
    stage = opening.session.stage
    if stage not in AGAIN:
        raise CannotCorrect(
            f"lead {opening.session.lead_id} is {stage.value.replace('_', ' ')}; only escalated "
            "and disqualified leads can be corrected"
        )
    lead = corrected(opening.lead, given, reception.settings)
    if lead == opening.lead:
        raise CannotCorrect("the lead says so already; nothing was changed")
    await _refuse_twin(reception, lead)
    now, version = reception.clock.now(), opening.session.version + 1
    retry = Event(
        id=f"{lead.lead_id}/retry/{version}", lead_id=lead.lead_id, kind=EventKind.RETRY, at=now
    )
    await desk.apply(
        Change(
            session=_noted(opening, lead, sorted(given), actor, at=now),
            expected_version=opening.session.version,
            audit=[_audited(opening, sorted(given), actor, now)],
            correction=_correction(reception, lead),
            events_new=[retry],
        )
    )
    return lead


async def _refuse_twin(reception: Reception, lead: Lead) -> None:
    found = await reception.leads.find_by_keys(exact_keys(lead))
    twin = find_twin(lead, {key: _others(some, lead) for key, some in found.items()})
    if twin is not None:
        raise CannotCorrect(
            f"lead {twin.lead.lead_id} is that person already ({twin.why}); work that one"
        )


def _correction(reception: Reception, lead: Lead) -> Correction:
    rank = reception.rank(lead)
    return Correction(
        lead=lead,
        keys=exact_keys(lead),
        priority=rank.standing,
        priority_terms=terms_json(rank),
    )


def _others(some: Sequence[Lead], lead: Lead) -> tuple[Lead, ...]:
    return tuple(one for one in some if one.lead_id != lead.lead_id)


def _noted(
    opening: Opening, lead: Lead, fields: Sequence[str], actor: str, *, at: datetime
) -> Session:
    session, before, after = opening.session, stated(opening.lead), stated(lead)
    action = Action(
        timestamp=at,
        agent="person",
        action=ACTION,
        reason=f"{actor} corrected {', '.join(field.replace('_', ' ') for field in fields)}",
        output={
            "by": actor,
            "before": {field: before[field] for field in fields},
            "after": {field: after[field] for field in fields},
        },
    )
    return replace(
        session,
        version=session.version + 1,
        last_updated=at,
        actions=(*session.actions, action),
    )


def _audited(opening: Opening, fields: Sequence[str], actor: str, now: datetime) -> AuditEvent:
    session = opening.session
    return AuditEvent(
        id=f"{opening.pseudonym}:{ACTION}/{session.version + 1}",
        timestamp=now,
        actor=f"user:{actor}",
        action=ACTION,
        subject=opening.pseudonym,
        release=session.release,
        detail=json.dumps({"fields": list(fields)}),
    )
