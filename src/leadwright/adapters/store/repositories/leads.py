"""`LeadStore` in SQL."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased
from leadwright.adapters.store.errors import LeadTaken
from leadwright.adapters.store.repositories import admissions
from leadwright.adapters.store.tables import dedup_keys, external_ids, lead_keys, leads, refusals
from leadwright.governance.vault import place
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, KeptRefusal, KeyRef

_ADMIT_ORDER: Final = 0
_IN_ONE_LIST: Final = 5000
_SHOWN: Final = 20

_FOLDERS: Final = sa.select(
    leads.c.lead_id, leads.c.document, leads.c.position, lead_keys.c.wrapped
).join_from(leads, lead_keys, leads.c.lead_id == lead_keys.c.lead_id)


class SqlLeads:
    """Leads, their keys and the refusals of intake."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        """Every key asked for, with the leads that carry it in the order they arrived."""
        return await self._archive.read(lambda connection: self._by_keys(connection, keys))

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        """Store a batch in one transaction."""
        archive = self._archive
        tray = await archive.think(
            lambda: admissions.prepare(archive.vault, archive.keys, batch, refusals)
        )
        try:
            await archive.scribe.write(self._insert, tray, order=_ADMIT_ORDER)
        except sa.exc.IntegrityError as error:
            archive.keys.forget(admission.lead.lead_id for admission in batch)
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

    async def refusals(self, file: str | None = None) -> tuple[KeptRefusal, ...]:
        """The refusals kept, in the order of files and rows."""
        query = _of_file(sa.select(refusals), file).order_by(refusals.c.file, refusals.c.row)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return tuple(admissions.read_refusal(self._archive.vault, row) for row in rows)

    async def next_position(self) -> int:
        """One more than the highest position given."""
        query = sa.select(sa.func.coalesce(sa.func.max(leads.c.position) + 1, 0))
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    def _insert(
        self, connection: sa.Connection, trays: Sequence[admissions.Tray]
    ) -> Sequence[object]:
        for tray in trays:
            admissions.insert(self._archive.database, connection, tray)
        return [None] * len(trays)

    def _by_keys(
        self, connection: sa.Connection, keys: Sequence[KeyRef]
    ) -> dict[KeyRef, tuple[Lead, ...]]:
        blinds = {key: self._archive.vault.blind(key.kind, key.value) for key in keys}
        holders: dict[bytes, dict[str, None]] = {}
        documents: dict[str, Any] = {}
        for some in _chunks(list(blinds.values())):
            for row in connection.execute(_carrying(some)):
                holders.setdefault(bytes(row.blind), {})[row.lead_id] = None
                documents[row.lead_id] = row
        opened = {lead_id: self._open(row) for lead_id, row in documents.items()}
        return {
            key: tuple(opened[lead_id] for lead_id in holders.get(blind, {}))
            for key, blind in blinds.items()
        }

    def _get(self, connection: sa.Connection, lead_id: LeadId) -> Lead | None:
        row = connection.execute(_FOLDERS.where(leads.c.lead_id == lead_id)).first()
        if row is not None:
            return self._open(row)
        if connection.execute(sa.select(leads.c.lead_id).where(leads.c.lead_id == lead_id)).first():
            raise erased(lead_id)
        return None

    def _find(self, connection: sa.Connection, reference: str) -> tuple[Lead, ...]:
        named = sa.select(external_ids.c.lead_id).where(
            external_ids.c.blind == self._archive.vault.blind("external id", reference)
        )
        exact = leads.c.lead_id == reference
        rows = self._some(connection, exact | leads.c.lead_id.in_(named))
        if not rows and reference:
            rows = self._some(connection, leads.c.lead_id.startswith(reference, autoescape=True))
        return tuple(self._open(row) for row in rows)

    def _some(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> Sequence[Any]:
        query = _FOLDERS.where(which).order_by(leads.c.position).limit(_SHOWN)
        return connection.execute(query).all()

    def _open(self, row: Any) -> Lead:  # noqa: ANN401 - a row of `leads` with its key
        seal = self._archive.keys.take(row.lead_id, row.wrapped)
        text = seal.open(place("leads", row.lead_id, "document"), row.document)
        return codec.folders().validate_json(text).lead


def _carrying(blinds: Sequence[bytes]) -> sa.Select[Any]:
    return (
        _FOLDERS.add_columns(dedup_keys.c.blind)
        .join(dedup_keys, dedup_keys.c.lead_id == leads.c.lead_id)
        .where(dedup_keys.c.blind.in_(blinds))
        .order_by(leads.c.position)
    )


def _of_file(query: sa.Select[Any], file: str | None) -> sa.Select[Any]:
    return query if file is None else query.where(refusals.c.file == file)


def _chunks(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(values), _IN_ONE_LIST):
        yield values[start : start + _IN_ONE_LIST]
