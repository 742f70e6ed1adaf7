"""A lead's file in the embedded CRM as rows: sealed, locked, opened, and put back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.bulk import KEEPING, Bulk, replacing
from leadwright.adapters.store.crm_tables import crm_log, crm_objects
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.keyring import Folio
from leadwright.adapters.store.tables import micros
from leadwright.governance.naming import Naming
from leadwright.governance.vault import Seal, place
from leadwright.journey.crm.filing import filed
from leadwright.journey.crm.ports import CrmEntry, CrmFile, CrmObject, CrmWrite
from leadwright.leads.crm.merge import Held
from leadwright.leads.crm.registry import RECORD, ObjectType, registry
from leadwright.leads.lead import LeadId

CRM: Final = "embedded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A write, and the number and key of its lead."""

    write: CrmWrite
    folio: Folio


def file_of(lead_id: LeadId, objects: Iterable[CrmObject]) -> CrmFile:
    """A lead's file from its objects; what stands in the record goes by its logical name."""
    names = registry().at(CRM)
    record: dict[str, Held] = {}
    others: list[CrmObject] = []
    version = 0
    for one in objects:
        if one.type not in RECORD:
            others.append(one)
            continue
        record |= {names[one.type, field]: held for field, held in one.fields.items()}
        version = max(version, one.version)
    return CrmFile(lead_id=lead_id, version=version, record=record, objects=tuple(others))


def object_of(row: Any, seal: Seal) -> CrmObject:  # noqa: ANN401 - a row of `crm_objects`
    """A row, opened."""
    where = place("crm_objects", row.id, "fields", row.version)
    return CrmObject(
        id=row.id,
        type=ObjectType(row.type),
        version=row.version,
        made_at=row.made_at,
        is_gone=row.is_gone,
        fields=codec.fields().validate_json(seal.open(where, row.fields)),
    )


def entry_of(row: Any, seal: Seal) -> CrmEntry:  # noqa: ANN401 - a row of `crm_log`
    """A row of the log, opened."""
    return codec.crm_entries().validate_json(
        seal.open(place("crm_log", row.id, "entry"), row.entry)
    )


class Filing:
    """Writes into files of leads, each write whole and once."""

    def __init__(self, database: Database, naming: Naming) -> None:
        self._naming = naming
        self._heads = Bulk(database, crm_objects, conflict=KEEPING)
        self._objects = Bulk(database, crm_objects, conflict=replacing(crm_objects, "id"))
        self._log = Bulk(database, crm_log)

    def write(self, connection: sa.Connection, slips: Sequence[Slip]) -> Sequence[object]:
        """What the log says of each, or why it was refused."""
        # In the order of the leads, so that no two processes wait for each other.
        turns = sorted(range(len(slips)), key=lambda turn: slips[turn].folio.number)
        done = {turn: self._write(connection, slips[turn]) for turn in turns}
        return [done[turn] for turn in range(len(slips))]

    def _write(self, connection: sa.Connection, slip: Slip) -> CrmEntry | Exception:
        write, (number, seal) = slip.write, slip.folio
        self._lock(connection, slip)
        row = connection.execute(ENTRY, {"id": write.id}).first()
        if row is not None:
            return entry_of(row, seal)
        rows = connection.execute(OBJECTS, {"number": number}).all()
        objects = [object_of(one, seal) for one in rows]
        file = file_of(write.lead_id, objects)
        try:
            done = filed(file, write, registry(), self._naming.mint)
        except Exception as error:  # noqa: BLE001 - it is this write's own
            return error
        if not done.entry.is_empty:
            record = self._record(slip, objects, done.record, done.entry.version)
            self._keep(connection, (*record, *done.objects), slip.folio)
        self._note(connection, done.entry, slip.folio)
        return done.entry

    def _lock(self, connection: sa.Connection, slip: Slip) -> None:
        """One write at a time to a file; the row of the lead itself stands for all of it."""
        head = CrmObject(
            id=self._id(ObjectType.LEAD, slip.write.lead_id),
            type=ObjectType.LEAD,
            version=0,
            made_at=slip.write.at,
        )
        self._heads.insert(connection, [_row(head, slip.folio)])
        connection.execute(_LOCK, {"id": head.id})

    def _record(
        self, slip: Slip, there: Sequence[CrmObject], changed: Mapping[str, Held], version: int
    ) -> list[CrmObject]:
        """Account, contact and lead as far as they change; the lead always does."""
        by_type = {one.type: one for one in there if one.type in RECORD}
        fields: dict[ObjectType, dict[str, Held]] = {ObjectType.LEAD: {}}
        for name, held in changed.items():
            kind, field = registry().spec(name).place(CRM)
            fields.setdefault(kind, {})[field] = held
        return [
            CrmObject(
                id=self._id(kind, slip.write.lead_id),
                type=kind,
                version=version,
                made_at=by_type[kind].made_at if kind in by_type else slip.write.at,
                fields={**(by_type[kind].fields if kind in by_type else {}), **new},
            )
            for kind, new in fields.items()
        ]

    def _keep(self, connection: sa.Connection, objects: Sequence[CrmObject], folio: Folio) -> None:
        self._objects.insert(connection, [_row(one, folio) for one in objects])

    def _note(self, connection: sa.Connection, entry: CrmEntry, folio: Folio) -> None:
        text = codec.crm_entries().dump_json(entry)
        row = {
            "id": entry.id,
            "lead_no": folio.number,
            "run": entry.run,
            "at": micros(entry.at),
            "entry": folio.seal.seal(place("crm_log", entry.id, "entry"), text),
        }
        self._log.insert(connection, [row])

    def _id(self, kind: ObjectType, lead_id: LeadId) -> str:
        return self._naming.mint(f"crm_{kind}", lead_id)


def _row(one: CrmObject, folio: Folio) -> dict[str, Any]:
    where = place("crm_objects", one.id, "fields", one.version)
    return {
        "id": one.id,
        "lead_no": folio.number,
        "type": one.type.value,
        "version": one.version,
        "made_at": micros(one.made_at),
        "is_gone": one.is_gone,
        "fields": folio.seal.seal(where, codec.fields().dump_json(dict(one.fields))),
    }


OBJECTS: Final = (
    sa.select(crm_objects)
    .where(crm_objects.c.lead_no == sa.bindparam("number"), crm_objects.c.is_gone.is_(False))
    .order_by(crm_objects.c.made_at, crm_objects.c.id)
)
ENTRY: Final = sa.select(crm_log).where(crm_log.c.id == sa.bindparam("id"))
_LOCK: Final = (
    sa.select(crm_objects.c.version).where(crm_objects.c.id == sa.bindparam("id")).with_for_update()
)
