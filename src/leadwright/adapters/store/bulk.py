"""Many rows in few statements.

SQLite's driver lets other threads run at every single step; beside a busy event loop each step
then waits for its turn. One INSERT of a thousand rows is one step, a thousand are not.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database, Kind

Row = Mapping[str, Any]
_SIZES: Final = tuple(1 << power for power in range(12, -1, -1))  # each is prepared once
_MOST_VALUES: Final = 32_766  # of one statement; SQLite's own limit
_NAMES: Final = {
    "BIGINT": "int8",
    "BLOB": "bytea",
    "BOOLEAN": "bool",
    "DOUBLE": "float8",
    "INTEGER": "int4",
    "TEXT": "text",
}


class Bulk:
    """Inserts rows of one table; values are already as the database keeps them."""

    def __init__(self, database: Database, table: sa.Table, *, conflict: str = "") -> None:
        """`conflict` is an ON CONFLICT clause, without which a row that is there is an error."""
        self._copies = database.kind is Kind.POSTGRESQL
        self._columns = [column.name for column in table.c if not _is_given(column)]
        self._into = f"{table.name} ({', '.join(self._columns)})"
        self._types = [_type(table.c[name]) for name in self._columns]
        self._values = itemgetter(*self._columns)
        self._sizes = [size for size in _SIZES if size * len(self._columns) <= _MOST_VALUES]
        self._conflict = conflict
        self._mark = "%s" if self._copies else "?"

    def insert(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Insert, few steps for many rows."""
        if self._copies:
            if rows:  # the driver sends them all before it waits for the first answer
                connection.exec_driver_sql(self._statement(1), [*map(self._values, rows)])
            return
        for some in _portions(rows, self._sizes):
            parameters = tuple(chain.from_iterable(map(self._values, some)))
            connection.exec_driver_sql(self._statement(len(some)), parameters)

    def pour(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Insert very many rows that cannot conflict, the fastest way the database has."""
        if not self._copies:
            self.insert(connection, rows)
            return
        command = f"COPY {self._into} FROM STDIN (FORMAT BINARY)"
        errors: Any = connection.dialect.loaded_dbapi.Error
        try:
            self._copy(connection.connection.driver_connection, command, rows)
        except errors as error:  # as any other statement would tell it
            raise sa.exc.DBAPIError.instance(command, None, error, errors) from error

    def _copy(self, driver: Any, command: str, rows: Sequence[Row]) -> None:  # noqa: ANN401
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.set_types(self._types)
            for row in rows:
                copy.write_row(self._values(row))

    @cache  # noqa: B019 - a handful of instances live as long as the store
    def _statement(self, rows: int) -> str:
        marks = f"({', '.join([self._mark] * len(self._columns))})"
        values = ", ".join([marks] * rows)
        return f"INSERT INTO {self._into} VALUES {values} {self._conflict}"  # noqa: S608 - ours


def replacing(table: sa.Table, *key: str) -> str:
    """The clause that lets a row replace the one of its key."""
    changed = (c.name for c in table.c if c.name not in key and not _is_given(c))
    settings = ", ".join(f"{name} = excluded.{name}" for name in changed)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {settings}"


KEEPING: Final = "ON CONFLICT DO NOTHING"


def _is_given(column: sa.Column[Any]) -> bool:
    return column.autoincrement is True


def _type(column: sa.Column[Any]) -> str:
    return _NAMES[str(column.type)]


def _portions(rows: Sequence[Row], sizes: Sequence[int]) -> Iterator[Sequence[Row]]:
    start = 0
    for size in sizes:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size
