"""One engine for the store and the durable engine beside it: SQLite in a file, or PostgreSQL."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from leadwright.adapters.store import watch
from leadwright.adapters.store.errors import DatabaseUnreadable, DatabaseUnsupported, DriverTooOld
from leadwright.landmarks import Landmark

# Without these a server that is gone without a word is waited for a quarter of an hour; tcp(7).
KEPT_ALIVE: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
_SAFE_SQLITE: Final = (3, 51, 3)
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    "cache_size=-4000",
    "wal_autocheckpoint=8000",
)


class Kind(StrEnum):
    """The two databases the one schema runs on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A connection pool, and what differs between the two databases."""

    engine: sa.Engine
    url: str = field(repr=False)  # as given; may hold a password
    kind: Kind

    @classmethod
    def open(cls, url: str, *, connections: int = 12, file_key: bytes | None = None) -> "Database":
        """Connect lazily to `sqlite:///FILE` or `postgresql://…`; `file_key` encrypts the file."""
        parsed = _parse(url)
        if parsed.get_backend_name() == Kind.SQLITE:
            engine = _sqlite(parsed, connections, file_key)
            return cls(engine=engine, url=url, kind=Kind.SQLITE)
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=KEPT_ALIVE,
        )
        return cls(engine=engine, url=url, kind=Kind.POSTGRESQL)

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        name = self.engine.url.database
        return Path(name) if self.kind is Kind.SQLITE and name else None

    @contextmanager
    def writing(self, *marks: Landmark) -> Iterator[sa.Connection]:
        """A transaction that may write: committed as a whole or not at all.

        `marks` say what it is about, for those who watch.
        """
        with self.engine.begin() as connection:
            if self.kind is Kind.SQLITE:
                # The driver would begin at the first INSERT only, after what we read before it.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            watch.name(connection, marks)
            yield connection

    def among(self, column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
        """`column IN (…)` with one parameter, whose value `listed` makes."""
        if self.kind is Kind.SQLITE:
            values = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
            return column.in_(sa.select(values.c.value))
        return column == sa.any_(sa.bindparam(name, type_=sa.ARRAY(column.type)))

    def listed(self, values: Iterable[int] | Iterable[str]) -> str | list[Any]:
        """Values for `among`, in order, so that every process locks in the same one."""
        ordered: list[Any] = sorted(values)
        return json.dumps(ordered) if self.kind is Kind.SQLITE else ordered

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise _unsupported() from error
    backend = parsed.get_backend_name()
    if backend not in set(Kind) or (backend == Kind.SQLITE and not _is_file(parsed)):
        raise _unsupported()
    return parsed


def _unsupported() -> DatabaseUnsupported:
    return DatabaseUnsupported(
        "The database URL is not understood; use `sqlite:///leadwright.db` (a file) or "
        "`postgresql://user@host/name`."
    )


def _is_file(url: sa.URL) -> bool:
    return url.database not in {None, "", ":memory:"}


def _sqlite(url: sa.URL, connections: int, file_key: bytes | None) -> sa.Engine:
    if dbapi2.sqlite_version_info < _SAFE_SQLITE:
        version = ".".join(map(str, dbapi2.sqlite_version_info))
        raise DriverTooOld(
            f"SQLite {version} can corrupt a database that several connections write; remove "
            "`sqlcipher3-binary` and `sqlcipher3-wheels` and install `sqlcipher3` again."
        )
    engine = sa.create_engine(
        url.set(drivername="sqlite"), module=dbapi2, pool_size=connections, max_overflow=0
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver is untyped
        connection.isolation_level = "IMMEDIATE"
        cursor = connection.cursor()
        if file_key is not None:
            cursor.execute(f"PRAGMA key = \"x'{file_key.hex()}'\"")
        try:
            for pragma in _PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
        except dbapi2.OperationalError:
            raise
        except dbapi2.DatabaseError as error:
            raise DatabaseUnreadable(
                f"The file {url.database!r} is not a SQLite database, or is encrypted with "
                "another key; name the right file and the key it was made with."
            ) from error
        cursor.close()

    return engine
