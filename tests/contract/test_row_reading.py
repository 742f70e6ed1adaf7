"""What reading rows elsewhere promises: the same entries as here, in order, whatever happens."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from leadwright.adapters.intake import ReadAside
from leadwright.governance.naming import Naming
from leadwright.leads.intake import Entering, Entry, IntakeSettings, RawRow, Refusal, RefusalCode
from leadwright.leads.intake.entries import cohort_of
from leadwright.leads.money import Fx

PORT = "leadwright.leads.intake.ports:RowReading"
IMPLEMENTATIONS = ["leadwright.adapters.intake.aside:ReadAside"]

pytestmark = pytest.mark.contract

NOW = datetime(2026, 11, 1, tzinfo=UTC)
NAMING = Naming(blinding=b"b" * 32, calling=b"c" * 32, minting=b"m" * 32)
ENTERING = Entering(
    settings=IntakeSettings(),
    mint=partial(NAMING.mint, "lead"),
    cohort=cohort_of,
    to_usd=Fx(as_of=NOW.date(), rates={"EUR": Decimal("1.1")}).to_usd,
)
FIRST = 40
ROWS: list[RawRow | Refusal] = [
    RawRow(number=2, values={"name": "Ada Löve", "company": "Acme", "value": "45k", "land": "D"}),
    Refusal(row=3, field="row", given="x", code=RefusalCode.BROKEN_ROW, reason="Mend it."),
    RawRow(number=4, values={"mood": "good"}),
    RawRow(number=5, values={"email": "bob@acme.example", "tel": "+49 89 1234567"}),
]


def here(rows: Sequence[RawRow | Refusal], first: int = FIRST) -> list[Entry | Refusal]:
    return [
        ENTERING.entry(row, received_at=NOW, position=position)
        for position, row in enumerate(rows, first)
    ]


@pytest.fixture
async def aside() -> AsyncIterator[ReadAside]:
    reading = ReadAside()
    yield reading
    await reading.close()


async def test_rows_become_the_entries_they_become_here(aside: ReadAside) -> None:
    for _ in range(2):
        assert list(await aside.read(ROWS, ENTERING, NOW, FIRST)) == here(ROWS)
    assert list(await aside.read([], ENTERING, NOW, FIRST)) == []


async def test_many_rows_at_once_come_back_whole(aside: ReadAside) -> None:
    rows = [RawRow(number=n, values={"name": f"Ada {n}", "note": "x" * 900}) for n in range(5_000)]
    assert list(await aside.read(rows, ENTERING, NOW, FIRST)) == here(rows)


async def test_who_asks_ahead_gets_the_answers_in_the_order_of_the_questions(
    aside: ReadAside,
) -> None:
    rows = [RawRow(number=n, values={"name": f"Ada {n}", "note": "x" * 900}) for n in range(3_000)]
    some = [rows[at : at + 500] for at in range(0, 3_000, 500)]
    asked = [aside.read(part, ENTERING, NOW, part[0].number) for part in some]
    for part, entries in zip(some, await asyncio.gather(*asked), strict=True):
        assert list(entries) == here(part, part[0].number)


async def test_reading_goes_on_when_the_process_is_killed(aside: ReadAside) -> None:
    await aside.read(ROWS, ENTERING, NOW, FIRST)
    os.kill(aside.pid or 0, signal.SIGKILL)
    asked = [aside.read(ROWS, ENTERING, NOW, FIRST) for _ in range(2)]
    assert [list(entries) for entries in await asyncio.gather(*asked)] == [here(ROWS)] * 2


async def test_the_process_ends_when_reading_is_done() -> None:
    aside = ReadAside()
    await aside.read(ROWS, ENTERING, NOW, FIRST)
    pid = aside.pid
    assert pid is not None
    await aside.close()
    await asyncio.sleep(0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_closing_what_never_began_is_nothing() -> None:
    await ReadAside().close()
