"""Short words for journeys: take in leads, work them, look at one."""

import json
from collections.abc import Sequence
from pathlib import Path

from leadwright.bootstrap import House
from leadwright.journey.ports import Opening
from leadwright.memory.session import Session


async def work(house: House, file: Path) -> None:
    """Take in a file and work every lead of it to rest."""
    await house.reception.take(file)
    await house.shift.work_to_rest()


async def open_lead(house: House, reference: str) -> Opening:
    """The lead that came with this id."""
    (lead,) = await house.leads.find(reference)
    return await house.desk.open(lead.lead_id)


async def sessions(house: House) -> dict[str, Session]:
    """All sessions by the id their lead came with."""
    rows = await house.desk.list_leads(limit=10_000)
    return {row.lead.external_ids[0][1]: row.session for row in rows}


def leads_file(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """A file of leads, one JSON object a line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
