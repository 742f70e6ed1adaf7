"""The journal: one row per model request and tool call. Cost ledger, trace and crash replay in one.

A row is durable before its result is used; a repeated phase is answered from the rows of its
segment, so nothing paid for is paid twice.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from leadwright.clock import Clock, Deadline
from leadwright.leads.lead import LeadId
from leadwright.models.ports import CallState, JournalRow, JournalStore


def digest(arguments: object) -> str:
    """A short hash of canonical JSON: the same arguments give the same key on every machine."""
    text = json.dumps(arguments, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(slots=True, kw_only=True)
class SegmentJournal:
    """The journal of one segment: answers what was already done, writes what is new.

    It goes wherever calls are made, so it says too how long they may still take.
    """

    segment_id: str
    lead_id: LeadId
    release: str
    store: JournalStore
    deadline: Deadline | None = None  # of the phase that runs
    _known: dict[str, JournalRow] = field(default_factory=dict)

    def remember(self, rows: Iterable[JournalRow]) -> None:
        """Take over what an earlier, interrupted run of this segment wrote."""
        self._known.update({row.key: row for row in rows})

    def key(self, *, phase: str, turn: int, name: str, arguments: object) -> str:
        """The deterministic key of a call. Keys stand in clear, so arguments are only a mark."""
        mark = self.store.blind(digest(arguments))
        return f"{self.segment_id}/{phase}/{turn}/{name}/{mark}"

    def done(self, key: str) -> JournalRow | None:
        """The finished row of a call, when an earlier run of this segment made it."""
        row = self._known.get(key)
        return row if row is not None and row.state is CallState.DONE else None

    async def write(self, row: JournalRow) -> None:
        """Make a row durable and remember it."""
        await self.store.write(row)
        self._known[row.key] = row

    def day(self, now: datetime) -> date:
        """The day on which the segment began.

        Days in arguments are counted from it: a segment that starts again after midnight must ask
        for the same, or nothing it did before would be recognised.
        """
        first = next(iter(self._known.values()), None)
        return (first.started_at if first else now).date()

    def today(self, clock: Clock) -> date:
        """What today meant when the segment began; a day that settings pin stays what it is."""
        now, today = clock.now(), clock.today()
        return self.day(now) if today == now.date() else today

    @property
    def rows(self) -> tuple[JournalRow, ...]:
        """All rows known of this segment."""
        return tuple(self._known.values())
