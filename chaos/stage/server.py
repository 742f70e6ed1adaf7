"""What is done to a PostgreSQL server and its connections."""

import contextlib
from dataclasses import dataclass
from typing import Final

import psycopg
from tests.services.postgres import Server

from chaos.stage.scene import name_of

_CUT: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE locktype = 'advisory' AND granted AND application_name = %s
"""


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A server that can be made to fail."""

    server: Server

    def cut(self, life: int) -> None:
        """Cut the connections of a life that hold a lock."""
        with (
            contextlib.suppress(psycopg.OperationalError),  # it is down, by another fault
            psycopg.connect(self.server.url, autocommit=True) as connection,
        ):
            connection.execute(_CUT, (name_of(life),))

    def stop(self, seconds: float, *, is_crash: bool) -> None:
        """Stop it for so long, cleanly or not."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            self.server.restart(after_s=seconds, is_crash=is_crash)
