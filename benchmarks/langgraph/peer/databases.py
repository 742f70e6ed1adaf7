"""Checkpointer and audit table on SQLite or PostgreSQL, opened as LangGraph's docs say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

CONNECTIONS = 12  # as many as leadwright's pool may hold
_TABLE = """
CREATE TABLE IF NOT EXISTS audit (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, outcome TEXT NOT NULL, release TEXT NOT NULL, detail TEXT NOT NULL
)
"""
# A node that is run again after a crash writes its row once.
_INSERT = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"


@dataclass(frozen=True, slots=True)
class OnSqlite:
    """One file and one connection, or else the two would wait for each other's commits."""

    saver: AsyncSqliteSaver

    async def write(self, lead: str, phase: str) -> None:
        """Make an audit row durable."""
        async with self.saver.lock:
            await self.saver.conn.execute(_INSERT, _row(lead, phase))
            await self.saver.conn.commit()

    async def count(self) -> dict[str, int]:
        """How many rows each table holds."""
        found = {}
        for table in ("checkpoints", "writes", "audit"):
            query = f"SELECT count(*) FROM {table}"  # noqa: S608
            async with self.saver.conn.execute(query) as cursor:
                found[table] = (await cursor.fetchone() or (0,))[0]
        return found


@dataclass(frozen=True, slots=True)
class OnPostgres:
    """One pool for both."""

    saver: AsyncPostgresSaver
    pool: AsyncConnectionPool[AsyncConnection[DictRow]]

    async def write(self, lead: str, phase: str) -> None:
        """Make an audit row durable."""
        async with self.pool.connection() as connection:
            await connection.execute(_INSERT.replace("?", "%s"), _row(lead, phase))

    async def count(self) -> dict[str, int]:
        """How many rows each table holds."""
        found = {}
        async with self.pool.connection() as connection:
            for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes", "audit"):
                query = sql.SQL("SELECT count(*) AS n FROM {}").format(sql.Identifier(table))
                row = await (await connection.execute(query)).fetchone()
                found[table] = row["n"] if row else 0
        return found


@asynccontextmanager
async def opened(url: str, *, one_at_a_time: bool) -> AsyncIterator[OnSqlite | OnPostgres]:
    """The database of a URL, its tables made.

    The checkpointer for PostgreSQL lets one writer at a time through, whatever its pool holds; a
    semaphore in that place is the remedy that its users tell each other.
    """
    if url.startswith("sqlite:///"):
        file = url.removeprefix("sqlite:///")
        async with AsyncSqliteSaver.from_conn_string(file) as saver:
            await saver.setup()
            await saver.conn.execute(_TABLE)
            yield OnSqlite(saver)
        return
    kept = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    async with AsyncConnectionPool(
        url,
        connection_class=AsyncConnection[DictRow],
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
        kwargs=kept,
        open=False,
    ) as pool:
        pooled = AsyncPostgresSaver(pool)
        await pooled.setup()
        async with pool.connection() as connection:
            await connection.execute(_TABLE)
        if not one_at_a_time:
            pooled.lock = asyncio.Semaphore(CONNECTIONS)
        yield OnPostgres(pooled, pool)


def _row(lead: str, phase: str) -> tuple[str, ...]:
    at = datetime.now(UTC).isoformat()  # noqa: TID251 - leadwright's clock is not of this side
    return (f"{lead}:{phase}", at, f"agent:{phase}", f"{phase}_done", lead, "ok", "bench", "{}")
