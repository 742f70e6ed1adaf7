"""`Outbox` in SQL: intents over all leads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.repositories.desk import intent_of
from leadwright.adapters.store.tables import intents, lead_keys, leads, pauses
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.intents import (
    TO_A_PERSON,
    WRITTEN_BY,
    Intent,
    IntentState,
    IntentUnknown,
)
from leadwright.journey.outbox.ports import Due
from leadwright.leads.lead import LeadId


def _paused(scope: PauseScope, name: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(pauses.c.scope == scope.value, pauses.c.name == name)


_IN_DOUBT: Final = (IntentState.SENDING.value, IntentState.UNCERTAIN.value)
_COLUMNS: Final = (
    intents.c.id,
    intents.c.lead_id,
    intents.c.kind,
    intents.c.state,
    intents.c.fencing_token,
    intents.c.moved_at,
)
_AGENT: Final = sa.case(
    *((intents.c.kind == kind.value, agent) for kind, agent in WRITTEN_BY.items()), else_=""
)
# The gate asks again; here it only keeps what is paused from standing in the way of the rest.
_PAUSED: Final = (
    sa.exists()
    .where(
        sa.or_(
            pauses.c.scope == PauseScope.ALL.value,
            _paused(PauseScope.CAMPAIGN, intents.c.campaign),
            _paused(PauseScope.AGENT, _AGENT),
            _paused(PauseScope.MAILBOX, intents.c.mailbox),
        )
    )
    .correlate(intents)
)
_DUE: Final = (
    sa.select(*_COLUMNS)
    .where(
        intents.c.state == IntentState.QUEUED.value,
        sa.or_(intents.c.not_before.is_(None), intents.c.not_before <= sa.bindparam("now")),
        ~_PAUSED,
    )
    .order_by(intents.c.not_before, intents.c.id)
)
_OPEN: Final = (
    sa.select(*_COLUMNS)
    .where(intents.c.state.in_(_IN_DOUBT))
    # What a person was asked about comes last: it may lie for long, and hides nothing.
    .order_by(intents.c.state, intents.c.note == TO_A_PERSON, intents.c.moved_at, intents.c.id)
)
_READABLE: Final = (
    sa.select(intents, leads.c.lead_no, lead_keys.c.wrapped)
    .join_from(intents, leads, intents.c.lead_id == leads.c.lead_id)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)  # erased leads have none
)


class SqlOutbox:
    """Intents of all leads, opened with the key of each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def due(self, now: datetime, *, limit: int) -> tuple[Due, ...]:
        """Queued intents whose time has come, the longest waiting first."""
        query = _DUE.limit(limit)
        at = {"now": now}
        return await self._archive.read(
            lambda connection: tuple(map(_due, connection.execute(query, at)))
        )

    async def open(self, *, limit: int) -> tuple[Due, ...]:
        """Intents that are `sending` or `uncertain`, the longest first."""
        query = _OPEN.limit(limit)
        return await self._archive.read(
            lambda connection: tuple(map(_due, connection.execute(query)))
        )

    async def list_intents(
        self, *, states: Sequence[IntentState] = (), limit: int = 100
    ) -> tuple[Intent, ...]:
        """Intents in these states, or in any, newest first; those of erased leads are left out."""
        query = _READABLE.order_by(intents.c.created_at.desc(), intents.c.id).limit(limit)
        if states:
            query = query.where(intents.c.state.in_([state.value for state in states]))
        return await self._archive.read(
            lambda connection: tuple(
                intent_of(row, self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped))
                for row in connection.execute(query)
            )
        )

    async def get(self, intent_id: str) -> Intent:
        """One intent."""
        query = sa.select(intents).where(intents.c.id == intent_id)
        row = await self._archive.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise IntentUnknown(intent_id)
        return intent_of(row, await self._archive.seal(LeadId(row.lead_id)))


def _due(row: Any) -> Due:  # noqa: ANN401 - a row of `_COLUMNS`
    return Due(
        intent_id=row.id,
        lead_id=LeadId(row.lead_id),
        kind=row.kind,
        state=IntentState(row.state),
        token=row.fencing_token,
        moved_at=row.moved_at,
    )
