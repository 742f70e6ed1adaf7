"""What waits for a decision, over all leads."""

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.repositories.desk import approval_of
from leadwright.adapters.store.tables import approvals
from leadwright.journey.ports import ApprovalUnknown
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval, ApprovalStatus


class SqlApprovalInbox:
    """Approvals of all leads, opened with the key of each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def pending(self, *, limit: int = 100) -> tuple[Approval, ...]:
        """Pending approvals, the soonest to expire first."""
        soonest = (
            sa.select(approvals)
            .where(approvals.c.status == ApprovalStatus.PENDING.value)
            .order_by(approvals.c.expires_at, approvals.c.id)
            .limit(limit)
        )
        rows = await self._archive.read(lambda connection: connection.execute(soonest).all())
        return tuple([await self._open(row) for row in rows])

    async def get(self, approval_id: str) -> Approval:
        """One approval."""
        query = sa.select(approvals).where(approvals.c.id == approval_id)
        row = await self._archive.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise ApprovalUnknown(approval_id)
        return await self._open(row)

    async def _open(self, row: sa.Row[tuple[object, ...]]) -> Approval:
        return approval_of(row, await self._archive.seal(LeadId(row.lead_id)))
