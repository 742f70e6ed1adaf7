"""`LeadStore` in SQL."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.errors import LeadTaken
from leadwright.adapters.store.repositories import admissions
from leadwright.adapters.store.repositories.carriers import FOLDERS, Carriers
from leadwright.adapters.store.repositories.shelf import carrying
from leadwright.adapters.store.tables import counters, leads, refusals
from leadwright.adapters.store.turns import INTAKE, turn
from leadwright.landmarks import Landmark
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, KeptRefusal, KeyRef

_ADMIT_ORDER: Final = 0
_SHOWN: Final = 20


class SqlLeads:
    """Leads, their keys and the refusals of intake."""

    def __init__(self, archive: Archive) -> None:
        database = archive.database
        self._archive = archive
        self._admitting = admissions.Admitting(database)
        self._carriers = Carriers(archive)

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        """Every key asked for, with the leads that carry it in the order they arrived.

        For a merged lead, the one that lives on stands in.
        """
        return await self._archive.read(lambda connection: self._carriers.of(connection, keys))

    async def known(self, lead_ids: Collection[LeadId]) -> set[LeadId]:
        """Those of the leads that were admitted, also when they were merged or erased."""
        return await self._archive.read(
            lambda connection: self._carriers.known(connection, lead_ids)
        )

    def in_turn(self) -> AbstractAsyncContextManager[None]:
        """While inside, no other process takes leads in."""
        return turn(self._archive, INTAKE)

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        """Store a batch in one transaction."""
        archive = self._archive
        tray = await archive.think(
            lambda: admissions.prepare(archive.vault, archive.blinds, batch, refusals)
        )
        try:
            await archive.scribe.write(
                self._insert, tray, order=_ADMIT_ORDER, mark=Landmark.ADMISSION
            )
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

    def _get(self, connection: sa.Connection, lead_id: LeadId) -> Lead | None:
        row = connection.execute(FOLDERS.where(leads.c.lead_id == lead_id)).first()
        if row is not None:
            return self._carriers.open(row)
        if connection.execute(sa.select(leads.c.lead_id).where(leads.c.lead_id == lead_id)).first():
            raise erased(lead_id)
        return None

    def _find(self, connection: sa.Connection, reference: str) -> tuple[Lead, ...]:
        blind = self._archive.blinds.one(admissions.REFERENCE, reference)
        named = sa.select(leads.c.lead_no).where(leads.c.lead_id == reference)
        # With `OR`, PostgreSQL reads the table from end to end.
        numbers: sa.CompoundSelect[Any] = sa.union_all(named, *carrying(blind).selects)
        found = self._some(connection, leads.c.lead_no.in_(numbers))
        if not found and reference:
            return self._some(connection, _begins(reference))
        return tuple(lead for lead in found if _goes_by(lead, reference))

    def _some(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Lead, ...]:
        query = FOLDERS.where(which).order_by(leads.c.position).limit(_SHOWN)
        return tuple(self._carriers.open(row) for row in connection.execute(query))


def _goes_by(lead: Lead, reference: str) -> bool:
    return reference in {lead.lead_id, *(value for _, value in lead.external_ids)}


def _begins(start: str) -> sa.ColumnElement[bool]:
    # LIKE alone finds the index on neither database; the letter comes after all those of ids.
    near = leads.c.lead_id.between(start, f"{start}z")
    return near & leads.c.lead_id.startswith(start, autoescape=True)


def _of_file(query: sa.Select[Any], file: str | None) -> sa.Select[Any]:
    return query if file is None else query.where(refusals.c.file == file)
