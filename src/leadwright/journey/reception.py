"""Reception: a file of rows becomes leads that wait, twins that are merged, refusals that are kept.

The same file again changes nothing; a run killed in between goes on with the rows not stored yet.
While one batch is made durable, the next is read; in a long file, by a process beside this one.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from leadwright.clock import Clock
from leadwright.leads.dedup import Arrival, sift
from leadwright.leads.intake import (
    Entering,
    Entry,
    IntakeSettings,
    LeadReader,
    RawRow,
    Refusal,
    RowReading,
    fingerprint,
)
from leadwright.leads.lead import Lead, LeadId, Money
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal, LeadStore
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
    mint: Callable[[str], str]
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
        reader = self.open_file(file)
        first = await self.leads.next_position()
        taking = _Taking(reception=self, file=file.name, progress=progress, position=first)
        try:
            for rows in _batches(reader.rows(), self.batch):
                await taking.next(rows)
        finally:
            await taking.end()  # also when reading failed: what was read stays
        return replace(taking.total, remarks=reader.remarks)

    def rank(self, lead: Lead) -> Priority:
        """How urgent a lead is as far as intake can tell."""
        return self._entering().rank(lead, self.clock.now())

    async def read(
        self, rows: Sequence[RawRow | Refusal], first: int, aside: RowReading | None
    ) -> Sequence[Entry | Refusal]:
        """Rows as entries, with positions from the first on."""
        now, entering = self.clock.now(), self._entering()
        if aside is not None:
            return await aside.read(rows, entering, now, first)
        entries: list[Entry | Refusal] = []
        for number, row in enumerate(rows):
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
            entries.append(entering.entry(row, received_at=now, position=first + number))
        return entries

    def _entering(self) -> Entering:
        return Entering(
            settings=self.settings,
            mint=self.mint,
            cohort=self.cohort,
            to_usd=self.to_usd,
            priority=self.priority,
        )

    async def known(self, rows: Sequence[RawRow | Refusal]) -> list[bool]:
        """Which of the rows are leads already."""
        names = [
            LeadId(self.mint(fingerprint(row.values, system=self.settings.system)))
            if isinstance(row, RawRow)
            else None
            for row in rows
        ]
        here = await self.leads.known([name for name in names if name])
        return [name in here for name in names]

    async def admit(self, file: str, items: Sequence[_Item]) -> Report:
        """Make a batch durable; twins are found among all leads that are here."""
        refusals = [item for item in items if isinstance(item, Refusal)]
        entries = {item.lead.lead_id: item for item in items if isinstance(item, Entry)}
        batch = [item for item in items if isinstance(item, Entry)]
        arrivals = await self._sift(batch)
        fresh = [a for a in arrivals if a.kind is not AdmissionKind.KNOWN]
        await self.leads.admit(
            [_admission(arrival, entries[arrival.lead.lead_id]) for arrival in fresh],
            [_kept(file, refusal) for refusal in refusals],
        )
        received = len(items) - len(refusals)
        return Report(
            received=received,
            new=sum(a.kind is AdmissionKind.NEW for a in arrivals),
            known=received - len(fresh),
            merged=sum(a.kind is AdmissionKind.MERGED for a in arrivals),
            refused=len(refusals),
            refusals=tuple(refusals[:_TOLD]),
        )

    async def _sift(self, batch: Sequence[Entry]) -> tuple[Arrival, ...]:
        if not batch:
            return ()
        keys = {entry.lead.lead_id: entry.keys for entry in batch}
        wanted = {key for some in keys.values() for key in some}
        known = await self.leads.find_by_keys([*wanted])
        return sift([entry.lead for entry in batch], known, keys=keys)


@dataclass(slots=True, kw_only=True)
class _Taking:
    """A file under way: one batch is stored while the next is read and one more waits for that."""

    reception: Reception
    file: str
    progress: Progress | None
    position: int  # of the next row
    total: Report = field(default_factory=Report)
    look_first: bool = True  # most files are new, or known, as a whole
    aside: RowReading | None = None
    reading: deque[asyncio.Task[list[_Item]]] = field(default_factory=deque)
    storing: asyncio.Task[Report] | None = None

    async def next(self, rows: Sequence[RawRow | Refusal]) -> None:
        """Begin to read a batch, and to store the one before."""
        starts_aside = self.reception.aside
        if self.aside is None and starts_aside and self.total.new >= self.reception.long:
            self.aside = starts_aside()
        work = self._read(rows, self.position, look_first=self.look_first)
        self.reading.append(asyncio.create_task(work))
        self.position += len(rows)
        if len(self.reading) > 1:
            await self._store(self.reading.popleft())

    async def end(self) -> None:
        """Store what was read."""
        try:
            while self.reading:
                await self._store(self.reading.popleft())
            await self._stored()
        finally:
            for task in self.reading:
                task.cancel()
            if self.aside is not None:
                await self.aside.close()

    async def _read(
        self, rows: Sequence[RawRow | Refusal], first: int, *, look_first: bool
    ) -> list[_Item]:
        reception = self.reception
        known = await reception.known(rows) if look_first else [False] * len(rows)
        unread = [row for row, is_known in zip(rows, known, strict=True) if not is_known]
        read = iter(await reception.read(unread, first, self.aside))
        return [_Known() if is_known else next(read) for is_known in known]

    async def _store(self, reading: asyncio.Task[list[_Item]]) -> None:
        items = await reading
        self.look_first = any(isinstance(item, _Known) for item in items)
        await self._stored()
        self.storing = asyncio.create_task(self.reception.admit(self.file, items))

    async def _stored(self) -> None:
        if self.storing is not None:
            report = await self.storing
            self.storing = None
            self.total += report
            self.look_first |= report.known > 0
            if self.progress is not None:
                self.progress(self.total.received + self.total.refused)


def _admission(arrival: Arrival, entry: Entry) -> Admission:
    return Admission(
        kind=arrival.kind,
        lead=arrival.lead,
        keys=arrival.keys,
        raw=entry.raw,
        priority=entry.priority,
        priority_terms=entry.priority_terms,
        merged_into=arrival.merged_into,
        why=arrival.why,
    )


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


def _kept(file: str, refusal: Refusal) -> KeptRefusal:
    return KeptRefusal(
        file=file,
        row=refusal.row,
        field=refusal.field,
        given=refusal.given,
        code=refusal.code.value,
        reason=refusal.reason,
    )
