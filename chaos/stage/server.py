"""What is done to a PostgreSQL server and its connections."""

import contextlib
from dataclasses import dataclass
from typing import Final

import psycopg
from tests.services.postgres import Server

_CUT: Final = """
SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON database = pg_database.oid
WHERE locktype = 'advisory' AND granted AND objid = %s AND datname = current_database()
"""
_SLOTS: Final = 0x1EAD_0000  # the lock of the first slot, those of the others follow


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A server that can be made to fail."""

    server: Server

    def cut(self, url: str, slot: int) -> None:
        """Cut the connection that holds a slot."""
        with (
            contextlib.suppress(psycopg.OperationalError),  # it is down, by another fault
            psycopg.connect(url, autocommit=True) as connection,
        ):
            connection.execute(_CUT, (_SLOTS + slot,))

    def stop(self, seconds: float, *, is_crash: bool) -> None:
        """Stop it for so long, cleanly or not."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            self.server.restart(after_s=seconds, is_crash=is_crash)
