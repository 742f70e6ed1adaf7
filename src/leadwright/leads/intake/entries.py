"""Entries: rows that were read, with their dedup keys and the row as it was given.

Nothing here needs a secret of the house, so any process may do it; the id comes afterwards.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from leadwright.leads.dedup import exact_keys, own_key
from leadwright.leads.intake.reading import read
from leadwright.leads.intake.rows import IntakeSettings, RawRow, Refusal
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import KeyRef


@dataclass(frozen=True, slots=True)
class Entry:
    """A lead that was read. Until it is `admitted`, its id is the fingerprint of its row."""

    lead: Lead
    keys: tuple[KeyRef, ...]
    raw: str

    def admitted(self, mint: Callable[[str], LeadId], cohort: Callable[[str], int]) -> "Entry":
        """With the id that the house gives to this row, always the same one."""
        lead_id = mint(self.lead.lead_id)
        lead = replace(self.lead, lead_id=lead_id, cohort=cohort(lead_id))
        return Entry(lead, (own_key(lead_id), *self.keys[1:]), self.raw)


def entered(
    row: RawRow | Refusal, *, settings: IntakeSettings, received_at: datetime
) -> Entry | Refusal:
    """Read a row; a refusal stays what it is."""
    if isinstance(row, Refusal):
        return row
    lead = read(row, settings=settings, mint=LeadId, cohort=lambda _: 0, received_at=received_at)
    if isinstance(lead, Refusal):
        return lead
    raw = json.dumps(row.values, ensure_ascii=False, default=str)
    return Entry(lead, exact_keys(lead), raw)
