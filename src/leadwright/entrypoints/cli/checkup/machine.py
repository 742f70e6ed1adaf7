"""The machine's side: Python, SQLite, room on the disk, the database and its key."""

import platform
import shutil
import stat
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.durable.errors import EngineBusy
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.store import Database, Kind, Store, migrate
from leadwright.entrypoints.cli.checkup.check import Check, broken, fine, look
from leadwright.settings import Settings

OLDEST: Final = (3, 11)
LITTLE_ROOM: Final = 1_000_000_000
NO_ROOM: Final = 100_000_000
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
KEY_FILE: Final = "leadwright.key"


def python() -> Check:
    """The interpreter and the package."""
    try:
        ours = version("leadwright")
    except PackageNotFoundError:
        ours = "from source"
    says = f"leadwright {ours}, Python {platform.python_version()} on {platform.system()}"
    if sys.version_info < OLDEST:
        return broken("program", says, "install Python 3.11 or newer")
    return fine("program", says)


def sqlite(settings: Settings) -> Check:
    """The SQLite that is linked in; opening refuses one that can corrupt a database."""
    from sqlcipher3 import dbapi2

    del settings
    Database.open("sqlite:///unused.db").close()
    return fine("SQLite", f"version {dbapi2.sqlite_version}, safe for several connections")


def disk(settings: Settings) -> Check:
    """Room where the database grows."""
    folder = _folder(settings)
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:,.1f} GB free where the database lies"
    if free < NO_ROOM:
        return broken("disk", says, "make room; 1,000 leads take about 100 MB")
    if free < LITTLE_ROOM:
        return look("disk", says, "1,000 leads take about 100 MB; make room before a large file")
    return fine("disk", says)


def database(settings: Settings) -> Check:
    """Whether it is there, ours, of this program's version, writable and free."""
    base = Database.open(settings.database.url)
    try:
        return _made(base) if migrate.exists(base) else _not_made(settings, base)
    except sa.exc.OperationalError as error:
        told = str(error.orig).strip().splitlines()[0]
        todo = "see that its server runs, or that its folder may be written; check database.url"
        return broken("database", f"it cannot be used: {told}", todo)
    finally:
        base.close()


def _made(base: Database) -> Check:
    found, needed = migrate.current(base), migrate.head()
    if found != needed:
        migrate.ensure(base)  # says which of the two is older
    with base.writing():
        pass
    name = base.file or "PostgreSQL"
    try:
        Slot.take(base).release()
    except EngineBusy:
        says = f"{name}, schema {found}; another process works on it now"
        return look("database", says, "looking is possible, a run has to wait for its end")
    return fine("database", f"{name}, schema {found}, can be written")


def key(settings: Settings) -> Check:
    """The master key: there, the right one, and for its owner alone."""
    base = Database.open(settings.database.url)
    made = migrate.exists(base)
    path = settings.database.key_file or _beside(base)
    base.close()
    if not made:
        return fine("master key", f"{path} is made with the database")
    Store.open(Database.open(settings.database.url), key_file=settings.database.key_file).close()
    mode = stat.S_IMODE(path.stat().st_mode)
    says = f"{path}, fits the database, mode {mode:04o}"
    if mode & OTHERS:
        return broken("master key", says, f"others can read it: chmod 600 {path}")
    return fine("master key", f"{says}; keep a copy elsewhere")


def _not_made(settings: Settings, base: Database) -> Check:
    if base.kind is Kind.POSTGRESQL:
        return fine("database", "PostgreSQL answers; the first run makes the schema")
    folder = _folder(settings)
    if base.file is not None and not base.file.parent.is_dir():
        return broken(
            "database",
            f"there is no folder {str(base.file.parent)!r} for it",
            "make the folder, or set database.url (or --db)",
        )
    if not _may_write(folder):
        return broken(
            "database",
            f"{str(folder)!r} may not be written to",
            "change its rights, or set database.url (or --db)",
        )
    return fine("database", f"{base.file} is made by the first run")


def _may_write(folder: Path) -> bool:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _folder(settings: Settings) -> Path:
    base = Database.open(settings.database.url)
    folder = base.file.parent if base.file is not None else Path()
    base.close()
    return folder if folder.is_dir() else Path()


def _beside(base: Database) -> Path:
    return base.file.with_name(KEY_FILE) if base.file is not None else Path(KEY_FILE)
