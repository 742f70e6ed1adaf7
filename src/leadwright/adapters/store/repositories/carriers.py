"""Which leads carry a dedup key: thousands of keys asked for at once, most of them in vain."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.repositories.admissions import ROW
from leadwright.adapters.store.repositories.shelf import SHELVES
from leadwright.adapters.store.tables import lead_keys, leads
from leadwright.governance.vault import place
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import KeyRef

_USUAL: Final = 8  # leads a key, on average; more, and some key is shared by very many
_COMPARED: Final = 50  # nobody compares with all the leads of a switchboard

FOLDERS: Final = sa.select(
    leads.c.lead_no, leads.c.lead_id, leads.c.merged_into, leads.c.document, lead_keys.c.wrapped
).join_from(leads, lead_keys, leads.c.lead_no == lead_keys.c.lead_no)


class Carriers:
    """Finds leads by keys."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        database = archive.database
        self._carrying = [_each(database, keys.c.blind, keys.c.lead_no) for keys in SHELVES]
        self._crowded = [_first_of_each(database, keys) for keys in SHELVES]
        self._named = _each(database, leads.c.lead_id, leads.c.lead_no)
        self._folders = FOLDERS.where(database.among(leads.c.lead_no, "numbers"))

    def of(
        self, connection: sa.Connection, keys: Sequence[KeyRef]
    ) -> dict[KeyRef, tuple[Lead, ...]]:
        """Every key with its leads, in order of arrival; for a merged one, who lives on."""
        blinds = self._archive.blinds.of(key for key in keys if key.kind != ROW)
        holders = self._holders(connection, set(blinds.values()))
        names = self._numbers(connection, {key.value for key in keys if key.kind == ROW})
        numbers = set(names.values()).union(*holders.values())
        alive = self._alive(connection, numbers)
        found: dict[KeyRef, tuple[Lead, ...]] = dict.fromkeys(keys, ())
        for key in keys:
            if key.kind == ROW:
                carrying = {names[key.value]} if key.value in names else set()
            else:
                carrying = holders.get(blinds[key], set())
            if carrying:
                found[key] = _in_order(alive[number] for number in carrying if number in alive)
        return found

    def known(self, connection: sa.Connection, lead_ids: Collection[LeadId]) -> set[LeadId]:
        """Those of the leads that are here."""
        return {LeadId(name) for name in self._numbers(connection, set(lead_ids))}

    def open(self, row: Any) -> Lead:  # noqa: ANN401 - a row of `FOLDERS`
        """The lead of a row."""
        seal = self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped)
        text = seal.open(place("leads", row.lead_id, "document"), row.document)
        return codec.folders().validate_json(text).lead

    def _holders(self, connection: sa.Connection, blinds: set[int]) -> dict[int, set[int]]:
        asked = {"wanted": self._archive.database.listed(blinds)}
        most = _USUAL * len(blinds) + 1
        holders: dict[int, set[int]] = {}
        for carrying, crowded in zip(self._carrying, self._crowded, strict=True):
            rows: Sequence[Any] = connection.execute(carrying.limit(most), asked).all()
            if len(rows) == most:
                rows = connection.execute(crowded, asked).all()
            for blind, number in rows:
                holders.setdefault(blind, set()).add(number)
        return holders

    def _numbers(self, connection: sa.Connection, names: Collection[str]) -> dict[str, int]:
        if not names:
            return {}
        asked = {"wanted": self._archive.database.listed(names)}
        return {row[0]: row.lead_no for row in connection.execute(self._named, asked)}

    def _alive(self, connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Lead]:
        rows: dict[str, Any] = {}
        wanted, asked = set(numbers), set[str]()
        while wanted:
            listed = {"numbers": self._archive.database.listed(wanted)}
            rows |= {row.lead_id: row for row in connection.execute(self._folders, listed)}
            onward = {row.merged_into for row in rows.values() if row.merged_into}
            onward -= rows.keys() | asked
            asked |= onward
            wanted = set(self._numbers(connection, onward).values())
        opened = {lead_id: self.open(row) for lead_id, row in rows.items()}
        return {row.lead_no: opened[_end_of(rows, lead_id)] for lead_id, row in rows.items()}


def _each(
    database: Database, column: sa.ColumnElement[Any], number: sa.ColumnElement[int]
) -> sa.Select[Any]:
    """Values with the numbers of their leads, looked up one by one by the column's index."""
    if database.kind is Kind.SQLITE:
        return sa.select(column, number).where(database.among(column, "wanted"))
    # With `= ANY`, PostgreSQL reads a big table from end to end as soon as many are asked for.
    wanted = sa.func.unnest(sa.bindparam("wanted", type_=sa.ARRAY(column.type)))
    asked = wanted.table_valued("value", name="asked").render_derived()
    found = sa.select(number).where(column == asked.c.value).order_by(number).limit(_COMPARED)
    each = found.lateral("each")
    return sa.select(asked.c.value, each.c.lead_no).select_from(asked.join(each, sa.true()))


def _first_of_each(database: Database, keys: sa.Table) -> sa.Select[Any]:
    rank = sa.func.row_number().over(partition_by=keys.c.blind, order_by=keys.c.lead_no)
    found = sa.select(keys.c.blind, keys.c.lead_no, rank.label("rank"))
    carrying = found.where(database.among(keys.c.blind, "wanted")).subquery()
    return sa.select(carrying.c.blind, carrying.c.lead_no).where(carrying.c.rank <= _COMPARED)


def _end_of(rows: Mapping[str, Any], lead_id: str) -> str:
    seen = set[str]()
    while (onward := rows[lead_id].merged_into) in rows and onward not in seen:
        seen.add(lead_id)
        lead_id = onward
    return lead_id


def _in_order(some: Iterable[Lead]) -> tuple[Lead, ...]:
    once = {lead.lead_id: lead for lead in some}
    return tuple(sorted(once.values(), key=lambda lead: (lead.received_at, lead.position)))
