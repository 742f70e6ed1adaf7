"""`leadwright demo`: the main job on a small fictional world, in a database of its own."""

import asyncio
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from leadwright.entrypoints.cli import tables
from leadwright.entrypoints.cli.leads import read_tale
from leadwright.entrypoints.cli.options import Json, note, print_json, settings
from leadwright.entrypoints.cli.telling.tale import tell
from leadwright.leads.stage import Stage

if TYPE_CHECKING:
    from leadwright.bootstrap import House

INTRO = (
    "Twelve fictional leads, a fictional company register, no key, no network.\n"
    "The playbook model stands in for a language model; nothing is sent."
)


def demo(json: Json = False) -> None:
    """See the product work: twelve fictional leads, researched, drafted for or escalated."""
    from leadwright import bootstrap
    from leadwright.entrypoints.cli.run import work

    data = files("leadwright.entrypoints.cli") / "demo_data"
    with as_file(data) as corpus, tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'demo.db'}"
        given = settings(db=url, corpus=corpus, as_of="corpus")
        if not json:
            note(INTRO)
        with bootstrap.build(given) as house:
            result = asyncio.run(work(house, corpus / "leads.csv", quiet=json))
            if json:
                print_json(result)
            else:
                asyncio.run(_tell(house))
                tables.run_summary(result, house.settings, next_steps=False)
                note(
                    "Your own leads: leadwright run LEADS.csv --corpus DIR (README, first real run)"
                )


async def _tell(house: "House") -> None:
    """One lead of each outcome as a story."""
    for stage in (Stage.AWAITING_APPROVAL, Stage.ESCALATED):
        rows = await house.desk.list_leads(stage=stage, limit=1)
        for row in rows:
            tell(await read_tale(house, row.lead.lead_id), brief=True)
    rows = await house.desk.list_leads(limit=50)
    tables.leads(rows, len(rows))
