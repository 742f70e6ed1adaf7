"""Claiming waiting leads for their next segment, in the transaction that starts it."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.tables import leads
from leadwright.leads.lead import LeadId
from leadwright.leads.shares import fair_shares

# The condition is written as the index has it, or the index would not be used.
_WAITING: Final = sa.text("run_state <> 'idle' AND run_state = 'waiting'")
# One look into the index for each campaign: a plain DISTINCT would read every lead that waits.
_CAMPAIGNS: Final = sa.text(
    """
    WITH RECURSIVE line (campaign) AS (
        SELECT (SELECT min(campaign) FROM leads
                WHERE run_state <> 'idle' AND run_state = 'waiting')
        UNION ALL
        SELECT (SELECT min(campaign) FROM leads
                WHERE run_state <> 'idle' AND run_state = 'waiting' AND campaign > line.campaign)
        FROM line WHERE line.campaign IS NOT NULL
    )
    SELECT campaign FROM line WHERE campaign IS NOT NULL
    """
)
_IN_HAND: Final = sa.text(
    "SELECT campaign, count(*) AS number FROM leads"
    " WHERE run_state <> 'idle' AND run_state = 'running' GROUP BY campaign"
)
_NEXT: Final = (
    sa.select(leads.c.lead_id)
    .where(_WAITING, leads.c.campaign == sa.bindparam("of"))
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

    Campaigns get the places evenly. Leads that somebody else is just claiming or changing are
    passed over. Urgency is the lead's stored priority, in which its age is part already; the time
    is taken for the rule's sake.
    """
    del now
    campaigns = list(connection.execute(_CAMPAIGNS).scalars())
    if len(campaigns) == 1:
        rows = _claim(connection, campaigns[0], limit)
    else:
        rows = _claim_fairly(connection, campaigns, limit)
    rows = sorted(rows, key=lambda row: (-row.priority, row.position))
    return [(LeadId(row.lead_id), row.segment) for row in rows]


def _claim(connection: sa.Connection, campaign: str, most: int) -> list[sa.Row[Any]]:
    return [*connection.execute(_CLAIM, {"of": campaign, "most": most}).all()]


def _claim_fairly(connection: sa.Connection, campaigns: list[str], limit: int) -> list[sa.Row[Any]]:
    """What one campaign cannot use of its share goes to the others."""
    in_hand = Counter({row.campaign: row.number for row in connection.execute(_IN_HAND)})
    claimed: list[sa.Row[Any]] = []
    while campaigns and len(claimed) < limit:
        shares = fair_shares({name: in_hand[name] for name in campaigns}, limit - len(claimed))
        for name, share in shares.items():
            rows = _claim(connection, name, share) if share else []
            claimed += rows
            in_hand[name] += len(rows)
            if len(rows) < share:
                campaigns.remove(name)
    return claimed
