"""What every repository stands on: the database, the keys, the reading threads and the scribe."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import sqlalchemy as sa

from leadwright.adapters.store import tables
from leadwright.adapters.store.blinds import Blinds
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import SILENT, LeadUnknown, silent
from leadwright.adapters.store.keyring import Folio, Keyring
from leadwright.adapters.store.scribe import Scribe
from leadwright.governance.vault import LeadErased, Seal, Vault
from leadwright.leads.lead import LeadId

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Shared by all repositories of one database."""

    database: Database
    vault: Vault
    keys: Keyring
    blinds: Blinds
    scribe: Scribe
    readers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(3, "store-read"))

    async def think(self, work: Callable[[], T]) -> T:
        """Do work that would hold up the event loop on a reading thread."""
        return await asyncio.get_running_loop().run_in_executor(self.readers, work)

    async def read(self, query: Callable[[sa.Connection], T]) -> T:
        """Ask the database on a reading thread."""
        return await self.think(lambda: self._ask(query))

    async def folios(self, lead_ids: Iterable[LeadId]) -> dict[LeadId, Folio]:
        """The numbers and keys of leads.

        Raises:
            LeadUnknown: there is no such lead.
            LeadErased: its key was destroyed.
        """
        wanted = set(lead_ids)
        found = {lead_id: folio for lead_id in wanted if (folio := self.keys.get(lead_id))}
        missing = wanted - set(found)
        if missing:
            found |= await self.read(lambda connection: self._fetch(connection, missing))
        return found

    async def seal(self, lead_id: LeadId) -> Seal:
        """The key of one lead."""
        return (await self.folios((lead_id,)))[lead_id].seal

    def close(self) -> None:
        """Write what waits, then let go of the database."""
        self.scribe.close()
        self.readers.shutdown()
        self.database.close()

    def _ask(self, query: Callable[[sa.Connection], T]) -> T:
        try:
            with self.database.engine.connect() as connection:
                return query(connection)
        except SILENT as error:
            raise silent(error) from error

    def _fetch(self, connection: sa.Connection, missing: set[LeadId]) -> dict[LeadId, Folio]:
        keys, leads = tables.lead_keys, tables.leads
        query = (
            sa.select(leads.c.lead_id, leads.c.lead_no, keys.c.wrapped)
            .join_from(leads, keys, leads.c.lead_no == keys.c.lead_no, isouter=True)
            .where(self.database.among(leads.c.lead_id, "ids"))
        )
        rows = connection.execute(query, {"ids": self.database.listed(missing)}).all()
        for lead_id in missing - {row.lead_id for row in rows}:
            raise unknown(lead_id)
        for row in rows:
            if row.wrapped is None:
                raise erased(row.lead_id)
        return {
            row.lead_id: Folio(row.lead_no, self.keys.take(row.lead_id, row.lead_no, row.wrapped))
            for row in rows
        }


def unknown(lead_id: LeadId) -> LeadUnknown:
    """No lead has this id."""
    return LeadUnknown(f"There is no lead {lead_id!r}; `leadwright leads list` shows the leads.")


def erased(lead_id: LeadId) -> LeadErased:
    """The lead's key is gone."""
    return LeadErased(f"Lead {lead_id!r} was erased; what was sealed for it is gone for good.")
