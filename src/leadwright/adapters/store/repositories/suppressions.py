"""`SuppressionList` in SQL: keyed hashes, which name nobody and outlive every lead."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.bulk import Bulk
from leadwright.adapters.store.repositories import gatekeeping
from leadwright.adapters.store.repositories.ledger import append
from leadwright.adapters.store.repositories.shelf import SHELVES
from leadwright.adapters.store.scribe import Clerk
from leadwright.adapters.store.tables import audit, leads, micros, suppressions
from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.marks import Mark, Note, Suppression
from leadwright.landmarks import Landmark
from leadwright.leads.donottouch import SuppressionKind
from leadwright.leads.lead import LeadId

_AT_ONCE: Final = 1000
_DEPTH: Final = 8  # of leads merged into merged ones


class _Change(NamedTuple):
    marks: tuple[Mark, ...]
    note: Note


class SqlSuppressions:
    """One list for all processes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._rows = Bulk(archive.database, suppressions)
        self._audit = Bulk(archive.database, audit)

    async def add(self, marks: Collection[Mark], note: Note) -> frozenset[Mark]:
        """Put marks on the list; those that were not there before. The others stay as they are."""
        return await self._change(self._add, marks, note)

    async def remove(self, marks: Collection[Mark], note: Note) -> frozenset[Mark]:
        """Take marks off the list; those that were there."""
        return await self._change(self._remove, marks, note)

    async def which(self, marks: Collection[Mark]) -> Mapping[Mark, Suppression]:
        """Those that are on the list."""
        if not marks:
            return {}
        return await self._archive.read(lambda connection: _listed(connection, marks))

    async def entries(self, *, limit: int = 100) -> tuple[Suppression, ...]:
        """The list, what came last first."""
        newest = sa.select(suppressions).order_by(
            suppressions.c.at.desc(), suppressions.c.kind, suppressions.c.hash
        )
        rows = await self._archive.read(
            lambda connection: connection.execute(newest.limit(limit)).all()
        )
        return tuple(_entry(row) for row in rows)

    async def count(self) -> Mapping[SuppressionKind, int]:
        """How many of each kind."""
        query = sa.select(suppressions.c.kind, sa.func.count()).group_by(suppressions.c.kind)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return {SuppressionKind(kind): number for kind, number in rows}

    async def carriers(self, marks: Collection[Mark]) -> tuple[LeadId, ...]:
        """Leads that may be meant, for a merged one who lives on; look at each before you act."""
        finders = {int.from_bytes(mark.finder, signed=True) for mark in marks if mark.finder}
        return await self._archive.read(lambda connection: _carriers(connection, finders))

    async def _change(self, clerk: Clerk, marks: Collection[Mark], note: Note) -> frozenset[Mark]:
        found: frozenset[Mark] = frozenset()
        for some in _portions(marks):
            found |= await self._archive.scribe.write(
                clerk, _Change(some, note), order=gatekeeping.ORDER, mark=Landmark.LISTS
            )
        return found

    def _add(self, connection: sa.Connection, changes: Sequence[_Change]) -> Sequence[object]:
        gatekeeping.shut(connection)
        results: list[frozenset[Mark]] = []
        for marks, note in changes:
            new = frozenset(marks) - _listed(connection, marks).keys()
            self._rows.insert(connection, [_row(mark, note) for mark in _ordered(new)])
            append(connection, self._audit, _told("suppress", new, note))
            results.append(new)
        return results

    def _remove(self, connection: sa.Connection, changes: Sequence[_Change]) -> Sequence[object]:
        gatekeeping.shut(connection)
        results: list[frozenset[Mark]] = []
        for marks, note in changes:
            there = frozenset(_listed(connection, marks))
            if there:
                connection.execute(sa.delete(suppressions).where(_among(there)))
            append(connection, self._audit, _told("unsuppress", there, note))
            results.append(there)
        return results


def _listed(connection: sa.Connection, marks: Collection[Mark]) -> dict[Mark, Suppression]:
    known = {(mark.kind.value, mark.hash): mark for mark in marks}
    found: dict[Mark, Suppression] = {}
    for some in _portions(known.values()):
        for row in connection.execute(sa.select(suppressions).where(_among(some))):
            mark = known[row.kind, row.hash]
            found[mark] = _entry(row, mark)
    return found


def _among(marks: Iterable[Mark]) -> sa.ColumnElement[bool]:
    hashes: dict[str, list[bytes]] = {}
    for mark in marks:
        hashes.setdefault(mark.kind.value, []).append(mark.hash)
    return sa.or_(
        *(
            (suppressions.c.kind == kind) & suppressions.c.hash.in_(some)
            for kind, some in hashes.items()
        )
    )


def _carriers(connection: sa.Connection, finders: Collection[int]) -> tuple[LeadId, ...]:
    found: set[LeadId] = set()
    for some in _portions(finders):
        for keys in SHELVES:
            named = sa.select(leads.c.lead_id, leads.c.merged_into).join(
                keys, keys.c.lead_no == leads.c.lead_no
            )
            rows = connection.execute(named.where(keys.c.blind.in_(some)))
            found |= {LeadId(row.merged_into or row.lead_id) for row in rows}
    for _ in range(_DEPTH):
        merged = {lead_id: into for lead_id, into in _onward(connection, found) if into}
        if not merged:
            break
        found = {LeadId(merged.get(lead_id, lead_id)) for lead_id in found}
    return tuple(sorted(found))


def _onward(connection: sa.Connection, names: Collection[LeadId]) -> list[Any]:
    query = sa.select(leads.c.lead_id, leads.c.merged_into)
    return [
        row
        for some in _portions(names)
        for row in connection.execute(query.where(leads.c.lead_id.in_(some)))
    ]


def _portions(values: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    rest = iter(values)
    while some := tuple(islice(rest, _AT_ONCE)):
        yield some


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.kind, mark.hash))


def _row(mark: Mark, note: Note) -> dict[str, Any]:
    return {
        "kind": mark.kind.value,
        "hash": mark.hash,
        "reason": note.reason,
        "source": note.source,
        "actor": note.actor,
        "at": micros(note.at),
    }


def _entry(row: Any, mark: Mark | None = None) -> Suppression:  # noqa: ANN401 - a row
    return Suppression(
        mark=mark or Mark(kind=SuppressionKind(row.kind), hash=row.hash),
        note=Note(actor=row.actor, reason=row.reason, source=row.source, at=row.at),
    )


def _told(action: str, marks: frozenset[Mark], note: Note) -> list[AuditEvent]:
    """One event for one mark or for many: which they were, their digest proves."""
    if not marks:
        return []
    hashes = [f"{mark.kind.value}:{mark.hash.hex()}" for mark in _ordered(marks)]
    digest = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    subject = f"suppression:{hashes[0]}" if len(hashes) == 1 else "suppressions"
    kinds = Counter(mark.kind.value for mark in marks)
    detail = {"digest": digest, "kinds": dict(sorted(kinds.items())), "source": note.source}
    return [
        AuditEvent(
            id=f"{action}:{digest[:20]}/{micros(note.at)}",
            timestamp=note.at,
            actor=note.actor,
            action=action,
            subject=subject,
            reason=note.reason or None,
            release=note.release,
            detail=json.dumps(detail, sort_keys=True),
        )
    ]
