"""Opening a store: the key beside the database, and every way it can be wrong."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from tests.contract.store.examples import a_lead, an_admission, an_id

from leadwright.adapters.store import Database, Store, keyfile
from leadwright.adapters.store.errors import (
    DatabaseUnreadable,
    DatabaseUnsupported,
    DriverTooOld,
    MasterKeyMissing,
    StoreUnavailable,
)
from leadwright.governance.vault import MasterKeyWrong


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'leadwright.db'}"


def test_database_and_master_key_are_made_for_their_owner_alone(url: str, tmp_path: Path) -> None:
    store = Store.open(Database.open(url))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()
    assert {"leadwright.db", "leadwright.key"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    Store.open(Database.open(url)).close()


def test_two_databases_in_one_folder_share_a_master_key(url: str, tmp_path: Path) -> None:
    Store.open(Database.open(url)).close()
    key = (tmp_path / "leadwright.key").read_text()
    Store.open(Database.open(f"sqlite:///{tmp_path / 'other.db'}")).close()
    assert (tmp_path / "leadwright.key").read_text() == key


def test_many_that_come_at_once_share_one_whole_key(tmp_path: Path) -> None:
    path = tmp_path / "leadwright.key"
    with ThreadPoolExecutor(8) as crowd:
        keys = set(crowd.map(lambda _: keyfile.create(path), range(64)))
    assert keys == {keyfile.read(path)}
    assert [file.name for file in tmp_path.iterdir()] == ["leadwright.key"]


def test_a_lost_master_key_is_said_and_not_made_anew(url: str, tmp_path: Path) -> None:
    Store.open(Database.open(url)).close()
    (tmp_path / "leadwright.key").unlink()
    with pytest.raises(MasterKeyMissing, match="backup"):
        Store.open(Database.open(url))
    assert not (tmp_path / "leadwright.key").exists()


@pytest.mark.parametrize("content", ["", "12", "zz" * 32, "ab" * 31, "ab" * 32, "\xff\xfe"])
def test_a_wrong_master_key_is_refused(url: str, tmp_path: Path, content: str) -> None:
    Store.open(Database.open(url)).close()
    (tmp_path / "leadwright.key").write_text(content, "latin-1")
    with pytest.raises(MasterKeyWrong):
        Store.open(Database.open(url))


@pytest.mark.parametrize(
    "wrong", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "leadwright.db", ""]
)
def test_a_database_we_do_not_speak_to_is_named_with_what_to_use(wrong: str) -> None:
    with pytest.raises(DatabaseUnsupported, match="use `sqlite:///"):
        Database.open(wrong)


def test_a_driver_that_may_corrupt_the_file_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 1))
    with pytest.raises(DriverTooOld, match="sqlcipher3"):
        Database.open(url)


async def test_a_file_key_makes_the_whole_file_unreadable(url: str, tmp_path: Path) -> None:
    store = Store.open(Database.open(url, file_key=b"k" * 32))
    await store.leads.admit([an_admission(a_lead(1))], [])
    assert await store.leads.get(an_id(1)) == a_lead(1)
    store.close()
    assert not (tmp_path / "leadwright.db").read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(DatabaseUnreadable, match="another key"):
        Store.open(Database.open(url))


async def test_a_closed_store_refuses_to_write(url: str) -> None:
    store = Store.open(Database.open(url))
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.archive.scribe.write(lambda _connection, items: items, 1, order=1)


@pytest.mark.parametrize(
    "nowhere", ["sqlite:///{}/no/such/folder/x.db", "postgresql://nobody:secret@127.0.0.1:1/x"]
)
def test_a_database_that_is_not_there_says_so(tmp_path: Path, nowhere: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"cannot be (opened|reached)") as refusal:
        Store.open(Database.open(nowhere.format(tmp_path)), key_file=tmp_path / "key")
    assert "secret" not in str(refusal.value)
    assert not (tmp_path / "key").exists()


@pytest.mark.postgres
def test_a_password_is_never_shown(postgres_url: str) -> None:
    password = postgres_url.split(":")[2].split("@", maxsplit=1)[0]
    database = Database.open(postgres_url)
    assert password not in repr(database)
    database.close()
