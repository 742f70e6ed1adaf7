"""What can be wrong with a database, and what to do about it."""

from typing import ClassVar, Final

import sqlalchemy as sa

from leadwright.errors import Misconfigured, Refused, Unavailable


class DriverTooOld(Misconfigured):
    """The SQLite in use can corrupt a shared write-ahead log."""

    code: ClassVar[str] = "sqlite_too_old"


class DatabaseUnsupported(Misconfigured):
    """The URL names a database we do not speak to."""

    code: ClassVar[str] = "database_unsupported"


class DatabaseUnreadable(Misconfigured):
    """The file is no database, or is encrypted with another key."""

    code: ClassVar[str] = "database_unreadable"


class DatabaseForeign(Misconfigured):
    """The database holds tables that are not ours."""

    code: ClassVar[str] = "database_foreign"


class DatabaseOutdated(Misconfigured):
    """The database is older than the program."""

    code: ClassVar[str] = "database_outdated"


class ProgramOutdated(Misconfigured):
    """The program is older than the database."""

    code: ClassVar[str] = "program_outdated"


class MasterKeyMissing(Misconfigured):
    """A database with sealed data, and no key file."""

    code: ClassVar[str] = "master_key_missing"


class DatabaseRefused(Misconfigured):
    """The database server does not let us in, or has no such database; waiting mends neither."""

    code: ClassVar[str] = "database_refused"


class StoreUnavailable(Unavailable):
    """The database does not answer, or could not make a change durable."""

    code: ClassVar[str] = "store_unavailable"


# The server is gone, hangs up, has no connection left, or stands by read-only after a failover:
# all of it passes, and the same question may be asked again.
SILENT: Final = (
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.InternalError,
    sa.exc.TimeoutError,
)


def silent(error: Exception) -> StoreUnavailable:
    """What to tell about one of `SILENT`."""
    cause = getattr(error, "orig", None) or error
    return StoreUnavailable(
        f"The database does not answer; see that it runs, then try again ({type(cause).__name__})."
    )


class LeadUnknown(Refused):
    """No lead has this id."""

    code: ClassVar[str] = "lead_unknown"


class LeadTaken(Refused):
    """Another lead has this id or pseudonym already."""

    code: ClassVar[str] = "lead_taken"


class AuditBroken(Refused):
    """The chain of audit events does not hold."""

    code: ClassVar[str] = "audit_broken"
