"""An engine on a file of its own, with leads that wait, and a look behind it."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from tests.contract.store.examples import NOON, a_change, a_lead, an_admission

from leadwright.adapters.durable.engine import DbosEngine
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.leads.lead import LeadId


@dataclass(kw_only=True)
class Place:
    """A store and an engine; `work` brings leads to rest."""

    store: Store
    engine: DbosEngine
    worked: list[tuple[LeadId, int]] = field(default_factory=list)

    async def work(self, lead_id: LeadId, segment: int) -> None:
        """The work of a usual segment."""
        self.worked.append((lead_id, segment))
        opening = await self.store.desk.open(lead_id)
        done = [event.id for event in opening.events]
        await self.store.desk.apply(a_change(opening, events_done=done, rests=True))

    async def a_moment(self) -> None:
        await asyncio.sleep(0.01)

    def execute(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Change what is stored behind the back of all."""
        with self.store.database.writing() as connection:
            result = connection.execute(sa.text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []


async def with_leads(place: Place, number: int) -> Place:
    """So many leads wait."""
    leads = [an_admission(a_lead(n), priority=1.0) for n in range(1, number + 1)]
    await place.store.leads.admit(leads, [])
    return place


def opened(path: Path) -> Place:
    """A place in this folder."""
    store = Store.open(Database.open(f"sqlite:///{path / 'leadwright.db'}"))
    engine = DbosEngine(database=store.database, clock=FrozenClock(NOON), pauses_s=(), round_s=0.02)
    return Place(store=store, engine=engine)
