"""A seller whose only proposition is for others: mails go out all the same, and say less."""

from pathlib import Path

from tests.journey.conftest import OpenHouse
from tests.journey.story import sessions, work

from leadwright.leads.stage import Stage

FOR_LAWYERS = {
    "sentence": "Tidewire files every contract where lawyers look for it.",
    "problem": "looking for contracts",
    "roles": ["legal"],
}


async def test_no_lead_is_lost_and_nobody_is_told_what_is_meant_for_others(
    open_house: OpenHouse, world: Path
) -> None:
    leads = world / "leads.csv"
    async with open_house(name="usual") as house:
        await work(house, leads)
        usual = {lead: session.stage for lead, session in (await sessions(house)).items()}
    async with open_house(name="unfit", seller={"values": [FOR_LAWYERS]}) as house:
        await work(house, leads)
        found = await sessions(house)
    assert {lead: session.stage for lead, session in found.items()} == usual
    waiting = [one for one in found.values() if one.stage is Stage.AWAITING_APPROVAL]
    assert waiting
    for session in waiting:
        assert session.draft is not None
        text = (
            f"{session.draft.body}\n{session.draft.linkedin_message}\n{session.draft.call_script}"
        )
        assert "contract" not in text
        assert session.draft.frame.endswith("product_alone")
