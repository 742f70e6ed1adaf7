"""Reception reads ahead, takes in more at once as a file goes on, and leaves known rows unread."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from leadwright.clock import FrozenClock
from leadwright.errors import Refused
from leadwright.journey.reception import Reception, Report
from leadwright.leads.dedup import exact_keys
from leadwright.leads.intake import Entering, Entry, IntakeSettings, RawRow, Refusal
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.ports import Admission, KeptRefusal, KeyRef

FILE = Path("leads.csv")


class Shelf:
    """A store of leads in memory."""

    def __init__(self) -> None:
        self.batches: list[list[Admission]] = []
        self.asked_for_keys = 0
        self._by_key: dict[KeyRef, tuple[Lead, ...]] = {}

    @property
    def leads(self) -> list[Lead]:
        return [admission.lead for batch in self.batches for admission in batch]

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        self.asked_for_keys += 1
        return {key: self._by_key.get(key, ()) for key in keys}

    async def known(self, lead_ids: Collection[LeadId]) -> set[LeadId]:
        return {lead.lead_id for lead in self.leads} & set(lead_ids)

    def in_turn(self) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        del refusals
        self.batches.append([*batch])
        for admission in batch:
            for key in exact_keys(admission.lead):
                self._by_key[key] = (*self._by_key.get(key, ()), admission.lead)

    async def get(self, lead_id: LeadId) -> Lead | None:
        raise NotImplementedError

    async def find(self, reference: str) -> tuple[Lead, ...]:
        raise NotImplementedError

    async def count_refusals(self, file: str | None = None) -> int:
        raise NotImplementedError

    async def refusals(
        self, file: str | None = None, *, limit: int | None = None
    ) -> tuple[KeptRefusal, ...]:
        raise NotImplementedError

    async def next_position(self) -> int:
        return len(self.leads)


class People:
    """A reader of so many different people; `breaks` after them when told to."""

    remarks: tuple[str, ...] = ()

    def __init__(self, numbers: Sequence[int], *, breaks: bool = False) -> None:
        self._numbers = numbers
        self._breaks = breaks

    def rows(self) -> Iterator[RawRow | Refusal]:
        for row, number in enumerate(self._numbers, start=2):
            address = f"ada{number}@acme{number}.example"
            yield RawRow(number=row, values={"name": f"Ada Abel{number}", "email": address})
        if self._breaks:
            raise Refused("the file ends in the middle")


def reception(shelf: Shelf, people: People, batch: int = 10) -> Reception:
    return Reception(
        leads=shelf,
        open_file=lambda _: people,
        settings=IntakeSettings(),
        mint=lambda fingerprint: LeadId(f"lead_{fingerprint}"),
        cohort=lambda _: 0,
        clock=FrozenClock(datetime(2026, 11, 1, tzinfo=UTC)),
        to_usd=lambda money: Decimal(money.amount),
        batch=batch,
    )


async def test_batches_grow_up_to_eight_times_the_first() -> None:
    shelf = Shelf()
    await reception(shelf, People(range(400))).take(FILE)
    assert [len(batch) for batch in shelf.batches] == [10, 20, 40, 80, 80, 80, 80, 10]
    assert [lead.position for lead in shelf.leads] == [*range(400)]


async def test_progress_is_told_when_a_batch_is_stored() -> None:
    shelf, told = Shelf(), list[tuple[int, int]]()
    people = reception(shelf, People(range(50)))
    await people.take(FILE, lambda rows: told.append((rows, len(shelf.leads))))
    assert told == [(10, 10), (30, 30), (50, 50)]


class Aside:
    """Reads here, and counts."""

    def __init__(self) -> None:
        self.rows = 0
        self.is_closed = False

    async def read(
        self,
        rows: Sequence[RawRow | Refusal],
        entering: Entering,
        received_at: datetime,
        first: int,
    ) -> Sequence[Entry | Refusal]:
        self.rows += len(rows)
        return [
            entering.entry(row, received_at=received_at, position=position)
            for position, row in enumerate(rows, first)
        ]

    async def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("breaks", [False, True])
async def test_a_long_file_is_read_aside_once_it_shows_to_be_long(*, breaks: bool) -> None:
    shelf, aside = Shelf(), Aside()
    people = reception(shelf, People(range(400), breaks=breaks))
    with pytest.raises(Refused) if breaks else nullcontext():
        await replace(people, aside=lambda: aside, long=100).take(FILE)
    assert aside.is_closed
    assert 0 < aside.rows < 300
    assert [lead.position for lead in shelf.leads] == [*range(len(shelf.leads))]
    assert breaks or len({lead.lead_id for lead in shelf.leads}) == 400


async def test_a_short_file_is_read_here() -> None:
    shelf, aside = Shelf(), Aside()
    await replace(reception(shelf, People(range(100))), aside=lambda: aside).take(FILE)
    assert aside.rows == 0
    assert len(shelf.leads) == 100


async def test_a_file_that_is_known_is_not_read_again() -> None:
    shelf = Shelf()
    await reception(shelf, People(range(100))).take(FILE)
    before = shelf.asked_for_keys
    report = await reception(shelf, People(range(100))).take(FILE)
    assert report == Report(received=100, known=100)
    assert shelf.asked_for_keys == before


@pytest.mark.parametrize("start", [0, 5, 35, 95])
async def test_rows_that_are_known_are_found_wherever_they_stand(start: int) -> None:
    shelf = Shelf()
    await reception(shelf, People(range(start, start + 7))).take(FILE)
    report = await reception(shelf, People(range(110))).take(FILE)
    assert (report.new, report.known) == (103, 7)
    assert len({lead.lead_id for lead in shelf.leads}) == len(shelf.leads) == 110


async def test_the_same_row_in_two_batches_is_taken_once() -> None:
    shelf = Shelf()
    report = await reception(shelf, People([*range(10), *range(10), 3, 4])).take(FILE)
    assert (report.new, report.known) == (10, 12)


async def test_what_was_read_before_a_file_broke_stays() -> None:
    shelf = Shelf()
    with pytest.raises(Refused, match="in the middle"):
        await reception(shelf, People(range(35), breaks=True)).take(FILE)
    assert len(shelf.leads) == 30
    report = await reception(shelf, People(range(35))).take(FILE)
    assert (report.new, report.known) == (5, 30)
