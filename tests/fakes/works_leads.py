"""Leads that are worked by nobody: each comes to rest as the test says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from leadwright.evaluation.ports import Worked
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session

AT = datetime(2013, 12, 12, 9, tzinfo=UTC)


def escalated(lead: Lead) -> Worked:
    """A lead that waits for a person, nothing known of it."""
    session = Session(lead_id=lead.lead_id, created_at=AT, last_updated=AT, stage=Stage.ESCALATED)
    return Worked(lead=lead, session=session)


@dataclass(slots=True, kw_only=True)
class FakeWorksLeads:
    """`WorksLeads` without a house: `rest` says where a lead ends."""

    rest: Callable[[Lead], Worked] = escalated
    seen: list[Worked] = field(default_factory=list)

    async def work(self, file: Path) -> None:
        """Bring every row to rest."""
        for position, name in enumerate(_names(file)):
            lead = Lead(
                lead_id=LeadId(f"ours:{name}"),
                external_ids=(("row", name),),
                received_at=AT,
                position=position,
            )
            self.seen.append(self.rest(lead))

    async def worked(self) -> Sequence[Worked]:
        """All of them."""
        return tuple(self.seen)


def _names(file: Path) -> list[str]:
    return [json.loads(text)["lead_id"] for text in file.read_text("utf-8").splitlines()]
