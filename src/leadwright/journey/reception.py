"""Reception: a file of rows becomes leads that wait, twins that are merged, refusals that are kept.

The same file again changes nothing; a run killed in between goes on with the rows not stored yet.
While one batch is made durable, the next is read; in a long file, by a process beside this one.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from leadwright.clock import Clock
from leadwright.leads import priority
from leadwright.leads.dedup import Arrival, sift
from leadwright.leads.intake import (
    Entry,
    IntakeSettings,
    LeadReader,
    RawRow,
    Refusal,
    RowReading,
    entered,
    fingerprint,
)
from leadwright.leads.lead import Lead, LeadId, Money
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal, KeyRef, LeadStore
from leadwright.leads.priority import Priority, PrioritySettings

Progress = Callable[[int], None]
_HEAVIEST_BATCH = 4_000_000  # characters
_TOLD = 100  # refusals, one by one
_AT_A_TIME = 50  # rows read before others get a turn
_GROWTH, _LARGEST = 8, 5_000  # how large batches become in a long file: times the first, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file's rows."""

    received: int = 0
    new: int = 0
    known: int = 0
    merged: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()  # the first of them, to be told one by one
    remarks: tuple[str, ...] = ()  # on how the file was read

    def __add__(self, other: "Report") -> "Report":
        return Report(
            received=self.received + other.received,
            new=self.new + other.new,
            known=self.known + other.known,
            merged=self.merged + other.merged,
            refused=self.refused + other.refused,
            refusals=(self.refusals + other.refusals)[:_TOLD],
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A row that is a lead already; nobody needs to read it again."""


_Item = Entry | _Known | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Takes in files; shared by all runs."""

    leads: LeadStore
    open_file: Callable[[Path], LeadReader]
    settings: IntakeSettings
    mint: Callable[[str], LeadId]
    cohort: Callable[[str], int]
    clock: Clock
    to_usd: Callable[[Money], Decimal | None]
    priority: PrioritySettings = field(default_factory=PrioritySettings)
    aside: Callable[[], RowReading] | None = None
    long: int = 20_000  # rows from which on it pays to read aside
    batch: int = 500

    async def take(self, file: Path, progress: Progress | None = None) -> Report:
        """Take in a file, batch by batch; each batch is stored as a whole or not at all.

        Raises:
            Refused: the file as a whole cannot be read; nothing of it was taken in.
        """
        async with self.leads.in_turn():
            return await self._take(file, progress)

    async def _take(self, file: Path, progress: Progress | None) -> Report:
        total = Report()
        storing: asyncio.Task[Report] | None = None
        look_first = True  # most files are new, or known, as a whole
        aside: RowReading | None = None
        reader = self.open_file(file)
        try:
            for rows in _batches(reader.rows(), self.batch):
                if aside is None and self.aside and total.new >= self.long:
                    aside = self.aside()
                items = await self._read(rows, look_first=look_first, aside=aside)
                look_first = any(isinstance(item, _Known) for item in items)
                if storing is not None:
                    report = await storing
                    total += report
                    look_first |= report.known > 0
                    _tell(progress, total)
                storing = asyncio.create_task(self._admit(file.name, items))
        finally:
            if storing is not None:  # also when reading failed: what was read stays
                total += await storing
                _tell(progress, total)
            if aside is not None:
                await aside.close()
        return replace(total, remarks=reader.remarks)

    def rank(self, lead: Lead) -> Priority:
        """How urgent a lead is as far as intake can tell."""
        value = self.to_usd(lead.deal_value) if lead.deal_value else None
        return priority.score(
            lead, value_usd=value, fit=None, now=self.clock.now(), settings=self.priority
        )

    async def _read(
        self, rows: Sequence[RawRow | Refusal], *, look_first: bool, aside: RowReading | None
    ) -> list[_Item]:
        known = await self._known(rows) if look_first else [False] * len(rows)
        unread = [row for row, is_known in zip(rows, known, strict=True) if not is_known]
        read = iter(await self._entries(unread, aside))
        return [_Known() if is_known else next(read) for is_known in known]

    async def _entries(
        self, rows: Sequence[RawRow | Refusal], aside: RowReading | None
    ) -> list[Entry | Refusal]:
        now = self.clock.now()
        if aside is not None:
            entries = await aside.read(rows, self.settings, now)
        else:
            entries = []
            for number, row in enumerate(rows):
                if number % _AT_A_TIME == 0:
                    await asyncio.sleep(0)
                entries.append(entered(row, settings=self.settings, received_at=now))
        return [
            item.admitted(self.mint, self.cohort) if isinstance(item, Entry) else item
            for item in entries
        ]

    async def _known(self, rows: Sequence[RawRow | Refusal]) -> list[bool]:
        """Which of the rows are leads already."""
        names = [
            self.mint(fingerprint(row.values, system=self.settings.system))
            if isinstance(row, RawRow)
            else None
            for row in rows
        ]
        here = await self.leads.known([name for name in names if name])
        return [name in here for name in names]

    async def _admit(self, file: str, items: Sequence[_Item]) -> Report:
        position = await self.leads.next_position()
        refusals = [item for item in items if isinstance(item, Refusal)]
        taken = [item for item in items if not isinstance(item, Refusal)]
        batch = [
            replace(item.lead, position=position + number)
            for number, item in enumerate(taken)
            if isinstance(item, Entry)
        ]
        readings = {item.lead.lead_id: item for item in taken if isinstance(item, Entry)}
        arrivals = await self._sift(batch, {name: item.keys for name, item in readings.items()})
        fresh = [a for a in arrivals if a.kind is not AdmissionKind.KNOWN]
        await self.leads.admit(
            [self._admission(a, readings[a.lead.lead_id].raw) for a in fresh],
            [_kept(file, refusal) for refusal in refusals],
        )
        return Report(
            received=len(taken),
            new=sum(a.kind is AdmissionKind.NEW for a in arrivals),
            known=len(taken) - len(fresh),
            merged=sum(a.kind is AdmissionKind.MERGED for a in arrivals),
            refused=len(refusals),
            refusals=tuple(refusals[:_TOLD]),
        )

    async def _sift(
        self, batch: Sequence[Lead], keys: Mapping[LeadId, tuple[KeyRef, ...]]
    ) -> tuple[Arrival, ...]:
        if not batch:
            return ()
        wanted = {key for some in keys.values() for key in some}
        return sift(batch, await self.leads.find_by_keys([*wanted]), keys=keys)

    def _admission(self, arrival: Arrival, raw: str) -> Admission:
        rank = self.rank(arrival.lead)
        return Admission(
            kind=arrival.kind,
            lead=arrival.lead,
            keys=arrival.keys,
            raw=raw,
            priority=rank.standing,
            priority_terms=terms_json(rank),
            merged_into=arrival.merged_into,
            why=arrival.why,
        )


def terms_json(rank: Priority) -> str:
    """How a number came about, as it is kept."""
    return json.dumps([[term.name, term.points, term.why] for term in rank.terms])


def _batches(rows: Iterable[RawRow | Refusal], size: int) -> Iterator[Sequence[RawRow | Refusal]]:
    """Rows by the `size`, more as a file goes on, and fewer where they are large.

    One commit for many rows costs less; memory must not depend on the file.
    """
    batch: list[RawRow | Refusal] = []
    weight, most = 0, max(size, min(size * _GROWTH, _LARGEST))
    for row in rows:
        batch.append(row)
        weight += row.size if isinstance(row, RawRow) else 0
        if len(batch) >= size or weight > _HEAVIEST_BATCH:
            yield batch
            batch, weight, size = [], 0, min(2 * size, most)
    if batch:
        yield batch


def _tell(progress: Progress | None, total: Report) -> None:
    if progress is not None:
        progress(total.received + total.refused)


def _kept(file: str, refusal: Refusal) -> KeptRefusal:
    return KeptRefusal(
        file=file,
        row=refusal.row,
        field=refusal.field,
        given=refusal.given,
        code=refusal.code.value,
        reason=refusal.reason,
    )
