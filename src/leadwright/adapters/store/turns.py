"""Taking turns: one process after the other does what two may not do at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store.archive import Archive
from leadwright.adapters.store.engine import Kind
from leadwright.adapters.store.errors import SILENT, silent

INTAKE: Final = 0x1EAD_1000
_AGAIN_S: Final = 0.2


@asynccontextmanager
async def turn(archive: Archive, lock: int) -> AsyncIterator[None]:
    """Inside alone, on a server; a file has one process that works it anyway.

    The lock is its connection's: it is free as soon as the process is gone.
    """
    if archive.database.kind is Kind.SQLITE:
        yield
        return
    connection = await archive.think(lambda: _connect(archive))
    try:
        # Not in the server's own line: Ctrl-C would not be heard there.
        while not await archive.think(lambda: _locked(connection, lock)):  # noqa: ASYNC110
            await asyncio.sleep(_AGAIN_S)
        yield
    finally:
        connection.invalidate()  # a session that ends holds nothing
        connection.close()


def _connect(archive: Archive) -> sa.Connection:
    try:
        connection = archive.database.engine.connect()
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        # It has nothing to say while files are read.
        connection.exec_driver_sql("SET idle_session_timeout = 0")
    except SILENT as error:
        raise silent(error) from error
    return connection


def _locked(connection: sa.Connection, lock: int) -> bool:
    try:
        taken = connection.execute(sa.select(sa.func.pg_try_advisory_lock(lock)))
        return bool(taken.scalar())
    except SILENT as error:
        raise silent(error) from error
