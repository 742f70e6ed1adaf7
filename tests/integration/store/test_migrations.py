"""The schema goes up and down, and a database that does not fit says what to do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.contract.store.examples import a_change, a_lead, an_admission, an_id
from tests.integration.store import raw

from leadwright.adapters.store import Database, Kind, Store, migrate
from leadwright.adapters.store.errors import DatabaseForeign, DatabaseOutdated, ProgramOutdated
from leadwright.adapters.store.tables import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'leadwright.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    database = Database.open(url)
    yield database
    database.close()


def test_an_empty_database_is_made_ready_without_a_word(
    empty: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate.ensure(empty)
    migrate.ensure(empty)
    assert migrate.current(empty) == migrate.head()
    assert capsys.readouterr() == ("", "")


def test_the_newest_revision_is_the_one_alembic_finds() -> None:
    script = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert migrate.head() == script.get_current_head()


def test_who_comes_to_an_empty_database_at_once_finds_one_schema(empty: Database) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: migrate.ensure(empty), range(6)))
    assert migrate.current(empty) == migrate.head()


def test_the_schema_that_was_migrated_is_the_schema_of_the_tables(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "leadwright_version", "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []


async def test_up_and_down_and_up_again_with_data(empty: Database, tmp_path: Path) -> None:
    for _ in range(2):
        migrate.upgrade(empty)
        store = Store.open(Database.open(empty.url), key_file=tmp_path / "leadwright.key")
        await store.leads.admit([an_admission(a_lead(1))], [])
        await store.desk.apply(a_change(await store.desk.open(an_id(1))))
        assert await store.leads.get(an_id(1)) == a_lead(1)
        store.close()
        migrate.downgrade(empty, "base")
        assert migrate.current(empty) is None
        assert _tables(empty) <= {"leadwright_version"}


def test_an_older_database_asks_for_its_upgrade(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(empty)
    monkeypatch.setattr(migrate, "head", lambda: "9999")
    with pytest.raises(DatabaseOutdated, match="leadwright db upgrade"):
        migrate.ensure(empty)


def test_a_database_of_a_newer_program_says_that_the_program_is_old(empty: Database) -> None:
    migrate.upgrade(empty)
    raw.change(empty, "UPDATE leadwright_version SET version_num = '9999'")
    with pytest.raises(ProgramOutdated, match="older than the database"):
        migrate.ensure(empty)


def test_a_database_of_somebody_else_is_left_alone(empty: Database) -> None:
    with empty.writing() as connection:
        connection.execute(sa.text("CREATE TABLE invoices (id INTEGER)"))
    with pytest.raises(DatabaseForeign, match="invoices"):
        migrate.ensure(empty)
    assert _tables(empty) == {"invoices"}
    migrate.upgrade(empty)  # asked for in so many words
    migrate.ensure(empty)


def test_an_upgrade_that_fails_changes_nothing(empty: Database) -> None:
    with empty.writing() as connection:
        connection.execute(sa.text("CREATE TABLE intents (id INTEGER)"))  # the last one made
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(empty)
    assert _tables(empty) == {"intents"}


def test_one_engine_serves_the_store_and_whoever_else_needs_it(empty: Database) -> None:
    migrate.ensure(empty)
    if empty.kind is Kind.SQLITE:
        with empty.engine.connect() as connection:
            asked = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert asked == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 30000,
        }
    assert empty.engine.dialect.name == empty.kind.value


def _tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names())
