"""`LeadStore` in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.errors import LeadTaken
from leadwright.adapters.store.repositories import admissions
from leadwright.adapters.store.tables import counters, dedup_keys, lead_keys, leads, refusals
from leadwright.governance.vault import place
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, KeptRefusal, KeyRef

_ADMIT_ORDER: Final = 0
_SHOWN: Final = 20
_USUAL: Final = 8  # leads a key, on average; more, and some key is shared by very many
_COMPARED: Final = 50

_FOLDERS: Final = sa.select(
    leads.c.lead_no, leads.c.lead_id, leads.c.merged_into, leads.c.document, lead_keys.c.wrapped
).join_from(leads, lead_keys, leads.c.lead_no == lead_keys.c.lead_no)


class SqlLeads:
    """Leads, their keys and the refusals of intake."""

    def __init__(self, archive: Archive) -> None:
        database = archive.database
        self._archive = archive
        self._admitting = admissions.Admitting(database)
        which = database.among(dedup_keys.c.blind, "blinds")
        self._carrying = (
            sa.select(dedup_keys.c.blind, dedup_keys.c.lead_no)
            .where(which)
            .limit(sa.bindparam("most"))
        )
        self._first_of_each = _first_of_each(which)
        self._numbered = _FOLDERS.where(database.among(leads.c.lead_no, "numbers"))
        self._named = _FOLDERS.where(database.among(leads.c.lead_id, "names"))

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        """Every key asked for, with the leads that carry it in the order they arrived.

        For a merged lead, the one that lives on stands in.
        """
        return await self._archive.read(lambda connection: self._by_keys(connection, keys))

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        """Store a batch in one transaction."""
        archive = self._archive
        tray = await archive.think(
            lambda: admissions.prepare(archive.vault, archive.blinds, batch, refusals)
        )
        try:
            await archive.scribe.write(self._insert, tray, order=_ADMIT_ORDER)
        except sa.exc.IntegrityError as error:
            raise LeadTaken(
                "A lead of this batch is in the store already, so none of the batch was stored; "
                "see that no second intake runs, then start again."
            ) from error

    async def get(self, lead_id: LeadId) -> Lead | None:
        """One lead by our id; a refusal when it was erased."""
        return await self._archive.read(lambda connection: self._get(connection, lead_id))

    async def find(self, reference: str) -> tuple[Lead, ...]:
        """By our id or an external id; else all whose id begins so, at most twenty."""
        return await self._archive.read(lambda connection: self._find(connection, reference))

    async def count_refusals(self, file: str | None = None) -> int:
        """How many refusals are kept."""
        query = _of_file(sa.select(sa.func.count()).select_from(refusals), file)
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    async def refusals(
        self, file: str | None = None, *, limit: int | None = None
    ) -> tuple[KeptRefusal, ...]:
        """The refusals kept, in the order of files and rows."""
        query = _of_file(sa.select(refusals), file).order_by(refusals.c.file, refusals.c.row)
        query = query.limit(limit)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return tuple(admissions.read_refusal(self._archive.vault, row) for row in rows)

    async def next_position(self) -> int:
        """One more than the highest position given."""
        query = sa.select(counters.c.value).where(counters.c.name == "position")
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    def _insert(
        self, connection: sa.Connection, trays: Sequence[admissions.Tray]
    ) -> Sequence[object]:
        for tray in trays:
            self._admitting.insert(connection, tray)
        return [None] * len(trays)

    def _by_keys(
        self, connection: sa.Connection, keys: Sequence[KeyRef]
    ) -> dict[KeyRef, tuple[Lead, ...]]:
        own = {key.value for key in keys if key.kind == admissions.ROW}
        blinds = self._archive.blinds.of(key for key in keys if key.kind != admissions.ROW)
        holders = self._holders(connection, set(blinds.values()))
        alive = self._alive(connection, set[int]().union(*holders.values()), own)
        found = {
            key: _in_order(alive[number] for number in holders[blind] if number in alive)
            for key, blind in blinds.items()
            if blind in holders
        }
        found |= {
            key: (alive[key.value],)
            for key in keys
            if key.kind == admissions.ROW and key.value in alive
        }
        return dict.fromkeys(keys, ()) | found

    def _holders(self, connection: sa.Connection, blinds: set[int]) -> dict[int, set[int]]:
        """Numbers of leads by key; of a key that very many share, only the first."""
        asked = {"blinds": self._archive.database.listed(blinds), "most": _USUAL * len(blinds) + 1}
        rows: Sequence[Any] = connection.execute(self._carrying, asked).all()
        if len(rows) == asked["most"]:
            rows = connection.execute(self._first_of_each, asked).all()
        holders: dict[int, set[int]] = {}
        for blind, number in rows:
            holders.setdefault(blind, set()).add(number)
        return holders

    def _alive(
        self, connection: sa.Connection, numbers: set[int], names: set[str]
    ) -> dict[int | str, Lead]:
        """Leads by number and id; where one was merged, the lead that lives on."""
        listed = self._archive.database.listed
        rows: dict[str, Any] = {}
        while numbers or names:
            if numbers:
                found = connection.execute(self._numbered, {"numbers": listed(numbers)})
                rows |= {row.lead_id: row for row in found}
            if names:
                found = connection.execute(self._named, {"names": listed(names)})
                rows |= {row.lead_id: row for row in found}
            onward = {row.merged_into for row in rows.values() if row.merged_into}
            numbers, names = set(), onward - set(rows) - names
        opened = {lead_id: self._open(row) for lead_id, row in rows.items()}
        alive: dict[int | str, Lead] = {}
        for lead_id, row in rows.items():
            alive[lead_id] = alive[row.lead_no] = opened[_end_of(rows, lead_id)]
        return alive

    def _get(self, connection: sa.Connection, lead_id: LeadId) -> Lead | None:
        row = connection.execute(_FOLDERS.where(leads.c.lead_id == lead_id)).first()
        if row is not None:
            return self._open(row)
        if connection.execute(sa.select(leads.c.lead_id).where(leads.c.lead_id == lead_id)).first():
            raise erased(lead_id)
        return None

    def _find(self, connection: sa.Connection, reference: str) -> tuple[Lead, ...]:
        blind = self._archive.blinds.one(admissions.REFERENCE, reference)
        named = sa.select(dedup_keys.c.lead_no).where(dedup_keys.c.blind == blind)
        found = self._some(connection, leads.c.lead_id == reference)
        found += self._some(connection, leads.c.lead_no.in_(named))
        if not found and reference:
            found = self._some(connection, leads.c.lead_id.startswith(reference, autoescape=True))
        return found

    def _some(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Lead, ...]:
        query = _FOLDERS.where(which).order_by(leads.c.position).limit(_SHOWN)
        return tuple(self._open(row) for row in connection.execute(query))

    def _open(self, row: Any) -> Lead:  # noqa: ANN401 - a row of `leads` with its key
        seal = self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped)
        text = seal.open(place("leads", row.lead_id, "document"), row.document)
        return codec.folders().validate_json(text).lead


def _first_of_each(which: sa.ColumnElement[bool]) -> sa.Select[tuple[int, int]]:
    # A switchboard's number may stand in a hundred thousand rows; nobody compares with them all.
    place = sa.func.row_number().over(
        partition_by=dedup_keys.c.blind, order_by=dedup_keys.c.lead_no
    )
    found = sa.select(dedup_keys.c.blind, dedup_keys.c.lead_no, place.label("place"))
    carrying = found.where(which).subquery()
    return sa.select(carrying.c.blind, carrying.c.lead_no).where(carrying.c.place <= _COMPARED)


def _end_of(rows: Mapping[str, Any], lead_id: str) -> str:
    seen = set[str]()
    while (onward := rows[lead_id].merged_into) in rows and onward not in seen:
        seen.add(lead_id)
        lead_id = onward
    return lead_id


def _in_order(some: Iterable[Lead]) -> tuple[Lead, ...]:
    once = {lead.lead_id: lead for lead in some}
    return tuple(sorted(once.values(), key=lambda lead: (lead.received_at, lead.position)))


def _of_file(query: sa.Select[Any], file: str | None) -> sa.Select[Any]:
    return query if file is None else query.where(refusals.c.file == file)
