"""What each lead took, read from its journal rows as its segments end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from leadwright.evaluation.ports import Effort
from leadwright.journey.tally import Tally
from leadwright.leads.lead import LeadId
from leadwright.models.ports import JournalRow


@dataclass(slots=True)
class LeadTally(Tally):
    """A tally that also knows the leads apart. For runs of some thousand leads, not for workers."""

    efforts: dict[LeadId, Effort] = field(default_factory=dict)

    def add(self, rows: Sequence[JournalRow], *, seconds: float) -> None:
        """Count one segment, and what it adds to its lead."""
        Tally.add(self, rows, seconds=seconds)
        if rows:  # a segment that called nobody took no time worth counting
            lead_id = rows[0].lead_id
            before = self.efforts.get(lead_id, Effort())
            self.efforts[lead_id] = Effort(
                cost_usd=before.cost_usd + sum((row.cost_usd for row in rows), start=Decimal(0)),
                tokens=before.tokens + sum(row.tokens_in + row.tokens_out for row in rows),
                seconds=before.seconds + seconds,
            )
