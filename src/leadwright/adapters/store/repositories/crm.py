"""`CrmRecords` in SQL: the embedded CRM, for whoever has no other."""

from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.tables import crm_records, lead_keys, leads
from leadwright.governance.vault import place
from leadwright.leads.lead import LeadId


class SqlCrmRecords:
    """What the embedded CRM knows of a lead."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def read(self, lead_id: LeadId) -> tuple[int, dict[str, str | None]]:
        """Version and logical fields; version 0 and no fields when there is no record."""
        return await self._archive.read(lambda connection: self._read(connection, lead_id))

    def _read(
        self, connection: sa.Connection, lead_id: LeadId
    ) -> tuple[int, dict[str, str | None]]:
        row: Any = connection.execute(_RECORD, {"id": lead_id}).first()
        if row is None:
            return 0, {}
        if row.wrapped is None:
            raise erased(lead_id)
        where = place("crm_records", lead_id, "fields", row.version)
        seal = self._archive.keys.take(lead_id, row.lead_no, row.wrapped)
        return row.version, codec.fields().validate_json(seal.open(where, row.fields))


_RECORD: Final = (
    sa.select(crm_records, lead_keys.c.wrapped)
    .join_from(leads, crm_records, crm_records.c.lead_no == leads.c.lead_no)
    .join(lead_keys, lead_keys.c.lead_no == leads.c.lead_no, isouter=True)
    .where(leads.c.lead_id == sa.bindparam("id"))
)
