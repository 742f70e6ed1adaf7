"""A run stopped right after any one change goes on as if it had not been."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from chaos.stage.portrait import Portrait, portray
from chaos.verdict import differences
from tests.journey.conftest import OpenHouse
from tests.journey.story import leads_file

from leadwright.bootstrap import House
from leadwright.journey.ports import Change, Desk, Opening, Twin, TwinKey
from leadwright.journey.shift import Shift
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval

MAYA = {
    "lead_id": "S-1",
    "name": "Maya Brandt",
    "title": "CFO",
    "email": "maya.brandt@harborline.example",
    "company_name": "Harborline Freight",
    "country": "US",
    "deal_value": 38000,
}
# The same person in another spelling: only research can tell.
MAYA_AGAIN = MAYA | {"lead_id": "S-2", "email": None, "company_name": "Harobrline Freight"}
MOST_CHANGES = 20
ONE_AT_A_TIME = {"concurrency": 1}


@dataclass(kw_only=True)
class LastDesk:
    """A desk at which the process ends right after change number `last`."""

    desk: Desk
    last: int
    end: Callable[[], object]
    changes: int = field(default=0)

    async def open(self, lead_id: LeadId) -> Opening:
        return await self.desk.open(lead_id)

    async def approvals(self, lead_id: LeadId) -> tuple[Approval, ...]:
        return await self.desk.approvals(lead_id)

    async def apply(self, change: Change) -> None:
        await self._alive()
        await self.desk.apply(change)
        await self._count()

    async def settle_twin(self, key: TwinKey, lead_id: LeadId, position: int) -> Twin | None:
        await self._alive()
        found = await self.desk.settle_twin(key, lead_id, position)
        await self._count()
        return found

    async def _alive(self) -> None:
        if self.changes >= self.last:
            await asyncio.Event().wait()  # nothing more becomes of a dead process

    async def _count(self) -> None:
        self.changes += 1
        if self.changes == self.last:
            self.end()
            await asyncio.Event().wait()


async def work_until(house: House, last: int) -> bool:
    """Work to rest, or to the end of the process after so many changes; whether it ended so."""
    task = asyncio.current_task()
    assert task is not None
    desk = LastDesk(desk=house.desk, last=last, end=task.cancel)
    steps = replace(house.journey.steps, desk=desk)  # type: ignore[arg-type]  # all that steps use
    shift = Shift(desk=house.desk, engine=house.engine, journey=replace(house.journey, steps=steps))
    with suppress(asyncio.CancelledError):
        await shift.work_to_rest()
    task.uncancel()
    return desk.changes >= last


def by_name(portrait: Portrait) -> dict[str, Portrait]:
    return {lead["name"]: lead for lead in portrait["leads"]}


@pytest.mark.parametrize("first", ["S-1", "S-2"])
async def test_stopped_after_any_change_the_next_run_ends_in_the_same_sessions(
    open_house: OpenHouse, tmp_path: Path, first: str
) -> None:
    rows = sorted([MAYA, MAYA_AGAIN], key=lambda row: row["lead_id"] != first)
    leads = leads_file(tmp_path / "leads.jsonl", rows)

    async def settled(name: str, last: int) -> tuple[Portrait, bool]:
        async with open_house(name=name, work=ONE_AT_A_TIME) as house:
            await house.reception.take(leads)
            stopped = await work_until(house, last)
        async with open_house(name=name, work=ONE_AT_A_TIME) as house:
            await house.shift.work_to_rest()
            return await portray(house), stopped

    calm, stopped = await settled("calm", MOST_CHANGES)
    assert not stopped
    for last in range(1, MOST_CHANGES):
        found, stopped = await settled(f"stopped-{last}", last)
        told = list(differences(by_name(calm), by_name(found)))
        assert found == calm, f"stopped after change {last}: {told}"
        if not stopped:
            break
    assert last > 4
