"""Taking in leads: many rows, one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec, tables
from leadwright.adapters.store.engine import Database
from leadwright.governance.vault import Keyring, Vault, place
from leadwright.journey.ports import EventKind
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal
from leadwright.leads.stage import Stage

Row = dict[str, Any]
_OWN: Final = (tables.leads, tables.lead_keys, tables.sessions, tables.inbox)
_SHARED: Final = (tables.dedup_keys, tables.external_ids, tables.refusals)


@dataclass(slots=True)
class Tray:
    """Rows ready to be inserted, by table."""

    rows: dict[sa.Table, list[Row]] = field(
        default_factory=lambda: {table: [] for table in (*_OWN, *_SHARED)}
    )


def prepare(
    vault: Vault, keys: Keyring, batch: Sequence[Admission], refused: Sequence[KeptRefusal]
) -> Tray:
    """Seal and blind a batch; costs time, so no transaction is open meanwhile."""
    tray = Tray()
    for admission in batch:
        _lead(vault, keys, admission, tray)
    for refusal in refused:
        tray.rows[tables.refusals].append(_refusal(vault, refusal))
    return tray


def insert(database: Database, connection: sa.Connection, tray: Tray) -> None:
    """Insert what was prepared. Keys, external ids and refusals that are there already stay."""
    for table in _OWN:
        if rows := tray.rows[table]:
            connection.execute(sa.insert(table), rows)
    for table in _SHARED:
        if rows := tray.rows[table]:
            connection.execute(database.insert(table).on_conflict_do_nothing(), rows)


def read_refusal(vault: Vault, row: Any) -> KeptRefusal:  # noqa: ANN401 - a row of `refusals`
    """A refusal as it was kept."""
    where = place("refusals", row.id.hex(), "sealed")
    given, reason = codec.pairs().validate_json(vault.house.open(where, row.sealed))
    return KeptRefusal(
        file=row.file, row=row.row, field=row.field, given=given, code=row.code, reason=reason
    )


def _lead(vault: Vault, keys: Keyring, admission: Admission, tray: Tray) -> None:
    lead, lead_id = admission.lead, admission.lead.lead_id
    seal, wrapped = vault.new_key(lead_id)
    keys.keep(lead_id, seal)
    folder = codec.Folder(lead=lead, priority_terms=admission.priority_terms, why=admission.why)
    merged = admission.kind is AdmissionKind.MERGED
    stage = Stage.MERGED if merged else Stage.RECEIVED
    rows = tray.rows
    rows[tables.leads].append(
        {
            "lead_id": lead_id,
            "pseudonym": vault.pseudonym(lead_id),
            "campaign": lead.campaign,
            "owner": lead.owner,
            "source": lead.source,
            "currency": lead.deal_value.currency if lead.deal_value else None,
            "cohort": lead.cohort,
            "position": lead.position,
            "received_at": lead.received_at,
            "stage": stage.value,
            "run_state": "idle" if merged else "waiting",
            "segment": 0,
            "priority": admission.priority,
            "release": "",
            "merged_into": admission.merged_into,
            "document": seal.seal(
                place("leads", lead_id, "document"), codec.folders().dump_json(folder)
            ),
            "raw": seal.seal(place("leads", lead_id, "raw"), admission.raw.encode()),
        }
    )
    rows[tables.lead_keys].append({"lead_id": lead_id, "wrapped": wrapped})
    rows[tables.sessions].append(
        {
            "lead_id": lead_id,
            "version": 0,
            "stage": stage.value,
            "last_updated": lead.received_at,
            "document": None,
        }
    )
    if not merged:
        rows[tables.inbox].append(_arrived(lead))
    rows[tables.dedup_keys].extend(
        {"blind": vault.blind(key.kind, key.value), "lead_id": lead_id, "kind": key.kind}
        for key in dict.fromkeys(admission.keys)
    )
    rows[tables.external_ids].extend(_external(vault, lead))


def _external(vault: Vault, lead: Lead) -> Iterator[Row]:
    for system, value in lead.external_ids:
        yield {
            "blind": vault.blind("external id", value),
            "system": system,
            "lead_id": lead.lead_id,
        }


def _arrived(lead: Lead) -> Row:
    return {
        "lead_id": lead.lead_id,
        "id": arrival(lead.lead_id),
        "kind": EventKind.ARRIVED.value,
        "at": lead.received_at,
        "done_version": None,
        "payload": None,
    }


def arrival(lead_id: LeadId) -> str:
    """The id of the event that a lead has arrived."""
    return f"{lead_id}:arrived"


def _refusal(vault: Vault, refusal: KeptRefusal) -> Row:
    content = "\0".join((refusal.file, str(refusal.row), refusal.field, refusal.given))
    blind = vault.blind("refusal", content)
    text = codec.pairs().dump_json((refusal.given, refusal.reason))
    return {
        "id": blind,
        "file": refusal.file,
        "row": refusal.row,
        "field": refusal.field,
        "code": refusal.code,
        "sealed": vault.house.seal(place("refusals", blind.hex(), "sealed"), text),
    }
