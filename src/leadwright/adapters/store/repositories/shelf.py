"""The shelf of dedup keys: where the keys of new leads go, and where the leads of a key are found.

Keys are hashes, so the keys of a batch lie all over a big index, and SQLite would write nearly
every page of it for every batch. There they wait in a small table beside it. Every few thousand
leads, those of one slice of the index move over, in its order: its pages are then written once
for many batches.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.bulk import Bulk
from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.tables import dedup_fresh, dedup_keys

SHELVES: Final = (dedup_keys, dedup_fresh)
SLICES: Final = 16
LEADS_A_SLICE: Final = 4096  # so many leads later, the next slice moves
_LOWEST, _WIDTH = -(1 << 63), (1 << 64) // SLICES


class Shelf:
    """Puts keys where they are found again."""

    def __init__(self, database: Database) -> None:
        self._waits = database.kind is Kind.SQLITE
        self._keys = Bulk(database, dedup_keys)

    def put(self, connection: sa.Connection, number: int, blinds: Sequence[Iterable[int]]) -> None:
        """Keep the keys of leads, which are numbered from `number` on."""
        # In the order of the index, neighbours land on one page of it.
        rows = sorted((blind, no) for no, some in enumerate(blinds, number) for blind in some)
        if self._waits:
            pairs = ",".join([f'"{blind}":{no}' for blind, no in rows])
            connection.exec_driver_sql(_LAY, (f"{{{pairs}}}",))  # one step, however many keys
            for turn in range(number // LEADS_A_SLICE, (number + len(blinds)) // LEADS_A_SLICE):
                _move(connection, turn % SLICES)
        else:
            self._keys.pour(connection, [{"blind": blind, "lead_no": no} for blind, no in rows])

    def add(self, connection: sa.Connection, number: int, blinds: Iterable[int]) -> None:
        """Keep more keys of a lead that is here already."""
        for blind in sorted(blinds):
            numbers = [row.lead_no for row in connection.execute(carrying(blind))]
            if number not in numbers:
                self._keys.insert(connection, [{"blind": blind, "lead_no": number}])


def carrying(blind: int) -> sa.CompoundSelect[tuple[int]]:
    """The numbers of the leads that carry a key."""
    return sa.union_all(
        *(sa.select(table.c.lead_no).where(table.c.blind == blind) for table in SHELVES)
    )


def _move(connection: sa.Connection, which: int) -> None:
    first = _LOWEST + which * _WIDTH
    ends: dict[str, Any] = {"first": first, "last": first + _WIDTH - 1}
    connection.execute(_MOVE, ends)
    connection.execute(_CLEAR, ends)


_LAY: Final = (
    "INSERT INTO dedup_fresh (blind, lead_no) SELECT CAST(key AS INTEGER), value FROM json_each(?)"
)
_IN_SLICE: Final = dedup_fresh.c.blind.between(sa.bindparam("first"), sa.bindparam("last"))
_MOVE: Final = sa.insert(dedup_keys).from_select(
    ["blind", "lead_no"],
    sa.select(dedup_fresh.c.blind, dedup_fresh.c.lead_no)
    .where(_IN_SLICE)
    .order_by(dedup_fresh.c.blind, dedup_fresh.c.lead_no),
)
_CLEAR: Final = sa.delete(dedup_fresh).where(_IN_SLICE)
