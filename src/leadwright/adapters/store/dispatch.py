"""Claiming waiting leads for their next segment, in the transaction that starts it."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store.tables import leads
from leadwright.leads.lead import LeadId

# The condition is written as the index has it, or the index would not be used.
_WAITING: Final = sa.text("run_state <> 'idle' AND run_state = 'waiting'")
_NEXT: Final = (
    sa.select(leads.c.lead_id)
    .where(_WAITING)
    .order_by(leads.c.priority.desc(), leads.c.position)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("next_leads")
)
_CLAIM: Final = (
    sa.update(leads)
    .where(leads.c.lead_id.in_(sa.select(_NEXT.c.lead_id)))
    .values(run_state="running", segment=leads.c.segment + 1)
    .returning(leads.c.lead_id, leads.c.segment, leads.c.priority, leads.c.position)
)


def claim_waiting(connection: sa.Connection, limit: int, now: datetime) -> list[tuple[LeadId, int]]:
    """Mark the most urgent waiting leads as running; each with the number of its new segment.

    Leads that somebody else is just claiming or changing are passed over. Urgency is the lead's
    stored priority, in which its age is part already; the time is taken for the rule's sake.
    """
    del now
    rows = connection.execute(_CLAIM, {"most": limit}).all()
    rows = sorted(rows, key=lambda row: (-row.priority, row.position))
    return [(LeadId(row.lead_id), row.segment) for row in rows]
