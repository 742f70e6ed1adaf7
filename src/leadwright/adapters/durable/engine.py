"""Segments on DBOS: one process on a file, or as many workers as you like on a server."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final

from dbos import DBOS, DBOSConfig
from dbos import DBOSPortableJSONSerializer as JsonSerializer

from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.durable.segments import APPLICATION, POLL_S, WORKFLOW, Segments
from leadwright.adapters.durable.slot import Slot
from leadwright.adapters.durable.watch import KEPT, ROUND_S, Watch
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.errors import SILENT, silent
from leadwright.clock import Clock
from leadwright.journey.ports import Work
from leadwright.leads.lead import LeadId

VERSION: Final = "1"  # pinned: a new release of the program must pick up what an older one began
THREADS: Final = 8
DRAIN_S: Final = 15.0  # what is left then is another worker's after the rounds of its watch
LOST: Final = 75  # how a process ends that lost its slot; sysexits(3): try again later
PARKED_A_PLACE: Final = 3  # how many leads may wait for slow tools, for each that is worked
LOOK_S: Final = 0.2
PAUSES_S: Final = (0.05, 0.5, 2.0, 5.0)  # between the tries of a segment that failed
_log: Final = logging.getLogger("leadwright.engine")


def end_at_once() -> None:
    """End this process at once: whatever it still did could be done twice."""
    _log.critical(
        "leadwright: The database hung up, and another worker may have these leads now. Nothing is "
        "lost: see that its server runs, and give the same command again. (slot_lost)"
    )
    os._exit(LOST)


class DbosEngine:
    """Runs segments durably. One at a time in a process: DBOS keeps its own global instance."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        concurrency: int = 100,
        pauses_s: Sequence[float] = PAUSES_S,
        round_s: float = ROUND_S,
        lost: Callable[[], object] = end_at_once,
    ) -> None:
        """On this database.

        Args:
            database: Where the leads are, and the segments.
            clock: Time.
            concurrency: How many leads are worked at once.
            pauses_s: Seconds between the tries of a segment that failed.
            round_s: Seconds from one round of the watch to the next.
            lost: Called, in a thread, when the slot was lost; it ends the process.
        """
        self._database = database
        self._clock = clock
        self._concurrency = concurrency
        self._pauses_s = pauses_s
        self._most_parked = PARKED_A_PLACE * concurrency  # they lie in memory
        self._round_s = round_s
        self._lost = lost
        self._segments = Segments(database)
        self._hand = Hand(concurrency)
        self._slot: Slot | None = None
        self._watch: Watch | None = None

    @property
    def name(self) -> str:
        """What this worker goes by among the others; empty while it does not run."""
        return self._slot.name if self._slot else ""

    async def start(self, work: Work) -> None:
        """Begin to run segments; those that a killed process left in this slot start again.

        Raises:
            EngineBusy: another process works on this file.
            StoreUnavailable: the database does not answer.
        """
        logging.getLogger("dbos").setLevel(logging.ERROR)
        try:
            await self._start(work)
        except SILENT as error:
            raise silent(error) from error

    async def _start(self, work: Work) -> None:
        slot = await asyncio.to_thread(Slot.take, self._database)
        self._slot, self._hand = slot, Hand(self._concurrency)
        self._segments = Segments(self._database, slot.queue)
        preparing = asyncio.ensure_future(asyncio.to_thread(self._prepare, slot))
        try:
            await asyncio.shield(preparing)
            self._launch(work, slot)
        except BaseException:
            await asyncio.wait([preparing])  # a thread cannot be stopped; the slot is its as well
            await asyncio.to_thread(self._give_back, slot)
            raise
        self._watch = Watch(
            slot=slot,
            segments=self._segments,
            hand=self._hand,
            clock=self._clock,
            lost=self._lost,
            round_s=self._round_s,
        )
        self._watch.start()

    def _prepare(self, slot: Slot) -> None:
        with slot.in_turn():
            self._segments.prepare(self._concurrency + self._most_parked)
        self._segments.take_over(slot.queue, self._hand)
        with slot.alone() as mine:  # else another worker looks, and will again
            if mine:
                self._segments.pick_up(self._hand)
                self._segments.sweep(self._clock.now(), KEPT)

    def _launch(self, work: Work, slot: Slot) -> None:
        DBOS(config=self._config(slot))
        DBOS.listen_queues([slot.queue])

        @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
        async def segment(lead_id: str, number: int) -> None:
            await self._run(work, (LeadId(lead_id), number))

        # Launched from the running loop, so that workflows run on it too.
        DBOS.launch()

    def _config(self, slot: Slot) -> DBOSConfig:
        return DBOSConfig(
            name=APPLICATION,
            system_database_url=self._database.engine.url.render_as_string(hide_password=False),
            system_database_engine=self._database.engine,
            application_version=VERSION,
            executor_id=slot.name,
            serializer=JsonSerializer(),
            max_executor_threads=THREADS,
            run_migrations=False,  # just done
            use_listen_notify=False,  # it serves messages between workflows; segments have none
            notification_listener_polling_interval_sec=POLL_S,  # for the same; only stopping waits
            log_level="ERROR",
            console_log_level="ERROR",
        )

    async def _run(self, work: Work, segment: Segment) -> None:
        is_sure = self._hand.is_sure_of(segment)
        with self._hand.held(segment):
            while not is_sure and self._hand.must_wait(segment):  # noqa: ASYNC110 - it is rare
                await asyncio.sleep(LOOK_S)
            with self._hand.working(segment):
                if is_sure or await self._is_running(segment):
                    await self._try(work, segment)
                # else the lead had come to rest, the kill came before that was noted here

    async def _is_running(self, segment: Segment) -> bool:
        return await asyncio.to_thread(self._segments.is_running, segment)

    async def _try(self, work: Work, segment: Segment) -> None:
        # What is paid for stands in the journal, so to try again is cheap and changes nothing.
        for number, pause in enumerate((*self._pauses_s, None)):
            try:
                if number and not await self._is_running(segment):
                    return  # somebody else brought it to its end
                await work(*segment)
            except Exception as error:  # noqa: BLE001 - no lead is lost, whatever went wrong
                if pause is None:  # the lead stays in this segment, and a later look finds it
                    _log.exception("segment %d of lead %s failed", segment[1], segment[0])
                    return
                _log.info("segment %d of lead %s is tried again: %r", segment[1], segment[0], error)
                await asyncio.sleep(pause)
            else:
                return

    async def dispatch(self, limit: int) -> int:
        """Claim waiting leads and enqueue their segments in one transaction.

        Raises:
            StoreUnavailable: the database does not answer; nothing was claimed.
        """
        free = min(limit, self._hand.free)
        if free <= 0:
            return 0
        claim = self._segments.claim
        try:
            return await asyncio.to_thread(claim, free, self._clock.now(), self._hand)
        except SILENT as error:
            raise silent(error) from error

    def parked(self, lead_id: LeadId) -> AbstractContextManager[None]:
        """While inside, the lead's segment goes on and another lead may have its place.

        Nothing is written down for it: a killed segment starts again, answers itself from the
        journal and asks the slow tool once more.
        """
        return self._hand.lent(lead_id, self._most_parked)

    async def idle(self) -> bool:
        """Whether no segment is in hand here."""
        return self._hand.is_empty

    async def is_alone(self) -> bool:
        """Whether no other worker has segments in hand."""
        queues = await asyncio.to_thread(self._segments.queues)
        return queues <= {self._slot.queue if self._slot else ""}

    async def stop(self, *, drain: bool = True) -> None:
        """Let running segments finish, or leave them to the next start; give everything back."""
        if self._slot is None:
            return
        if drain:
            await self._hand.finish(DRAIN_S)
        await self._hand.abandon()
        await asyncio.to_thread(self._give_back, self._slot)

    def _give_back(self, slot: Slot) -> None:
        if self._watch is not None:
            self._watch.stop()
        self._slot = self._watch = None
        DBOS.destroy(destroy_registry=True)
        self._segments.close()
        slot.release()
