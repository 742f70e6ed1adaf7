"""Bringing a database to the schema of this program, and telling when the two differ."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.errors import DatabaseForeign, DatabaseOutdated, ProgramOutdated
from leadwright.landmarks import Landmark

# Most of the time the schema is as it should be: alembic is loaded only where it has work to do.
if TYPE_CHECKING:
    from alembic.config import Config

_HERE: Final = Path(__file__).parent / "migrations"
_VERSIONS: Final = "leadwright_version"
_MIGRATION_LOCK: Final = 0x1EAD


def head() -> str:
    """The newest revision this program knows."""
    return max(_revisions())


def current(database: Database) -> str | None:
    """The revision of a database; None when it holds no schema of ours."""
    with database.engine.connect() as connection:
        return _current(connection)


def exists(database: Database) -> bool:
    """Whether there is a database with a schema of ours; looking makes none.

    One that cannot be reached counts as there: opening it tells why it cannot.
    """
    if database.file is not None and not (database.file.is_file() and database.file.stat().st_size):
        return False
    try:
        return current(database) is not None
    except sa.exc.OperationalError:
        return True


def upgrade(database: Database, to: str = "head") -> None:
    """Bring a database up; every step or none, one process at a time.

    Raises:
        ProgramOutdated: a newer program made the schema.
    """
    from alembic import command  # noqa: PLC0415

    with _alone(database) as connection:
        _refuse_newer(_current(connection))
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Take a database down to an older revision (`base` for nothing at all)."""
    from alembic import command  # noqa: PLC0415

    with _alone(database) as connection:
        command.downgrade(_config(connection), to)


def ensure(database: Database) -> None:
    """Create the schema in an empty database; refuse one that is not as this program needs it."""
    found = current(database)
    if found == head():
        return
    if found is None:
        found = _create(database)
        if found == head():
            return
    _refuse_newer(found)
    raise DatabaseOutdated(
        f"The database stands at revision {found} and this program needs {head()}; "
        "back it up and run `leadwright db upgrade`."
    )


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in _revisions():
        raise ProgramOutdated(
            f"The database stands at revision {found}, which this program does not know: the "
            "program is older than the database. Install the newer leadwright again."
        )


def _revisions() -> set[str]:
    """Every revision has a file that is called by its number."""
    return {file.name[1:5] for file in (_HERE / "versions").glob("v[0-9]*_*.py")}


def _create(database: Database) -> str | None:
    """Make the schema, unless another process did so meanwhile; returns what is there now."""
    from alembic import command  # noqa: PLC0415

    with _alone(database) as connection:
        if found := _current(connection):
            return found
        names = set(sa.inspect(connection).get_table_names()) - {_VERSIONS}
        if names:
            raise DatabaseForeign(
                f"The database holds tables that are not leadwright's ({min(names)!r}); name an "
                "empty one, or run `leadwright db upgrade` to put ours beside them."
            )
        command.upgrade(_config(connection), "head")
    return head()


@contextmanager
def _alone(database: Database) -> Iterator[sa.Connection]:
    with database.writing(Landmark.FOUNDING) as connection:
        if database.kind is Kind.POSTGRESQL:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        yield connection


def _current(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSIONS):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {_VERSIONS}"))  # noqa: S608
    revision: str | None = found.scalar()
    return revision


def _config(connection: sa.Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
