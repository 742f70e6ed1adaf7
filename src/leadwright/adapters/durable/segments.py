"""Segments as rows: the leads' on one side, DBOS's workflows on the other, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from dbos import DBOSClient
from dbos import DBOSPortableJSONSerializer as JsonSerializer
from dbos import error as dbos_error

from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.store.dispatch import claim_waiting
from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.tables import leads
from leadwright.landmarks import Landmark
from leadwright.leads.lead import LeadId

APPLICATION: Final = "leadwright"
WORKFLOW: Final = "segment"
POLL_S: Final = 0.05
_OPEN_STATES: Final = frozenset({"ENQUEUED", "PENDING", "DELAYED"})
_SWEPT: Final = 500  # ended workflows cleared away in one transaction

# Read as DBOS documents it. The words stand in the text, or SQLite would not use the index on them.
_OPEN: Final = (
    "SELECT workflow_uuid, queue_name, status FROM {schema}workflow_status"
    " WHERE status IN ('ENQUEUED', 'PENDING') AND queue_name LIKE 'segments-%'"
)
_OLD: Final = (
    "SELECT workflow_uuid FROM {schema}workflow_status"
    " WHERE completed_at IS NOT NULL AND completed_at < :before AND name = 'segment'"
    " AND status IN ('SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')"
    " ORDER BY completed_at LIMIT :most"
)
_RUNNING: Final = sa.select(leads.c.lead_id, leads.c.segment).where(
    sa.text("run_state <> 'idle'"), leads.c.run_state == "running"
)
_LEAVE: Final = (
    sa.update(leads)
    .where(leads.c.lead_id == sa.bindparam("lead"))
    .values(run_state="waiting", segment=leads.c.segment - 1)
)


class Segments:
    """Begins segments in one queue, and finds those that were left."""

    def __init__(self, database: Database, queue: str = "") -> None:
        self._database = database
        self._queue = queue
        self._client = DBOSClient(
            system_database_url=database.engine.url.render_as_string(hide_password=False),
            system_database_engine=database.engine,
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,  # it would wait for ever, and the watch with it
        )

    def prepare(self, concurrency: int) -> None:
        """Make DBOS's tables and the queue, before DBOS is launched.

        Otherwise it would look for its queues too early, and again only a second later.
        """
        # The client has no way to make the schema; what it stands on has.
        self._client._sys_db.run_migrations()  # noqa: SLF001
        self._client.register_queue(
            self._queue, worker_concurrency=concurrency, polling_interval_sec=POLL_S
        )

    def claim(self, limit: int, now: datetime, hand: Hand) -> int:
        """Claim waiting leads and enqueue their segments in one transaction."""
        try:
            return self._claim(limit, now, hand, one_by_one=False)
        except dbos_error.DBOSQueueDeduplicatedError:
            # Somebody was woken while DBOS still closes the last segment; the others go ahead.
            return self._claim(limit, now, hand, one_by_one=True)

    def _claim(self, limit: int, now: datetime, hand: Hand, *, one_by_one: bool) -> int:
        begun: list[Segment] = []
        try:
            with self._database.writing(Landmark.CLAIM) as connection:
                begin = self._begin_or_leave if one_by_one else self._begin
                claimed = claim_waiting(connection, limit, now)
                begun = [segment for segment in claimed if begin(connection, segment)]
                hand.take(begun)  # before the commit: a segment may start the moment it is durable
        except BaseException:
            hand.drop(begun)
            raise
        return len(begun)

    def _begin(self, connection: sa.Connection, segment: Segment) -> bool:
        """Enqueue a segment; raises when another one of the lead is still open."""
        lead_id, number = segment
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": self._queue,
                "workflow_id": _name(segment),  # enqueued twice, it starts once
                "deduplication_id": lead_id,
            },
            lead_id,
            number,
        )
        return True

    def _begin_or_leave(self, connection: sa.Connection, segment: Segment) -> bool:
        try:
            with connection.begin_nested():
                return self._begin(connection, segment)
        except dbos_error.DBOSQueueDeduplicatedError:
            connection.execute(_LEAVE, {"lead": segment[0]})
            return False

    def is_running(self, segment: Segment) -> bool:
        """Whether the lead is in this very segment."""
        with self._database.engine.connect() as connection:
            return connection.execute(_this(segment)).first() is not None

    def queues(self) -> set[str]:
        """The queues in which segments are open."""
        return {row.queue_name for row in self._open()}

    def forsaken(self, hand: Hand) -> set[Segment]:
        """Segments that DBOS takes for begun in this queue, and nobody works here."""
        return {
            segment
            for row in self._open()
            if row.queue_name == self._queue and row.status == "PENDING"
            if not hand.holds(segment := _segment(row.workflow_uuid))
        }

    def adrift(self, hand: Hand) -> set[Segment]:
        """Segments that should begin here, and are not open in this queue: nothing will begin."""
        unbegun = hand.unbegun()
        open_ = {_segment(r.workflow_uuid) for r in self._open() if r.queue_name == self._queue}
        return unbegun - open_

    def take_over(self, queue: str, hand: Hand, most: int | None = None) -> int:
        """Begin again, in the queue of this worker, what is open in that one; so many at most.

        Nobody else may work that queue meanwhile.
        """
        names = [row.workflow_uuid for row in self._open() if row.queue_name == queue]
        return self.begin_again(map(_segment, names[:most]), hand)

    def begin_again(self, segments: Iterable[Segment], hand: Hand) -> int:
        """Begin open segments again, in the queue of this worker; returns how many are open."""
        names = {_name(segment): segment for segment in segments}
        if not names:
            return 0
        hand.doubt(names.values())  # before it is durable: it may start at that moment
        try:
            self._client.resume_workflows(list(names), queue_name=self._queue)
            open_ = {row.workflow_uuid for row in self._open() if row.queue_name == self._queue}
        except BaseException:
            hand.drop(names.values())
            raise
        hand.drop(segment for name, segment in names.items() if name not in open_)
        return len(names.keys() & open_)

    def pick_up(self, hand: Hand) -> int:
        """Begin again the segments that no workflow runs any more, though their lead is in them.

        One is left so when all its tries failed. The leads are read before the workflows, and each
        once more in the end: whoever came to rest in between is left alone. One worker at a time.
        """
        running = self._running()
        open_ = {_segment(row.workflow_uuid) for row in self._open()} if running else set()
        left = [segment for segment in running if segment not in open_ and segment not in hand]
        return sum(self._pick_up(segment, hand) for segment in left)

    def _pick_up(self, segment: Segment, hand: Hand) -> bool:
        # To DBOS a workflow that ended is final, so its name is made free.
        ended = self._client.list_workflows(workflow_ids=[_name(segment)], load_input=False)
        if any(status.status in _OPEN_STATES for status in ended):
            return False
        self._client.delete_workflows([status.workflow_id for status in ended])
        hand.doubt([segment])
        try:
            with self._database.writing(Landmark.RESUME) as connection:
                this = _this(segment).with_for_update()
                if connection.execute(this).first() and self._begin(connection, segment):
                    return True
        except dbos_error.DBOSQueueDeduplicatedError:
            pass  # the lead is on its way already
        except BaseException:
            hand.drop([segment])
            raise
        hand.drop([segment])
        return False

    def sweep(self, now: datetime, kept: timedelta) -> int:
        """Clear away workflows that ended so long ago; returns how many."""
        before = int((now - kept).timestamp() * 1000)
        query = sa.text(_OLD.format(schema=self._schema))
        with self._database.engine.connect() as connection:
            names = connection.execute(query, {"before": before, "most": _SWEPT}).scalars().all()
        if names:
            self._client.delete_workflows([*names])
        return len(names)

    def close(self) -> None:
        """Let go of the client."""
        self._client.destroy()

    def _running(self) -> list[Segment]:
        with self._database.engine.connect() as connection:
            rows = connection.execute(_RUNNING).all()
        return [(LeadId(row.lead_id), row.segment) for row in rows]

    @property
    def _schema(self) -> str:
        return "" if self._database.kind is Kind.SQLITE else "dbos."

    def _open(self) -> Sequence[sa.Row[Any]]:
        with self._database.engine.connect() as connection:
            return connection.execute(sa.text(_OPEN.format(schema=self._schema))).all()


def _this(segment: Segment) -> sa.Select[tuple[str, int]]:
    lead_id, number = segment
    return _RUNNING.where(leads.c.lead_id == lead_id, leads.c.segment == number)


def _name(segment: Segment) -> str:
    lead_id, number = segment
    return f"{lead_id}:{number}"


def _segment(name: str) -> Segment:
    lead_id, _, number = name.rpartition(":")
    return LeadId(lead_id), int(number)
