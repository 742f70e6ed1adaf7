"""`CrmRecords` in SQL: the embedded CRM, for whoever has no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.bulk import Bulk, replacing
from leadwright.adapters.store.keyring import Folio
from leadwright.adapters.store.tables import crm_records, lead_keys, leads
from leadwright.governance.vault import place
from leadwright.landmarks import Landmark
from leadwright.leads.lead import LeadId

_ORDER: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    lead_id: LeadId
    folio: Folio
    fields: dict[str, str | None]


class SqlCrmRecords:
    """What the embedded CRM knows of a lead."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        conflict = replacing(crm_records, "lead_no")
        self._rows = Bulk(archive.database, crm_records, conflict=conflict)

    async def read(self, lead_id: LeadId) -> tuple[int, dict[str, str | None]]:
        """Version and logical fields; version 0 and no fields when there is no record."""
        return await self._archive.read(lambda connection: self._read(connection, lead_id))

    async def keep(self, lead_id: LeadId, fields: dict[str, str | None]) -> int:
        """Make these the record's fields; the record's new version."""
        folio = (await self._archive.folios((lead_id,)))[lead_id]
        version: int = await self._archive.scribe.write(
            self._replace,
            _Record(lead_id=lead_id, folio=folio, fields=fields),
            order=_ORDER,
            mark=Landmark.CRM_RECORD,
        )
        return version

    def _replace(self, connection: sa.Connection, records: Sequence[_Record]) -> Sequence[int]:
        return [self._replace_one(connection, record) for record in records]

    def _replace_one(self, connection: sa.Connection, record: _Record) -> int:
        number, seal = record.folio
        kept = sa.select(crm_records.c.version).where(crm_records.c.lead_no == number)
        version = (connection.execute(kept.with_for_update()).scalar() or 0) + 1
        where = place("crm_records", record.lead_id, "fields", version)
        fields = seal.seal(where, codec.fields().dump_json(record.fields))
        row = {"lead_no": number, "version": version, "fields": fields}
        self._rows.insert(connection, [row])
        return int(version)

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
