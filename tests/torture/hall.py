"""Where files are tortured: the real readers and reception before a real store."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from leadwright.adapters.intake import open_leads
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.errors import LeadwrightError
from leadwright.journey.reception import Reception, Report
from leadwright.leads.intake import IntakeSettings
from leadwright.leads.intake.columns import NOTHING_MAPPED, Column
from leadwright.leads.lead import LeadId

_NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a file, and how much the store holds after it."""

    report: Report = field(default_factory=Report)
    error: LeadwrightError | None = None
    held: tuple[int, int] = (0, 0)  # leads and refusals


@dataclass(frozen=True, kw_only=True)
class Hall:
    """A store and the reception before it."""

    store: Store

    async def take(self, file: Path, columns: Mapping[Column, str] = NOTHING_MAPPED) -> Fate:
        """Take in a file; errors of ours are a fate, others fail the test."""
        report, error = Report(), None
        try:
            report = await self._reception(columns).take(file)
        except LeadwrightError as caught:
            error = caught
        return Fate(report=report, error=error, held=await self.held())

    async def held(self) -> tuple[int, int]:
        """How many leads and refusals the store holds."""
        stages = await self.store.desk.count_stages()
        return sum(stages.values()), await self.store.leads.count_refusals()

    def _reception(self, columns: Mapping[Column, str]) -> Reception:
        return Reception(
            leads=self.store.leads,
            settings=IntakeSettings(),
            open_file=partial(open_leads, columns=columns),
            mint=lambda mark: LeadId(self.store.archive.vault.naming.mint("lead", mark)),
            cohort=lambda _: 0,
            clock=FrozenClock(_NOW),
            to_usd=lambda money: money.amount,
        )


def found(folder: Path) -> Path:
    """A database to make copies of, as its schema takes longer than most files."""
    Store.open(Database.open(f"sqlite:///{folder / 'leadwright.db'}")).close()
    return folder


@contextmanager
def opened(first: Path, folder: Path) -> Iterator[Hall]:
    """A hall with a database of its own, copied from the first."""
    for name in first.iterdir():
        shutil.copy(name, folder)
    store = Store.open(Database.open(f"sqlite:///{folder / 'leadwright.db'}"))
    try:
        yield Hall(store=store)
    finally:
        store.close()
