"""What waits for a decision, over all leads."""

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.repositories.desk import approval_of
from leadwright.adapters.store.tables import approvals, lead_keys, leads, micros, overrides
from leadwright.governance.vault import Seal, place
from leadwright.journey.ports import ApprovalUnknown
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval, ApprovalStatus, Override, ReasonCode

_SOONEST: Final = (
    sa.select(approvals, leads.c.lead_no, lead_keys.c.wrapped)
    .join_from(approvals, leads, approvals.c.lead_id == leads.c.lead_id)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)  # erased leads have none
    .where(approvals.c.status == ApprovalStatus.PENDING.value)
    .order_by(approvals.c.expires_at, approvals.c.id)
)

_WAITING: Final = (
    sa.select(approvals.c.id)
    .join_from(approvals, leads, approvals.c.lead_id == leads.c.lead_id)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)
    .where(approvals.c.status == ApprovalStatus.PENDING.value)
)
_SPAN: Final = (approvals.c.created_at, approvals.c.expires_at)
_OVERRIDES: Final = (
    sa.select(overrides, leads.c.lead_no, lead_keys.c.wrapped)
    .join_from(overrides, leads, overrides.c.lead_id == leads.c.lead_id)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)
    .order_by(overrides.c.at.desc(), overrides.c.id)
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

    async def begun(self, beginning: str, *, limit: int = 2) -> tuple[str, ...]:
        """Ids of approvals, decided ones too, that begin like this."""
        alike = approvals.c.id.startswith(beginning, autoescape=True)
        return await self._ids(
            sa.select(approvals.c.id).where(alike).order_by(approvals.c.id), limit
        )

    async def expired(self, now: datetime, *, limit: int) -> tuple[str, ...]:
        """Ids of pending approvals whose time is over, the longest ago first."""
        over = _WAITING.where(approvals.c.expires_at <= now)
        return await self._ids(over.order_by(approvals.c.expires_at, approvals.c.id), limit)

    async def unreminded(self, now: datetime, *, after: float, limit: int) -> tuple[str, ...]:
        """Ids of pending approvals that waited a share `after` of their time with no reminder."""
        made, ends = (sa.type_coerce(c, sa.BigInteger) for c in _SPAN)
        waits = _WAITING.where(
            approvals.c.reminded_at.is_(None),
            approvals.c.expires_at > now,
            made + (ends - made) * after <= micros(now),
        )
        return await self._ids(waits.order_by(approvals.c.expires_at, approvals.c.id), limit)

    async def overrides(self, *, limit: int = 100) -> tuple[Override, ...]:
        """What people made of what agents wrote, the newest first."""
        newest = _OVERRIDES.limit(limit)
        return await self._archive.read(
            lambda connection: tuple(
                _override(row, self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped))
                for row in connection.execute(newest)
            )
        )

    async def _ids(self, query: sa.Select[Any], limit: int) -> tuple[str, ...]:
        some = query.limit(limit)
        return await self._archive.read(
            lambda connection: tuple(row.id for row in connection.execute(some))
        )


def _override(row: Any, seal: Seal) -> Override:  # noqa: ANN401 - a row of `overrides`
    def opened(column: str) -> str:
        sealed: bytes = getattr(row, column)
        return seal.open(place("overrides", row.id, column), sealed).decode()

    return Override(
        id=row.id,
        approval_id=row.approval_id,
        lead_id=LeadId(row.lead_id),
        agent_output=opened("agent_output"),
        human_output=opened("human_output"),
        reason_code=ReasonCode(row.reason_code),
        reason=opened("reason"),
        actor=row.actor,
        at=row.at,
    )
