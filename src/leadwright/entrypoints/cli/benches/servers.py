"""Fresh databases for runs: a file each on SQLite, a database each on a PostgreSQL server."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import psycopg
import sqlalchemy as sa
from psycopg import sql

from leadwright.errors import Unavailable


class BenchDatabaseMissing(Unavailable):
    """The PostgreSQL server for the bench gives no database."""

    code: ClassVar[str] = "bench_database_missing"


@contextmanager
def fresh(place: Path, server: str | None, *, template: str | None = None) -> Iterator[str]:
    """The URL of an empty database: a file in `place`, or a new one on the server, dropped after.

    With the URL of a `template`, which nobody uses meanwhile, it is a copy of that on the server.

    Raises:
        BenchDatabaseMissing: the server does not answer, or its user may not create databases.
    """
    if server is None:
        yield f"sqlite:///{place / 'bench.db'}"
        return
    url = sa.make_url(server).set(drivername="postgresql")
    name = f"leadwright_bench_{secrets.token_hex(6)}"
    like = "template1" if template is None else sa.make_url(template).database or ""
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _do(url, create.format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _do(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _do(url: sa.URL, command: sql.Composed) -> None:
    try:
        address = url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)
    except psycopg.Error as error:
        raise BenchDatabaseMissing(
            f"The server given with --postgres did not do `{command.as_string()}` "
            f"({type(error).__name__}); see that it runs and that its user may create databases."
        ) from error
