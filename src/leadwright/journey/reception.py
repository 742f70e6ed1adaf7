"""Reception: a file of rows becomes leads that wait, twins that are merged, refusals that are kept.

The same file again changes nothing; a run killed in between goes on with the rows not stored yet.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from leadwright.clock import Clock
from leadwright.leads import priority
from leadwright.leads.dedup import Arrival, exact_keys, sift
from leadwright.leads.intake import IntakeSettings, LeadReader, RawRow, Refusal, read
from leadwright.leads.lead import Lead, LeadId, Money
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal, KeyRef, LeadStore
from leadwright.leads.priority import PrioritySettings

Progress = Callable[[int], None]
_HEAVIEST_BATCH = 4_000_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file's rows."""

    received: int = 0
    new: int = 0
    known: int = 0
    merged: int = 0
    refused: int = 0
    remarks: tuple[str, ...] = ()  # on how the file was read

    def __add__(self, other: "Report") -> "Report":
        return Report(
            received=self.received + other.received,
            new=self.new + other.new,
            known=self.known + other.known,
            merged=self.merged + other.merged,
            refused=self.refused + other.refused,
        )


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
    batch: int = 500

    async def take(self, file: Path, progress: Progress | None = None) -> Report:
        """Take in a file, batch by batch; each batch is stored as a whole or not at all.

        Raises:
            Refused: the file as a whole cannot be read; nothing of it was taken in.
        """
        total = Report()
        reader = self.open_file(file)
        for rows in _batches(reader.rows(), self.batch):
            total += await self._admit(file.name, rows)
            if progress is not None:
                progress(total.received + total.refused)
        return replace(total, remarks=reader.remarks)

    async def _admit(self, file: str, rows: Sequence[RawRow | Refusal]) -> Report:
        position = await self.leads.next_position()
        readings = [self._read(row) for row in rows]
        refusals = [item for item in readings if isinstance(item, Refusal)]
        taken = [item for item in readings if not isinstance(item, Refusal)]
        batch = [replace(lead, position=position + n) for n, (lead, _) in enumerate(taken)]
        raws = {lead.lead_id: raw for lead, raw in taken}
        arrivals = sift(batch, await self.leads.find_by_keys(_keys(batch)))
        fresh = [a for a in arrivals if a.kind is not AdmissionKind.KNOWN]
        await self.leads.admit(
            [self._admission(a, raws[a.lead.lead_id]) for a in fresh],
            [_kept(file, refusal) for refusal in refusals],
        )
        return Report(
            received=len(batch),
            new=sum(a.kind is AdmissionKind.NEW for a in arrivals),
            known=len(arrivals) - len(fresh),
            merged=sum(a.kind is AdmissionKind.MERGED for a in arrivals),
            refused=len(refusals),
        )

    def _read(self, row: RawRow | Refusal) -> tuple[Lead, str] | Refusal:
        if isinstance(row, Refusal):
            return row
        lead = read(
            row,
            settings=self.settings,
            mint=self.mint,
            cohort=self.cohort,
            received_at=self.clock.now(),
        )
        if isinstance(lead, Refusal):
            return lead
        return lead, json.dumps(row.values, ensure_ascii=False, default=str)

    def _admission(self, arrival: Arrival, raw: str) -> Admission:
        lead = arrival.lead
        value = self.to_usd(lead.deal_value) if lead.deal_value else None
        rank = priority.score(
            lead, value_usd=value, fit=None, now=self.clock.now(), settings=self.priority
        )
        return Admission(
            kind=arrival.kind,
            lead=lead,
            keys=arrival.keys,
            raw=raw,
            priority=rank.standing,
            priority_terms=json.dumps([[t.name, t.points, t.why] for t in rank.terms]),
            merged_into=arrival.merged_into,
            why=arrival.why,
        )


def _batches(rows: Iterable[RawRow | Refusal], size: int) -> Iterator[Sequence[RawRow | Refusal]]:
    """Rows by the `size`, and fewer where they are large: memory must not depend on the file."""
    batch: list[RawRow | Refusal] = []
    weight = 0
    for row in rows:
        batch.append(row)
        weight += row.size if isinstance(row, RawRow) else 0
        if len(batch) == size or weight > _HEAVIEST_BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _keys(batch: Sequence[Lead]) -> list[KeyRef]:
    return list({key for lead in batch for key in exact_keys(lead)})


def _kept(file: str, refusal: Refusal) -> KeptRefusal:
    return KeptRefusal(
        file=file,
        row=refusal.row,
        field=refusal.field,
        given=refusal.given,
        code=refusal.code.value,
        reason=refusal.reason,
    )
