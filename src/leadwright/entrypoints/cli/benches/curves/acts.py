"""What is measured of a full database: single acts, each put back afterwards by plain SQL."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.durable.hand import Hand
from leadwright.adapters.durable.segments import Segments
from leadwright.adapters.store.engine import Kind
from leadwright.adapters.store.tables import leads
from leadwright.bootstrap import House
from leadwright.entrypoints.cli import leads as listing
from leadwright.entrypoints.cli.benches.curves.filling import Filling
from leadwright.entrypoints.cli.story import SHORT_CHARS
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage

CLAIMED: Final = 50
LEFT: Final = 100  # segments in hand when the worker was killed
PAGE: Final = 50
_QUEUE: Final = "segments-0"
_AGAIN: Final = (
    sa.update(leads)
    .where(sa.text("run_state <> 'idle' AND run_state = 'running'"))
    .values(run_state="waiting", segment=0)
)
_BACKENDS: Final = sa.text(
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend'"
)


async def _nothing() -> None:
    """Nothing needs to be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that is done, what must be so before, and what puts things right after."""

    name: str
    do: Callable[[], Awaitable[object]]
    before: Callable[[], Awaitable[object]] = _nothing
    after: Callable[[], Awaitable[object]] = _nothing


@dataclass(slots=True, kw_only=True)
class Acts:
    """The acts on one database."""

    house: House
    filling: Filling
    segments: Segments = field(init=False)
    _number: int = 0
    _seen: list[LeadId] = field(default_factory=list)
    _random: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - picks leads to open

    def __post_init__(self) -> None:
        self.segments = Segments(self.house.store.database, _QUEUE)

    async def prepare(self) -> None:
        """Make the tables of the engine and the queue."""
        await asyncio.to_thread(self.segments.prepare, LEFT)

    def all(self) -> Iterable[Act]:
        """Every act there is."""
        picked = self._pick
        yield Act(name="claim_50", do=self._claim, after=self._give_back)
        yield Act(name="resume_100", do=self._resume, before=self._leave, after=self._give_back)
        yield Act(name="list_by_priority", before=self._forget, do=lambda: self._list(None))
        yield Act(name="list_by_stage", before=self._forget, do=lambda: self._list(Stage.RECEIVED))
        some, name = self.filling.some, self.filling.name
        yield Act(name="open_by_id", before=picked, do=lambda: self._open(some(self._number)))
        short = self._short
        yield Act(name="open_by_short_id", before=picked, do=lambda: self._open(short()))
        yield Act(name="open_by_name", before=picked, do=lambda: self._open(name(self._number)))

    async def settle(self) -> None:
        """What a database does by itself soon after very many rows came in."""
        database = self.house.store.database
        command = "PRAGMA wal_checkpoint(TRUNCATE)"
        if database.kind is Kind.POSTGRESQL:
            command = "VACUUM (ANALYZE)"  # else autovacuum would begin in the middle of it
        with database.engine.connect() as connection:
            apart = connection.execution_options(isolation_level="AUTOCOMMIT")
            apart.exec_driver_sql(command)

    async def backends(self) -> list[int]:
        """The processes of the server that work for this one, when it is on this machine."""
        database = self.house.store.database
        if database.kind is Kind.SQLITE:
            return []
        with database.engine.connect() as connection:
            return [*connection.execute(_BACKENDS).scalars()]

    def close(self) -> None:
        """Let go of the queue."""
        self.segments.close()

    async def _claim(self) -> None:
        """As a worker claims: the leads and their segments in one transaction."""
        now = self.house.clock.now()
        await asyncio.to_thread(self.segments.claim, CLAIMED, now, Hand())

    async def _leave(self) -> None:
        """As a killed worker leaves its segments."""
        for _ in range(LEFT // CLAIMED):
            await self._claim()
        await asyncio.to_thread(self._change, sa.update(self._workflows).values(status="PENDING"))

    async def _resume(self) -> None:
        """As a worker takes in hand what it finds in its slot when it starts."""
        hand = Hand()
        await asyncio.to_thread(self.segments.take_over, _QUEUE, hand)
        await asyncio.to_thread(self.segments.pick_up, hand)

    async def _give_back(self) -> None:
        await asyncio.to_thread(self._change, sa.delete(self._workflows), _AGAIN)

    async def _list(self, stage: Stage | None) -> None:
        """As `leadwright leads list` reads its first page."""
        rows, _ = await listing.read_page(self.house.desk, stage, PAGE)
        self._seen = [row.lead.lead_id for row in rows]

    async def _open(self, reference: str) -> None:
        """As `leadwright leads show` finds and opens a lead."""
        opening = await listing.find(self.house, reference)
        self._seen = [opening.lead.lead_id]

    def _short(self) -> str:
        """As lists show it."""
        return self.filling.some(self._number)[:SHORT_CHARS]

    async def _forget(self) -> None:
        self.house.store.archive.keys.forget(self._seen)  # a command begins without any key

    async def _pick(self) -> None:
        await self._forget()
        self._number = self._random.randrange(self.filling.here)

    def _change(self, *commands: sa.Executable) -> None:
        with self.house.store.database.writing() as connection:
            for command in commands:
                connection.execute(command)

    @property
    def _workflows(self) -> sa.TableClause:
        is_file = self.house.store.database.kind is Kind.SQLITE
        schema = None if is_file else "dbos"
        return sa.table("workflow_status", sa.column("status"), schema=schema)
