"""The audit trail as it is read: searched, proved, and followed from one checkpoint to the next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.repositories.ledger import event_of
from leadwright.adapters.store.repositories.proving import Proved, Walk, go_on, prove
from leadwright.adapters.store.tables import audit, audit_head, leads
from leadwright.governance.audit import AuditEvent
from leadwright.governance.checkpoints import Checkpoint

T = TypeVar("T")
_PAGE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; what is not given may be anything."""

    subject: str | None = None  # a pseudonym
    action: str | None = None
    actor: str | None = None
    since: datetime | None = None
    after: int = 0  # its place in the trail
    limit: int = _PAGE


class SqlAudit:
    """Reading the trail, and proving that nobody changed it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def events(
        self, *, subject: str | None = None, after: int = 0, limit: int = _PAGE
    ) -> tuple[AuditEvent, ...]:
        """Events in the order they happened, of one pseudonym or of all."""
        return await self.search(Search(subject=subject, after=after, limit=limit))

    async def search(self, wanted: Search) -> tuple[AuditEvent, ...]:
        """The first events that fit, in the order they happened."""
        query = sa.select(audit).where(audit.c.seq > wanted.after)
        for name in ("subject", "action", "actor"):
            if (value := getattr(wanted, name)) is not None:
                query = query.where(audit.c[name] == value)
        if wanted.since is not None:
            query = query.where(audit.c.timestamp >= wanted.since)
        query = query.order_by(audit.c.seq).limit(wanted.limit)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return tuple(event_of(row) for row in rows)

    async def names(self, pseudonyms: Sequence[str]) -> dict[str, str]:
        """The ids of leads by their pseudonyms; erased leads have none."""
        among = self._archive.database.among(leads.c.pseudonym, "names")
        query = sa.select(leads.c.pseudonym, leads.c.lead_id).where(among)
        values = {"names": self._archive.database.listed(set(pseudonyms))}
        rows = await self._archive.read(lambda connection: connection.execute(query, values).all())
        return {row.pseudonym: row.lead_id for row in rows}

    async def size(self) -> int:
        """How many events there are."""
        query = sa.select(audit_head.c.seq)
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    async def verify(self, marks: Sequence[Checkpoint] = ()) -> Proved:
        """Prove chain, tree and journal, and that they are what they were at these checkpoints.

        Raises:
            AuditBroken: an event or a call was changed, added, moved or taken away.
        """
        archive = self._archive
        return await archive.read(
            lambda connection: prove(connection, archive.database, archive.vault.naming, marks)
        )

    async def walking(self, work: Callable[["Trail"], T]) -> T:
        """Do work along the trail on a reading thread."""
        return await self._archive.read(lambda connection: work(Trail(connection, self._archive)))


class Trail:
    """The trail, for work that takes time and is done on a thread of its own."""

    def __init__(self, connection: sa.Connection, archive: Archive) -> None:
        self._connection = connection
        self._archive = archive

    def go_on(self, walk: Walk) -> Iterator[AuditEvent]:
        """From where the walk stands to the newest event.

        Raises:
            AuditBroken: something is not as it was written.
        """
        return go_on(self._connection, self._archive.database, walk)
