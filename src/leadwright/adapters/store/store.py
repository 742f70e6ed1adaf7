"""The store: one database, its keys, and a repository a port."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store import keyfile, migrate
from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.blinds import Blinds
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import DatabaseRefused, DatabaseUnreadable, StoreUnavailable
from leadwright.adapters.store.keyring import Keyring
from leadwright.adapters.store.repositories.answers import SqlAnswers
from leadwright.adapters.store.repositories.crm import SqlCrm
from leadwright.adapters.store.repositories.desk import SqlDesk
from leadwright.adapters.store.repositories.inbox import SqlApprovalInbox
from leadwright.adapters.store.repositories.journal import SqlJournal
from leadwright.adapters.store.repositories.leads import SqlLeads
from leadwright.adapters.store.repositories.outbox import SqlOutbox
from leadwright.adapters.store.repositories.pauses import SqlPauses
from leadwright.adapters.store.repositories.suppressions import SqlSuppressions
from leadwright.adapters.store.repositories.tools import SqlToolStates
from leadwright.adapters.store.repositories.trail import SqlAudit
from leadwright.adapters.store.scribe import Scribe
from leadwright.adapters.store.tables import meta
from leadwright.errors import LeadwrightError
from leadwright.governance.vault import Vault
from leadwright.landmarks import Landmark

# In English, as most servers speak; in other languages it is waited for, as for a silent one.
_REFUSALS: Final = ("does not exist", "authentication failed", "no pg_hba.conf entry")
_KEY_FILE: Final = "leadwright.key"
_HOUSE: Final = "house_secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """All repositories of one database. Close it when done."""

    archive: Archive
    leads: SqlLeads
    desk: SqlDesk
    inbox: SqlApprovalInbox
    outbox: SqlOutbox
    journal: SqlJournal
    crm: SqlCrm
    audit: SqlAudit
    tools: SqlToolStates
    answers: SqlAnswers
    suppressions: SqlSuppressions
    pauses: SqlPauses

    @classmethod
    def open(cls, database: Database, *, key_file: Path | None = None) -> "Store":
        """Open a database, creating schema and master key when it is empty.

        Raises:
            Misconfigured: schema or key do not fit; the message says what to do.
            StoreUnavailable: the database cannot be reached.
        """
        _for_owner_alone(database.file)
        try:
            migrate.ensure(database)
            vault = _vault(database, key_file or _beside(database))
        except sa.exc.OperationalError as error:
            raise _closed(database, error) from error
        archive = Archive(
            database=database,
            vault=vault,
            keys=Keyring(vault),
            blinds=Blinds(vault),
            scribe=Scribe(database),
        )
        return cls(
            archive=archive,
            leads=SqlLeads(archive),
            desk=SqlDesk(archive),
            inbox=SqlApprovalInbox(archive),
            outbox=SqlOutbox(archive),
            journal=SqlJournal(archive),
            crm=SqlCrm(archive),
            audit=SqlAudit(archive),
            tools=SqlToolStates(archive),
            answers=SqlAnswers(archive),
            suppressions=SqlSuppressions(archive),
            pauses=SqlPauses(archive),
        )

    @property
    def database(self) -> Database:
        """The database below; the durable engine runs on the same one."""
        return self.archive.database

    @property
    def vault(self) -> Vault:
        """The keys of the database."""
        return self.archive.vault

    def close(self) -> None:
        """Write what waits and close every connection."""
        self.archive.close()


def _closed(database: Database, error: sa.exc.OperationalError) -> LeadwrightError:
    reason = str(error.orig).strip()
    told = reason.splitlines()[-1].strip() if reason else type(error.orig).__name__
    if database.file is not None:
        return StoreUnavailable(
            "The database cannot be opened; see that the folder of its file is there and may be "
            f"written ({told})."
        )
    if any(words in reason for words in _REFUSALS):
        return DatabaseRefused(
            f"The database server does not let us in ({told}); see user, password and name of the "
            "database in its URL, and make the database where it is missing: `createdb NAME`."
        )
    return StoreUnavailable(f"The database cannot be reached; see that its server runs ({told}).")


def _for_owner_alone(file: Path | None) -> None:
    # The files SQLite puts beside it take the rights of this one.
    if file is None or not file.parent.is_dir():
        return
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnreadable(
            f"The database {str(file)!r} cannot be opened ({error.strerror}); choose another place "
            "with --db or [database] url."
        ) from None


def _beside(database: Database) -> Path:
    file = database.file
    return file.with_name(_KEY_FILE) if file is not None else Path(_KEY_FILE)


def _vault(database: Database, key_file: Path) -> Vault:
    stored = _stored(database)
    if stored is None:
        master = keyfile.create(key_file)
        stored = _found(database, Vault.found(master))
    return Vault(keyfile.read(key_file), stored)


def _stored(database: Database) -> bytes | None:
    query = sa.select(meta.c.value).where(meta.c.name == _HOUSE)
    with database.engine.connect() as connection:
        value = connection.execute(query).scalar()
    return None if value is None else bytes.fromhex(value)


def _found(database: Database, secret: bytes) -> bytes:
    # Two processes may be first; the one that commits first is.
    row = {"name": _HOUSE, "value": secret.hex()}
    with database.writing(Landmark.FOUNDING) as connection:
        Bulk(database, meta, conflict=KEEPING).insert(connection, [row])
        kept = sa.select(meta.c.value).where(meta.c.name == _HOUSE)
        return bytes.fromhex(connection.execute(kept).scalar_one())
