"""`Crm` and `CrmRecords` in SQL: the embedded CRM, for whoever has no other."""

from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive, erased, unknown
from leadwright.adapters.store.crm_tables import crm_log, crm_objects
from leadwright.adapters.store.repositories.crm_files import (
    CRM,
    Filing,
    Slip,
    entry_of,
    file_of,
    object_of,
)
from leadwright.adapters.store.tables import lead_keys, leads
from leadwright.journey.crm.ports import CrmEntry, CrmFile, CrmWrite, ObjectUnknown
from leadwright.landmarks import Landmark
from leadwright.leads.lead import LeadId

_ORDER: Final = 1


class SqlCrm:
    """What the embedded CRM holds of leads."""

    name = CRM

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._filing = Filing(archive.database, archive.vault.naming)

    async def read(self, lead_id: LeadId) -> tuple[int, dict[str, str | None]]:
        """Version and logical fields; version 0 and no fields when there is no record."""
        file = await self._archive.read(lambda connection: self._open(connection, lead_id))
        if file is None:
            return 0, {}
        fields = {name: held.value for name, held in file.record.items() if held.value is not None}
        return file.version, dict[str, str | None](fields)

    async def open(self, lead_id: LeadId) -> CrmFile:
        """What it holds of a lead; version 0 and nothing before the first write."""
        file = await self._archive.read(lambda connection: self._open(connection, lead_id))
        if file is None:
            raise unknown(lead_id)
        return file

    async def write(self, write: CrmWrite) -> CrmEntry:
        """Write all of it or nothing, and log it; a write done before is answered from the log."""
        folio = (await self._archive.folios((write.lead_id,)))[write.lead_id]
        entry: CrmEntry = await self._archive.scribe.write(
            self._filing.write,
            Slip(write=write, folio=folio),
            order=_ORDER,
            mark=Landmark.CRM_RECORD,
        )
        return entry

    async def written(self, write_id: str) -> CrmEntry | None:
        """A write from the log; None when it was never done."""
        query = _LOG.where(crm_log.c.id == write_id)
        found = await self._archive.read(lambda connection: self._entries(connection, query))
        return found[0] if found else None

    async def lead_of(self, object_id: str) -> LeadId:
        """Whose object this is."""
        query = sa.select(leads.c.lead_id).join(
            crm_objects, crm_objects.c.lead_no == leads.c.lead_no
        )
        query = query.where(crm_objects.c.id == object_id, crm_objects.c.is_gone.is_(False))
        found = await self._archive.read(lambda connection: connection.execute(query).scalar())
        if found is None:
            raise ObjectUnknown(object_id)
        return LeadId(found)

    async def log(
        self, *, lead_id: LeadId | None = None, run: str | None = None, limit: int = 100
    ) -> tuple[CrmEntry, ...]:
        """Writes, the newest first; of one lead, of one run, or of all but the erased leads."""
        query = _LOG.order_by(crm_log.c.seq.desc()).limit(limit)
        if lead_id is not None:
            await self._archive.folios((lead_id,))  # an erased lead says so
            query = query.where(leads.c.lead_id == lead_id)
        if run is not None:
            query = query.where(crm_log.c.run == run)
        return await self._archive.read(lambda connection: self._entries(connection, query))

    def _entries(self, connection: sa.Connection, query: sa.Select[Any]) -> tuple[CrmEntry, ...]:
        return tuple(
            entry_of(row, self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped))
            for row in connection.execute(query)
        )

    def _open(self, connection: sa.Connection, lead_id: LeadId) -> CrmFile | None:
        rows: Any = connection.execute(_FILE, {"id": lead_id}).all()
        if not rows:
            return None
        if rows[0].wrapped is None:
            raise erased(lead_id)
        if rows[0].id is None:
            return CrmFile(lead_id=lead_id)
        seal = self._archive.keys.take(lead_id, rows[0].number, rows[0].wrapped)
        return file_of(lead_id, [object_of(row, seal) for row in rows])


_HAS_OBJECTS: Final = sa.and_(
    crm_objects.c.lead_no == leads.c.lead_no, crm_objects.c.is_gone.is_(False)
)
_FILE: Final = (
    sa.select(crm_objects, leads.c.lead_no.label("number"), lead_keys.c.wrapped)
    .select_from(
        leads.join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no, isouter=True).join(
            crm_objects, _HAS_OBJECTS, isouter=True
        )
    )
    .where(leads.c.lead_id == sa.bindparam("id"))
    .order_by(crm_objects.c.made_at, crm_objects.c.id)
)
_LOG: Final = (
    sa.select(crm_log, leads.c.lead_id, lead_keys.c.wrapped)
    .join_from(crm_log, leads, leads.c.lead_no == crm_log.c.lead_no)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no)  # erased leads have none
)
