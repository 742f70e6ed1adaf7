"""Segments on DBOS, embedded form: one process, one slot, recovery at the start."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final

from dbos import DBOS, DBOSConfig
from dbos import DBOSPortableJSONSerializer as JsonSerializer

from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.durable.segments import APPLICATION, POLL_S, WORKFLOW, Segments
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.store.engine import Database
from leadwright.clock import Clock
from leadwright.journey.ports import Work
from leadwright.leads.lead import LeadId

VERSION: Final = "1"  # pinned: a new release of the program must pick up what an older one began
THREADS: Final = 8
DRAIN_S: Final = 30.0
PARKED_A_PLACE: Final = 3  # how many leads may wait for slow tools, for each that is worked
PAUSES_S: Final = (0.05, 0.5, 2.0, 5.0)  # between the tries of a segment that failed
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
        self._most_parked = PARKED_A_PLACE * concurrency  # they lie in memory
        self._segments = Segments(database)
        self._hand = Hand()
        self._slot: Slot | None = None

    async def start(self, work: Work) -> None:
        """Begin to run segments; those that a killed process left are started again.

        Raises:
            EngineBusy: another process works on this database.
        """
        logging.getLogger("dbos").setLevel(logging.ERROR)
        slot = await asyncio.to_thread(Slot.take, self._database)
        self._slot, self._hand, self._segments = slot, Hand(), Segments(self._database)
        try:
            await asyncio.to_thread(self._prepare)
            self._launch(work)
        except BaseException:
            await asyncio.to_thread(self._give_back, slot)
            raise

    def _prepare(self) -> None:
        self._segments.prepare(self._concurrency + self._most_parked)
        left = self._segments.running()
        self._hand.take(left)
        self._segments.resume(left)

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
            system_database_url=self._database.engine.url.render_as_string(hide_password=False),
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

    async def _run(self, work: Work, segment: Segment) -> None:
        if segment not in self._hand and not await self._is_running(segment):
            return  # the lead had come to rest, the kill came before that was noted here
        with self._hand.working(segment):
            await self._try(work, segment)

    async def _is_running(self, segment: Segment) -> bool:
        return await asyncio.to_thread(self._segments.is_running, segment)

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
        free = min(limit, self._concurrency - self._hand.places_taken)
        if free <= 0:
            return 0
        return await asyncio.to_thread(self._segments.claim, free, self._clock.now(), self._hand)

    def parked(self, lead_id: LeadId) -> AbstractContextManager[None]:
        """While inside, the lead's segment goes on and another lead may have its place.

        Nothing is written down for it: a killed segment starts again, answers itself from the
        journal and asks the slow tool once more.
        """
        return self._hand.lent(lead_id, self._most_parked)

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
        self._segments.close()
        slot.release()
