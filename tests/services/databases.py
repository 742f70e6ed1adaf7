"""Fresh databases on a PostgreSQL server, one a test, each a copy of a template."""

import contextlib
import secrets
from collections.abc import Callable, Iterator

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

EMPTY = "template0"


class Databases:
    """The databases of one test run on one server; whatever it made, `drop_all` removes."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._templates: dict[str, str] = {}

    @contextlib.contextmanager
    def fresh(self, *, template: str = EMPTY) -> Iterator[str]:
        """The address of a new database that lives as long as the block."""
        name = self._create(template)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def template(self, label: str, prepare: Callable[[str], None]) -> str:
        """The name of a template; `prepare` fills it the first time, given its address."""
        if label not in self._templates:
            name = self._create(EMPTY)
            prepare(self._url(name))
            self._templates[label] = name
        return self._templates[label]

    def drop_all(self) -> None:
        """Remove the templates."""
        while self._templates:
            self._drop(self._templates.popitem()[1])

    def _create(self, template: str) -> str:
        name = f"leadwright_test_{secrets.token_hex(6)}"
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def _drop(self, name: str) -> None:
        self._do(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _do(self, command: sql.Composed) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(command)

    def _url(self, name: str) -> str:
        server, _, options = self._admin_url.partition("?")
        admin = str(conninfo_to_dict(self._admin_url)["dbname"])
        address = f"{server.removesuffix(f'/{admin}')}/{name}"
        return f"{address}?{options}" if options else address
