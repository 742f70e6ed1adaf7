"""Very many leads that wait: a thousand taken in from a file, then others like them.

The thousand go the whole way through intake. The others are spared reading and comparing only: each
is a lead of its own, with its own id, keys of its own, sealed with its own key, and is admitted by
the store as any lead is.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from leadwright.bootstrap import House
from leadwright.entrypoints.cli.benches import world
from leadwright.journey.ports import LeadRow
from leadwright.leads.dedup import exact_keys
from leadwright.leads.lead import LeadId
from leadwright.leads.ports import Admission, AdmissionKind, KeyRef

FIRST: Final = 1_000
COMPANIES: Final = 400
_BATCH: Final = 4_000
_SYSTEM: Final = "bench"


@dataclass(slots=True, kw_only=True)
class Filling:
    """Fills one database."""

    house: House
    made: world.World
    here: int = 0
    first: tuple[LeadRow, ...] = ()

    async def fill(self, size: int) -> None:
        """Let so many leads wait."""
        if not self.here:
            await self.house.reception.take(self.made.write_leads("first", start=0, number=FIRST))
            self.first = await self.house.desk.list_leads(limit=FIRST)
            self.here = len(self.first)
        while self.here < size:
            upto = min(size, self.here + _BATCH)
            batch = [self._like(number) for number in range(self.here, upto)]
            await self.house.leads.admit(batch, ())
            self.here = upto

    def some(self, number: int) -> LeadId:
        """The id of one of the leads, counted from 0."""
        if number < len(self.first):
            return self.first[number].lead.lead_id
        return LeadId(self.house.reception.mint(f"bench {number}"))

    def name(self, number: int) -> str:
        """What it goes by where it came from."""
        if number < len(self.first):
            return self.first[number].lead.external_ids[0][1]
        return f"C-{number}"

    def _like(self, number: int) -> Admission:
        row = self.first[number % len(self.first)]
        lead = replace(
            row.lead,
            lead_id=self.some(number),
            external_ids=((_SYSTEM, self.name(number)),),
            position=number,
        )
        return Admission(
            kind=AdmissionKind.NEW,
            lead=lead,
            keys=tuple(KeyRef(kind, f"{value} {number}") for kind, value in exact_keys(lead)),
            raw=json.dumps(dict(_raw(row))),
            priority=row.priority,
            priority_terms=row.priority_terms,
        )


def _raw(row: LeadRow) -> Iterator[tuple[str, str]]:
    """A row as it might have been given."""
    lead = row.lead
    said = (lead.person.name, lead.person.title, lead.person.email, lead.company.name, lead.source)
    return zip(world.HEADER, (text or "" for text in (lead.lead_id, *said)), strict=False)
