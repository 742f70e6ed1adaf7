"""Proving the journal: every row is one of ours, and the calls that events rest on are there."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.moments import as_kept
from leadwright.adapters.store.repositories.journal import clear_text, row_hash
from leadwright.adapters.store.tables import journal
from leadwright.governance.audit import AuditEvent
from leadwright.governance.naming import Naming
from leadwright.models.ports import CallState

ADOPTED: Final = "adopt_journal"
_PAGE: Final = 500  # rows with what was said
_ROW: Final = as_kept(journal)
_TWICE: Final = (
    sa.select(journal.c.segment_id)
    .group_by(journal.c.segment_id, journal.c.key)
    .having(sa.func.count() > 1)
    .limit(1)
)


class Adoption(NamedTuple):
    """What an upgrade found in the journal: rows whose hashes were not keyed yet."""

    up_to: int
    digest: str


class Places:
    """A set of places in the journal, a bit each: there may be many millions."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self.number = 0

    def add(self, places: Iterable[int]) -> None:
        """Remember places."""
        for place in places:
            byte, bit = place >> 3, 1 << (place & 7)
            if byte >= len(self._bits):
                self._bits.extend(bytes(byte + 4096 - len(self._bits)))
            self.number += not self._bits[byte] & bit
            self._bits[byte] |= bit


def adoption_of(event: AuditEvent) -> Iterator[Adoption]:
    """What an event tells of an upgrade; nothing, for most."""
    if event.action == ADOPTED:
        told = json.loads(event.detail)
        yield Adoption(up_to=int(told["up_to"]), digest=told["digest"])


def check_calls(
    connection: sa.Connection, database: Database, told: Mapping[int, str], seq: int
) -> None:
    """The calls that events rest on are there as they were.

    Raises:
        AuditBroken: one was changed, moved or taken away.
    """
    if not told:
        return
    these = database.among(journal.c.seq, "places")
    query = sa.select(journal.c.seq, journal.c.row_hash).where(these)
    rows = connection.execute(query, {"places": database.listed(told)})
    found = {row.seq: bytes(row.row_hash).hex() for row in rows}
    for place, mark in told.items():
        if found.get(place) != mark:
            raise AuditBroken(
                f"The journal does not hold at row {place}: a call that an event up to {seq} rests "
                "on was changed, moved or taken away. Compare with the last backup and find out "
                "who could write to the database."
            )


def prove(connection: sa.Connection, naming: Naming, adopted: Sequence[Adoption]) -> int:
    """Every row is as this program wrote it; returns how many there are.

    Raises:
        AuditBroken: one is not, or is there twice.
    """
    if connection.execute(_TWICE).first() is not None:
        raise _broken("a call is there twice")
    until = max((adoption.up_to for adoption in adopted), default=0)
    digest, number = hashlib.sha256(), 0
    for number, row in enumerate(_rows(connection), 1):  # noqa: B007 - the last one is asked for
        if not _is_old(row, naming):
            continue
        if row.seq > until:
            raise _broken(f"at row {row.seq}")
        if row.state == CallState.DONE:  # the others may be answered yet
            digest.update(f"{row.seq} {bytes(row.row_hash).hex()}\n".encode())
    if any(adoption.digest != digest.hexdigest() for adoption in adopted):
        raise _broken(f"up to row {until}")
    return number


def _rows(connection: sa.Connection) -> Iterator[Any]:
    after = 0
    while True:
        query = sa.select(*_ROW).where(journal.c.seq > after).order_by(journal.c.seq)
        rows = connection.execute(query.limit(_PAGE)).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].seq


def _is_old(row: Any, naming: Naming) -> bool:  # noqa: ANN401 - a row of `journal`
    """Whether it was written before hashes were keyed.

    Raises:
        AuditBroken: it is neither an old row nor one of ours.
    """
    values = dict(row._mapping)  # noqa: SLF001 - its public name in SQLAlchemy
    try:
        values["cached"] = {0: False, 1: True}[values["cached"]]
        values["payload_hash"] = bytes(values["payload_hash"])
        kept = bytes(row.row_hash)
        if row.payload is None or hashlib.sha256(row.payload).digest() == values["payload_hash"]:
            if kept == row_hash(naming, values):
                return False
            if kept == hashlib.sha256(clear_text(values).encode()).digest():
                return True
    except (TypeError, ValueError, KeyError) as error:
        raise _broken(f"at row {row.seq}") from error
    raise _broken(f"at row {row.seq}")


def _broken(where: str) -> AuditBroken:
    return AuditBroken(
        f"The journal does not hold ({where}): it was changed, or not written by this program. "
        "Compare with the last backup and find out who could write to the database."
    )
