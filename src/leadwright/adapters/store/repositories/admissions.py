"""Taking in leads: many rows, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.blinds import Blinds
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.repositories.shelf import Shelf
from leadwright.adapters.store.tables import (
    counters,
    inbox,
    lead_keys,
    leads,
    micros,
    refusals,
)
from leadwright.governance.vault import Seal, Vault, place
from leadwright.journey.ports import EventKind
from leadwright.leads.dedup import KeyKind
from leadwright.leads.lead import LeadId
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal
from leadwright.leads.stage import Stage

Row = dict[str, Any]
REFERENCE: Final = "reference"  # an external id whatever its system, as people type it
ROW: Final = KeyKind.ROW.value  # the id of the lead itself, of which `leads` has an index
_ARRIVED: Final = ":arrived"
_LARGE: Final = 1_000  # leads; SQLite gets room for the pages that so many touch
_ROOM, _USUAL_ROOM = "PRAGMA cache_size = -32000", "PRAGMA cache_size = -4000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """A batch, sealed and ready to be inserted."""

    leads: list[Row]
    wrapped: list[bytes]
    blinds: list[set[int]]
    refusals: list[Row] = field(default_factory=list)

    @property
    def next_position(self) -> int:
        """One more than the highest position of the batch."""
        return max((row["position"] for row in self.leads), default=-1) + 1


def prepare(
    vault: Vault,
    blinds: Blinds,
    batch: Sequence[Admission],
    refused: Sequence[KeptRefusal],
) -> Tray:
    """Seal and blind a batch; costs time, so no transaction is open meanwhile."""
    keys = vault.new_keys([admission.lead.lead_id for admission in batch])
    return Tray(
        leads=[
            _lead(admission, vault, seal) for admission, (seal, _) in zip(batch, keys, strict=True)
        ],
        wrapped=[wrapped for _, wrapped in keys],
        blinds=[_blinds(blinds, admission) for admission in batch],
        refusals=[_refusal(vault, refusal) for refusal in refused],
    )


class Admitting:
    """Inserts what was prepared."""

    def __init__(self, database: Database) -> None:
        self._widens = database.kind is Kind.SQLITE
        self._leads = Bulk(database, leads)
        self._lead_keys = Bulk(database, lead_keys)
        self._shelf = Shelf(database)
        self._refusals = Bulk(database, refusals, conflict=KEEPING)

    def insert(self, connection: sa.Connection, tray: Tray) -> None:
        """Leads get running numbers; a refusal that is there already stays as it is."""
        if self._widens and len(tray.leads) >= _LARGE:
            connection.exec_driver_sql(_ROOM)
            self._insert_leads(connection, tray)
            connection.exec_driver_sql(_USUAL_ROOM)  # given back by the commit
        elif tray.leads:
            self._insert_leads(connection, tray)
        self._refusals.insert(connection, tray.refusals)

    def _insert_leads(self, connection: sa.Connection, tray: Tray) -> None:
        number = _numbers(connection, tray)
        for lead_no, row in enumerate(tray.leads, number):
            row["lead_no"] = lead_no
        self._leads.pour(connection, tray.leads)
        self._lead_keys.pour(connection, _numbered(number, tray.wrapped))
        self._shelf.put(connection, number, tray.blinds)
        connection.execute(_ARRIVE, {"first": number, "last": number + len(tray.leads) - 1})


def read_refusal(vault: Vault, row: Any) -> KeptRefusal:  # noqa: ANN401 - a row of `refusals`
    """A refusal as it was kept."""
    where = place("refusals", bytes(row.id).hex(), "sealed")
    given, reason = codec.pair_from_json(vault.house.open(where, row.sealed))
    return KeptRefusal(
        file=row.file, row=row.row, field=row.field, given=given, code=row.code, reason=reason
    )


def _numbers(connection: sa.Connection, tray: Tray) -> int:
    last = connection.execute(_TAKE_NUMBERS, {"many": len(tray.leads)}).scalar_one()
    connection.execute(_MOVE_POSITION, {"next": tray.next_position})
    return int(last) - len(tray.leads) + 1


def _lead(admission: Admission, vault: Vault, seal: Seal) -> Row:
    lead, lead_id = admission.lead, admission.lead.lead_id
    folder = codec.Folder(lead=lead, priority_terms=admission.priority_terms, why=admission.why)
    text = codec.folders().dump_json(folder)
    merged = admission.kind is AdmissionKind.MERGED
    return {
        "lead_id": lead_id,
        "pseudonym": vault.naming.pseudonym(lead_id),
        "campaign": lead.campaign,
        "owner": lead.owner,
        "source": lead.source,
        "currency": lead.deal_value.currency if lead.deal_value else None,
        "cohort": lead.cohort,
        "position": lead.position,
        "received_at": micros(lead.received_at),
        "stage": (Stage.MERGED if merged else Stage.RECEIVED).value,
        "run_state": "idle" if merged else "waiting",
        "segment": 0,
        "priority": admission.priority,
        "release": "",
        "merged_into": admission.merged_into,
        "document": seal.seal(place("leads", lead_id, "document"), text),
        "raw": seal.seal(place("leads", lead_id, "raw"), admission.raw.encode()),
    }


def _blinds(blinds: Blinds, admission: Admission) -> set[int]:
    found = set(blinds.of(key for key in admission.keys if key.kind != ROW).values())
    found.update(blinds.one(REFERENCE, value) for _, value in admission.lead.external_ids)
    return found


def _numbered(number: int, wrapped: Sequence[bytes]) -> list[Row]:
    return [{"lead_no": no, "wrapped": key} for no, key in enumerate(wrapped, number)]


def arrival(lead_id: LeadId) -> str:
    """The id of the event that a lead has arrived."""
    return f"{lead_id}{_ARRIVED}"


def _refusal(vault: Vault, refusal: KeptRefusal) -> Row:
    content = "\0".join((refusal.file, str(refusal.row), refusal.field, refusal.given))
    blind = vault.naming.blind("refusal", content)
    text = codec.pair_to_json(refusal.given, refusal.reason)
    return {
        "id": blind,
        "file": refusal.file,
        "row": refusal.row,
        "field": refusal.field,
        "code": refusal.code,
        "sealed": vault.house.seal(place("refusals", blind.hex(), "sealed"), text),
    }


_ARRIVE: Final = sa.insert(inbox).from_select(
    ["lead_no", "id", "kind", "at", "done", "payload"],
    sa.select(
        leads.c.lead_no,
        leads.c.lead_id + _ARRIVED,
        sa.literal(EventKind.ARRIVED.value),
        leads.c.received_at,
        sa.false(),
        sa.null(),
    ).where(
        leads.c.lead_no.between(sa.bindparam("first"), sa.bindparam("last")),
        leads.c.run_state == "waiting",
    ),
)
_TAKE_NUMBERS: Final = (
    sa.update(counters)
    .where(counters.c.name == "lead_no")
    .values(value=counters.c.value + sa.bindparam("many"))
    .returning(counters.c.value)
)
_MOVE_POSITION: Final = (
    sa.update(counters)
    .where(counters.c.name == "position", counters.c.value < sa.bindparam("next"))
    .values(value=sa.bindparam("next"))
)
