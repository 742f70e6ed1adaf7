"""What reading rows elsewhere promises: the same entries as here, in order, whatever happens."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from leadwright.adapters.intake import ReadAside
from leadwright.leads.intake import IntakeSettings, RawRow, Refusal, RefusalCode, entered

PORT = "leadwright.leads.intake.ports:RowReading"
IMPLEMENTATIONS = ["leadwright.adapters.intake.aside:ReadAside"]

pytestmark = pytest.mark.contract

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SETTINGS = IntakeSettings()
ROWS: list[RawRow | Refusal] = [
    RawRow(number=2, values={"name": "Ada Löve", "company": "Acme", "value": "45k", "land": "D"}),
    Refusal(row=3, field="row", given="x", code=RefusalCode.BROKEN_ROW, reason="Mend it."),
    RawRow(number=4, values={"mood": "good"}),
    RawRow(number=5, values={"email": "bob@acme.example", "tel": "+49 89 1234567"}),
]
HERE = [entered(row, settings=SETTINGS, received_at=NOW) for row in ROWS]


@pytest.fixture
async def aside() -> AsyncIterator[ReadAside]:
    reading = ReadAside()
    yield reading
    await reading.close()


async def test_rows_become_the_entries_they_become_here(aside: ReadAside) -> None:
    for _ in range(2):
        assert list(await aside.read(ROWS, SETTINGS, NOW)) == HERE
    assert list(await aside.read([], SETTINGS, NOW)) == []


async def test_many_rows_at_once_come_back_whole(aside: ReadAside) -> None:
    rows = [RawRow(number=n, values={"name": f"Ada {n}", "note": "x" * 900}) for n in range(5_000)]
    entries = await aside.read(rows, SETTINGS, NOW)
    assert [entry.raw for entry in entries if not isinstance(entry, Refusal)] == [
        entry.raw
        for row in rows
        if not isinstance(entry := entered(row, settings=SETTINGS, received_at=NOW), Refusal)
    ]


async def test_reading_goes_on_when_the_process_is_killed(aside: ReadAside) -> None:
    await aside.read(ROWS, SETTINGS, NOW)
    os.kill(aside.pid or 0, signal.SIGKILL)
    assert list(await aside.read(ROWS, SETTINGS, NOW)) == HERE


async def test_the_process_ends_when_reading_is_done() -> None:
    aside = ReadAside()
    await aside.read(ROWS, SETTINGS, NOW)
    pid = aside.pid
    assert pid is not None
    await aside.close()
    await asyncio.sleep(0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_closing_what_never_began_is_nothing() -> None:
    await ReadAside().close()
