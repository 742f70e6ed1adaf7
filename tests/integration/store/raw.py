"""What lies in a database, read past the store."""

from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store import Database, Kind
from leadwright.adapters.store.tables import metadata


def everything(database: Database) -> bytes:
    """Every column of every row, and the files of an embedded database."""
    found: list[bytes] = []
    with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(sa.text(f"SELECT * FROM {table.name}")):  # noqa: S608
                found.extend(_raw(value) for value in row)
    if database.file is not None:
        found.extend(path.read_bytes() for path in database.file.parent.glob("leadwright.db*"))
    return b"\n".join(found)


def change(database: Database, statement: str, **values: object) -> int:
    """Do something to the rows that the store would never do."""
    with database.writing() as connection:
        return connection.execute(sa.text(statement), values).rowcount


def unlock(database: Database) -> None:
    """Take the triggers away that guard the audit trail, as an administrator could."""
    queries = {
        Kind.SQLITE: "SELECT name, '' FROM sqlite_master WHERE type = 'trigger'",
        Kind.POSTGRESQL: "SELECT tgname, ' ON ' || tgrelid::regclass FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'audit%'",
    }
    with database.writing() as connection:
        for name, where in connection.execute(sa.text(queries[database.kind])).all():
            connection.execute(sa.text(f"DROP TRIGGER {name}{where}"))


def ask(database: Database, query: str, **values: object) -> list[Any]:
    """The rows of a query."""
    with database.engine.connect() as connection:
        return list(connection.execute(sa.text(query), values))


def _raw(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
