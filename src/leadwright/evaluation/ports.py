"""What evaluation needs from whoever works leads; the door wires it to the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from leadwright.leads.lead import Lead
from leadwright.memory.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What one lead took."""

    cost_usd: Decimal = Decimal(0)
    tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A lead after its work: where its session stands, and what it took."""

    lead: Lead
    session: Session
    effort: Effort = Effort()

    @property
    def external_id(self) -> str | None:
        """The id the lead came with."""
        return self.lead.external_ids[0][1] if self.lead.external_ids else None


class WorksLeads(Protocol):
    """Works a file of leads to their waits, in a place where nothing else is."""

    async def work(self, file: Path) -> None:
        """Take in a file and work every lead until it rests."""
        ...

    async def worked(self) -> Sequence[Worked]:
        """Every lead there is, with its session, in the order of arrival."""
        ...
