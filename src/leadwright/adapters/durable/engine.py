"""Segments on DBOS, embedded form: one process, one executor id, startup recovery."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos import DBOSPortableJSONSerializer as JsonSerializer

from leadwright.adapters.store.dispatch import claim_waiting
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.tables import leads
from leadwright.clock import Clock
from leadwright.journey.ports import Work
from leadwright.leads.lead import LeadId

QUEUE = "segments"
WORKFLOW = "segment"
VERSION = "1"  # pinned: a new release of the program must pick up what an older one began
THREADS = 8
POLL_S = 0.05
LIVE = frozenset({"ENQUEUED", "PENDING", "DELAYED"})

_RUNNING = sa.select(leads.c.lead_id, leads.c.segment).where(leads.c.run_state == "running")


def workflow_id(lead_id: LeadId, segment: int) -> str:
    """The id of a segment's workflow: enqueueing it twice starts it once."""
    return f"{lead_id}:{segment}"


class DbosEngine:
    """Runs segments durably. One at a time in a process: DBOS keeps its own global instance."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        concurrency: int = 100,
        executor: str = "worker-0",
    ) -> None:
        self._database = database
        self._clock = clock
        self._concurrency = concurrency
        self._executor = executor
        self._client: DBOSClient | None = None
        self._in_hand = 0
        self._at_rest = asyncio.Event()

    async def start(self, work: Work) -> None:
        """Begin to run segments; those that a killed process left are started again."""
        logging.getLogger("dbos").setLevel(logging.ERROR)
        running = await asyncio.to_thread(self._find_running)
        self._count(len(running))
        DBOS(config=self._config())

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=50)
        async def segment(lead_id: str, number: int) -> None:
            try:
                await work(LeadId(lead_id), number)
            finally:
                self._count(-1)

        # Launched from the running loop, so that workflows run on it too.
        DBOS.launch()
        await DBOS.register_queue_async(
            QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_S
        )
        self._client = await asyncio.to_thread(self._connect)
        await asyncio.to_thread(self._resume, running)

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name="leadwright",
            system_database_url=self._database.engine.url.render_as_string(hide_password=False),
            system_database_engine=self._database.engine,
            application_version=VERSION,
            executor_id=self._executor,
            serializer=JsonSerializer(),
            max_executor_threads=THREADS,
            log_level="ERROR",
            console_log_level="ERROR",
        )

    def _connect(self) -> DBOSClient:
        return DBOSClient(
            system_database_url=self._database.engine.url.render_as_string(hide_password=False),
            system_database_engine=self._database.engine,
            serializer=JsonSerializer(),
        )

    async def dispatch(self, limit: int) -> int:
        """Claim waiting leads and enqueue their segments in one transaction."""
        free = min(limit, self._concurrency - self._in_hand)
        if free <= 0:
            return 0
        claimed = await asyncio.to_thread(self._dispatch, free)
        self._count(claimed)
        return claimed

    def _count(self, change: int) -> None:
        self._in_hand += change
        if self._in_hand > 0:
            self._at_rest.clear()
        else:
            self._at_rest.set()

    def _dispatch(self, limit: int) -> int:
        with self._database.writing() as connection:
            claimed = claim_waiting(connection, limit, self._clock.now())
            for lead_id, number in claimed:
                self._enqueue(connection, lead_id, number)
        return len(claimed)

    def _enqueue(self, connection: sa.Connection, lead_id: LeadId, number: int) -> None:
        assert self._client is not None  # noqa: S101 - start() connects
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": workflow_id(lead_id, number),
                "deduplication_id": lead_id,
            },
            lead_id,
            number,
        )

    def _find_running(self) -> Sequence[tuple[LeadId, int]]:
        with self._database.engine.connect() as connection:
            rows = connection.execute(_RUNNING).all()
        return [(LeadId(row.lead_id), row.segment) for row in rows]

    def _resume(self, running: Sequence[tuple[LeadId, int]]) -> None:
        """Start again what should run but has no live workflow; live ones recover by themselves."""
        assert self._client is not None  # noqa: S101 - start() connects
        for lead_id, number in running:
            name = workflow_id(lead_id, number)
            known = self._client.list_workflows(workflow_ids=[name], load_input=False)
            if not known:
                with self._database.writing() as connection:
                    self._enqueue(connection, lead_id, number)
            elif known[0].status not in LIVE:
                self._client.resume_workflow(name, queue_name=QUEUE)

    async def idle(self) -> bool:
        """Whether no segment is in hand here."""
        return self._at_rest.is_set()

    async def stop(self) -> None:
        """Let running segments finish, then give everything back."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(30):
                await self._at_rest.wait()
        if self._client is not None:
            self._client.destroy()
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
