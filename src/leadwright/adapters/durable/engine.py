"""Segments on DBOS, embedded form: one process, one slot, recovery at the start."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos import DBOSPortableJSONSerializer as JsonSerializer
from dbos import error as dbos_error

from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.store.dispatch import claim_waiting
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.tables import leads
from leadwright.clock import Clock
from leadwright.journey.ports import Work
from leadwright.leads.lead import LeadId

APPLICATION: Final = "leadwright"
QUEUE: Final = "segments"
WORKFLOW: Final = "segment"
VERSION: Final = "1"  # pinned: a new release of the program must pick up what an older one began
THREADS: Final = 8
POLL_S: Final = 0.05
DRAIN_S: Final = 30.0
PAUSES_S: Final = (0.05, 0.5, 2.0, 5.0)  # between the tries of a segment that failed
LIVE: Final = frozenset({"ENQUEUED", "PENDING", "DELAYED"})

_RUNNING: Final = sa.select(leads.c.lead_id, leads.c.segment).where(
    sa.text("run_state <> 'idle'"), leads.c.run_state == "running"
)
_log: Final = logging.getLogger("leadwright.engine")


class DbosEngine:
    """Runs segments durably. One at a time in a process: DBOS keeps its own global instance."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        concurrency: int = 100,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._concurrency = concurrency
        self._pauses_s = pauses_s
        self._hand = Hand()
        self._slot: Slot | None = None
        self._client = self._make_client()

    async def start(self, work: Work) -> None:
        """Begin to run segments; those that a killed process left are started again.

        Raises:
            EngineBusy: another process works on this database.
        """
        logging.getLogger("dbos").setLevel(logging.ERROR)
        slot = await asyncio.to_thread(Slot.take, self._database)
        self._slot = slot
        try:
            self._hand, self._client = Hand(), self._make_client()
            await asyncio.to_thread(self._prepare)
            self._launch(work)
        except BaseException:
            await asyncio.to_thread(self._give_back, slot)
            raise

    def _prepare(self) -> None:
        # Before the launch, or DBOS would look for its queues too early and then again a second
        # later. Its client cannot make the schema, so the schema is asked to make itself.
        self._client._sys_db.run_migrations()  # noqa: SLF001
        self._client.register_queue(
            QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_S
        )
        running = self._find_running()
        self._hand.take(running)
        self._resume(running)

    def _launch(self, work: Work) -> None:
        DBOS(config=self._config())

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
        async def segment(lead_id: str, number: int) -> None:
            await self._run(work, (LeadId(lead_id), number))

        # Launched from the running loop, so that workflows run on it too.
        DBOS.launch()

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name=APPLICATION,
            system_database_url=self._address(),
            system_database_engine=self._database.engine,
            application_version=VERSION,
            executor_id=Slot.name,
            serializer=JsonSerializer(),
            max_executor_threads=THREADS,
            run_migrations=False,  # just done
            use_listen_notify=False,  # it serves messages between workflows; segments have none
            notification_listener_polling_interval_sec=POLL_S,  # for the same; only stopping waits
            log_level="ERROR",
            console_log_level="ERROR",
        )

    def _make_client(self) -> DBOSClient:
        return DBOSClient(
            system_database_url=self._address(),
            system_database_engine=self._database.engine,
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def _address(self) -> str:
        return self._database.engine.url.render_as_string(hide_password=False)

    async def _run(self, work: Work, segment: Segment) -> None:
        if segment not in self._hand and not await asyncio.to_thread(self._is_running, segment):
            return  # the lead had come to rest, the kill came before that was noted here
        with self._hand.working(segment):
            await self._try(work, segment)

    async def _try(self, work: Work, segment: Segment) -> None:
        # What is paid for stands in the journal, so to try again is cheap and changes nothing.
        for pause in (*self._pauses_s, None):
            try:
                await work(*segment)
            except Exception as error:  # noqa: BLE001 - no lead is lost, whatever went wrong
                if pause is None:  # the lead stays in this segment, and the next start begins it
                    _log.exception("segment %d of lead %s failed", segment[1], segment[0])
                    return
                _log.info("segment %d of lead %s is tried again: %r", segment[1], segment[0], error)
                await asyncio.sleep(pause)
            else:
                return

    async def dispatch(self, limit: int) -> int:
        """Claim waiting leads and enqueue their segments in one transaction."""
        free = min(limit, self._concurrency - len(self._hand))
        return await asyncio.to_thread(self._dispatch, free) if free > 0 else 0

    def _dispatch(self, limit: int) -> int:
        claimed: list[Segment] = []
        try:
            with self._database.writing() as connection:
                claimed = claim_waiting(connection, limit, self._clock.now())
                for segment in claimed:
                    self._enqueue(connection, segment)
                # Before the commit: a segment may begin the moment it is durable.
                self._hand.take(claimed)
        except dbos_error.DBOSQueueDeduplicatedError:
            return 0  # a lead was woken while DBOS still closes its last segment; so next time
        except BaseException:
            self._hand.drop(claimed)
            raise
        return len(claimed)

    def _enqueue(self, connection: sa.Connection, segment: Segment) -> None:
        lead_id, number = segment
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": f"{lead_id}:{number}",  # enqueued twice, it starts once
                "deduplication_id": lead_id,
            },
            lead_id,
            number,
        )

    def _find_running(self) -> list[Segment]:
        with self._database.engine.connect() as connection:
            rows = connection.execute(_RUNNING).all()
        return [(LeadId(row.lead_id), row.segment) for row in rows]

    def _is_running(self, segment: Segment) -> bool:
        lead_id, number = segment
        this = _RUNNING.where(leads.c.lead_id == lead_id, leads.c.segment == number)
        with self._database.engine.connect() as connection:
            return connection.execute(this).first() is not None

    def _resume(self, running: Sequence[Segment]) -> None:
        """Start again what should run but has no live workflow; live ones recover by themselves."""
        names = {f"{lead_id}:{number}": (lead_id, number) for lead_id, number in running}
        if not names:
            return
        known = self._client.list_workflows(workflow_ids=list(names), load_input=False)
        live = {status.workflow_id for status in known if status.status in LIVE}
        ended = [status.workflow_id for status in known if status.workflow_id not in live]
        if ended:  # to DBOS it has failed for good, and only a new one of that name runs
            self._client.delete_workflows(ended)
        with self._database.writing() as connection:
            for name in names.keys() - live:
                self._enqueue(connection, names[name])

    async def idle(self) -> bool:
        """Whether no segment is in hand here."""
        return self._hand.is_empty

    async def stop(self, *, drain: bool = True) -> None:
        """Let running segments finish, or leave them to the next start; give everything back."""
        if self._slot is None:
            return
        if drain:
            await self._hand.finish(DRAIN_S)
        await self._hand.abandon()
        await asyncio.to_thread(self._give_back, self._slot)

    def _give_back(self, slot: Slot) -> None:
        self._slot = None
        DBOS.destroy(destroy_registry=True)
        self._client.destroy()
        slot.release()
