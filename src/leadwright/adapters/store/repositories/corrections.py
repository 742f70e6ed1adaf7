"""A lead put right by a person: its document, what lists and approvals read of it, its keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.blinds import Blinds
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.keyring import Folio
from leadwright.adapters.store.repositories.admissions import ROW
from leadwright.adapters.store.repositories.shelf import Shelf
from leadwright.adapters.store.tables import leads, twins
from leadwright.governance.vault import place
from leadwright.journey.ports import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A correction, sealed and ready to be written."""

    lead_no: int
    lead_id: str
    row: dict[str, Any]
    blinds: frozenset[int]


def prepare(correction: Correction, folio: Folio, blinds: Blinds) -> Slip:
    """Seal and blind what is new of a lead."""
    lead = correction.lead
    folder = codec.Folder(lead=lead, priority_terms=correction.priority_terms, why="")
    text = codec.folders().dump_json(folder)
    keys = blinds.of(key for key in correction.keys if key.kind != ROW)
    return Slip(
        lead_no=folio.number,
        lead_id=lead.lead_id,
        row={
            "owner": lead.owner,
            "currency": lead.deal_value.currency if lead.deal_value else None,
            "priority": correction.priority,
            "document": folio.seal.seal(place("leads", lead.lead_id, "document"), text),
        },
        blinds=frozenset(keys.values()),
    )


class Correcting:
    """Writes what was prepared, in the transaction of the change it belongs to."""

    def __init__(self, database: Database) -> None:
        self._shelf = Shelf(database)

    def write(self, connection: sa.Connection, slips: Sequence[Slip]) -> None:
        """The old keys stay: keys only ask whether two leads are one person."""
        for slip in slips:
            connection.execute(_REPLACE.where(leads.c.lead_no == slip.lead_no).values(slip.row))
            connection.execute(_FORGET, {"lead": slip.lead_id})
            self._shelf.add(connection, slip.lead_no, slip.blinds)


_REPLACE: Final = sa.update(leads)
_FORGET: Final = sa.delete(twins).where(twins.c.lead_id == sa.bindparam("lead"))
