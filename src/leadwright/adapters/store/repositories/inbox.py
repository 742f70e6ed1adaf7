"""What waits for a decision, over all leads."""

from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.repositories.desk import approval_of
from leadwright.adapters.store.tables import approvals, lead_keys, leads
from leadwright.journey.ports import ApprovalUnknown
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval, ApprovalStatus

_SOONEST: Final = (
    sa.select(approvals, leads.c.lead_no, lead_keys.c.wrapped)
    .join_from(approvals, leads, approvals.c.lead_id == leads.c.lead_id)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)  # erased leads have none
    .where(approvals.c.status == ApprovalStatus.PENDING.value)
    .order_by(approvals.c.expires_at, approvals.c.id)
)


class SqlApprovalInbox:
    """Approvals of all leads, opened with the key of each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def pending(self, *, limit: int = 100) -> tuple[Approval, ...]:
        """Pending approvals, the soonest to expire first; those of erased leads are left out."""
        soonest = _SOONEST.limit(limit)
        return await self._archive.read(
            lambda connection: tuple(
                approval_of(row, self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped))
                for row in connection.execute(soonest)
            )
        )

    async def get(self, approval_id: str) -> Approval:
        """One approval."""
        query = sa.select(approvals).where(approvals.c.id == approval_id)
        row = await self._archive.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise ApprovalUnknown(approval_id)
        return approval_of(row, await self._archive.seal(LeadId(row.lead_id)))
