"""Segments as rows: the leads' on one side, DBOS's workflows on the other, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from dbos import DBOSClient
from dbos import DBOSPortableJSONSerializer as JsonSerializer
from dbos import error as dbos_error

from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.store.dispatch import claim_waiting
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.tables import leads
from leadwright.landmarks import Landmark
from leadwright.leads.lead import LeadId

APPLICATION: Final = "leadwright"
QUEUE: Final = "segments"
WORKFLOW: Final = "segment"
POLL_S: Final = 0.05
LIVE: Final = frozenset({"ENQUEUED", "PENDING", "DELAYED"})

_RUNNING: Final = sa.select(leads.c.lead_id, leads.c.segment).where(
    sa.text("run_state <> 'idle'"), leads.c.run_state == "running"
)
_LEAVE: Final = (
    sa.update(leads)
    .where(leads.c.lead_id == sa.bindparam("lead"))
    .values(run_state="waiting", segment=leads.c.segment - 1)
)


class Segments:
    """Begins segments, and finds those that were left."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._client = DBOSClient(
            system_database_url=database.engine.url.render_as_string(hide_password=False),
            system_database_engine=database.engine,
            serializer=JsonSerializer(),
            application_name=APPLICATION,
            lazy=True,
        )

    def prepare(self, concurrency: int) -> None:
        """Make DBOS's tables and the queue, before DBOS is launched.

        Otherwise it would look for its queues too early, and again only a second later.
        """
        # The client has no way to make the schema; what it stands on has.
        self._client._sys_db.run_migrations()  # noqa: SLF001
        self._client.register_queue(
            QUEUE, worker_concurrency=concurrency, polling_interval_sec=POLL_S
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
                begin = self._begin_or_leave if one_by_one else self.begin
                claimed = claim_waiting(connection, limit, now)
                begun = [segment for segment in claimed if begin(connection, segment)]
                hand.take(begun)  # before the commit: a segment may start the moment it is durable
        except BaseException:
            hand.drop(begun)
            raise
        return len(begun)

    def begin(self, connection: sa.Connection, segment: Segment) -> bool:
        """Enqueue a segment; raises when another one of the lead is still open."""
        lead_id, number = segment
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
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
                return self.begin(connection, segment)
        except dbos_error.DBOSQueueDeduplicatedError:
            connection.execute(_LEAVE, {"lead": segment[0]})
            return False

    def running(self) -> list[Segment]:
        """The segments that leads are in."""
        with self._database.engine.connect() as connection:
            rows = connection.execute(_RUNNING).all()
        return [(LeadId(row.lead_id), row.segment) for row in rows]

    def is_running(self, segment: Segment) -> bool:
        """Whether the lead is in this very segment."""
        lead_id, number = segment
        this = _RUNNING.where(leads.c.lead_id == lead_id, leads.c.segment == number)
        with self._database.engine.connect() as connection:
            return connection.execute(this).first() is not None

    def resume(self, running: Sequence[Segment]) -> None:
        """Begin again what has no live workflow; live ones recover by themselves."""
        names = {_name(segment): segment for segment in running}
        if not names:
            return
        known = self._client.list_workflows(workflow_ids=list(names), load_input=False)
        live = {status.workflow_id for status in known if status.status in LIVE}
        ended = [status.workflow_id for status in known if status.workflow_id not in live]
        if ended:  # to DBOS that is final, so the name is made free
            self._client.delete_workflows(ended)
        with self._database.writing(Landmark.RESUME) as connection:
            for name in names.keys() - live:
                self.begin(connection, names[name])

    def close(self) -> None:
        """Let go of the client."""
        self._client.destroy()


def _name(segment: Segment) -> str:
    lead_id, number = segment
    return f"{lead_id}:{number}"
