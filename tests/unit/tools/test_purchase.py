"""Answers that cost money, in several processes on one shelf. On the virtual clock."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.answer_shelf import MemoryShelf
from tests.fakes.virtual_clock import VirtualClock
from tests.unit.models.notebook import NOW
from tests.unit.tools.scripted import GOOD, Found
from tests.unit.tools.test_time import Board, Hall, off
from tests.unit.tools.timed import SPEC, Room, Turn, code_of, since, source, the_call

from leadwright.errors import Bug, Unavailable
from leadwright.models.journal import SegmentJournal
from leadwright.tools.contract import Answer, ToolErrorCode, ToolResult
from leadwright.tools.guards.switches import Switchboard
from leadwright.tools.ports import Places, Shelved
from leadwright.tools.purchase import DEAD_S, LOOK_S
from leadwright.tools.waterfall import Guards

PRICE, FREE = Decimal("0.25"), Decimal(0)
KEY = 'look {"name":"Acme"}'  # of the question about Acme
PAID = replace(SPEC, cost_usd=PRICE)
ANSWER = replace(GOOD, cost_usd=Decimal(0))
DOWN = Unavailable("down")
NOTHING = Answer(output=Found())


@dataclass
class Fleet:
    """Processes that share nothing but a shelf and the time."""

    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))
    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    rooms: list[Room] = field(default_factory=list)
    segments: int = 0

    def process(
        self, *turns: Turn, guards: Guards | None = None, places: Places | None = None
    ) -> Room:
        """One more, with a source of its own that does as told."""
        room = Room(clock=self.clock, spec=PAID, guards=guards or Guards(), places=places)
        return self.add(room.with_sources(source("vendor", *(turns or [ANSWER]))))

    def add(self, room: Room) -> Room:
        room.runtime = replace(room.runtime, shelf=self.shelf)
        self.rooms.append(room)
        return room

    def journal(self, room: Room, *, seconds: float = 120, segment: str = "") -> SegmentJournal:
        """Of a segment of that name; by default of a new one."""
        self.segments += 1
        journal = room.journal(seconds)
        journal.segment_id = segment or f"lead_{self.segments}:1"
        return journal

    async def ask(
        self, room: Room, name: str = "Acme", *, journal: SegmentJournal | None = None
    ) -> ToolResult:
        """A new lead asks, or that of the journal."""
        return await room.runtime.call(the_call(name=name), journal or self.journal(room))

    async def run(self, room: Room, *, segment: str = "") -> ToolResult:
        """The same, with all the time it takes."""
        journal = self.journal(room, segment=segment)
        return await self.clock.run(self.ask(room, journal=journal))

    @property
    def paid(self) -> int:
        """How often a source was asked."""
        return sum(len(room.source().asked_at) for room in self.rooms)


@pytest.fixture
def fleet() -> Fleet:
    return Fleet()


def costs(results: Sequence[ToolResult]) -> list[Decimal]:
    return sorted(result.cost_usd for result in results)


async def test_two_processes_that_ask_at_once_pay_once(fleet: Fleet) -> None:
    one, two = fleet.process(3.0), fleet.process(3.0)
    results = await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two)))
    assert fleet.paid == 1
    assert [result.output for result in results] == [GOOD.output] * 2
    assert sorted(result.cached for result in results) == [False, True]
    assert costs(results) == [0, GOOD.cost_usd]
    assert since(fleet.clock) <= 3 + LOOK_S


Visit = tuple[int, str, int]  # which process asks, for which company, after how many seconds
VISITS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("abcd"), st.integers(0, 20)), max_size=20
)


@given(visits=VISITS, takes_s=st.floats(0.1, 30), seed=st.integers(0, 3))
async def test_each_company_is_paid_once_whoever_asks_and_when(
    visits: list[Visit], takes_s: float, seed: int
) -> None:
    fleet = Fleet()
    spec = replace(PAID, timeout_s=60, cache_ttl_s=600)
    for _ in range(3):
        room = Room(clock=fleet.clock, spec=spec)
        fleet.add(room.with_sources(source("vendor", *[takes_s] * (seed + 1), takes_s / 2)))

    async def visit(number: int, company: str, after_s: int) -> ToolResult:
        await fleet.clock.sleep(after_s)
        return await fleet.ask(fleet.rooms[number], company)

    async def scene() -> list[ToolResult]:
        return list(await asyncio.gather(*(visit(*one) for one in visits)))

    results = await fleet.clock.run(scene())
    companies = {company for _, company, _ in visits}
    assert all(result.error is None for result in results)
    assert fleet.paid == len(companies)
    assert sum(result.cost_usd for result in results) == len(companies) * (GOOD.cost_usd or 0)
    assert sum(not result.cached for result in results) == len(companies)


async def test_a_process_begun_anew_has_what_was_paid_for(fleet: Fleet) -> None:
    await fleet.run(fleet.process())
    again = fleet.process()
    result = await fleet.run(again)
    assert (result.cached, result.cost_usd, result.output) == (True, FREE, ANSWER.output)
    assert fleet.paid == 1
    row = again.notebook.written[-1]
    assert (row.cached, row.cost_usd, row.provider) == (True, FREE, "vendor")
    trips = fleet.shelf.trips
    await fleet.run(again)
    assert fleet.shelf.trips == trips  # it has it itself now


async def test_an_answer_is_as_old_everywhere_as_it_is(fleet: Fleet) -> None:
    await fleet.run(fleet.process())
    two = fleet.process()
    fleet.clock.advance(timedelta(seconds=50))
    assert (await fleet.run(two)).cached
    fleet.clock.advance(timedelta(seconds=10))
    assert not (await fleet.run(two)).cached
    assert fleet.paid == 2


async def test_what_another_process_knows_from_before_stands_in(fleet: Fleet) -> None:
    await fleet.run(fleet.process())
    fleet.clock.advance(timedelta(hours=3))
    two = fleet.process(DOWN)
    result = await fleet.run(two)
    assert (result.output, result.stale_since, result.cost_usd) == (ANSWER.output, NOW, FREE)
    assert "vendor: unavailable" in result.attempts


async def test_when_the_asker_dies_another_asks_soon(fleet: Fleet) -> None:
    await fleet.shelf.begin(KEY, asker="gone", seen=None, at=NOW)
    fleet.clock.advance(timedelta(seconds=1))
    result = await fleet.run(fleet.process())
    assert (result.error, result.cached) == (None, False)
    assert since(fleet.clock) <= 1 + DEAD_S + LOOK_S


@pytest.mark.parametrize("wrong", [timedelta(hours=-1), timedelta(hours=1)])
async def test_a_clock_that_is_wrong_elsewhere_makes_nobody_pay_twice(
    fleet: Fleet, wrong: timedelta
) -> None:
    one, two = fleet.process(4.0), fleet.process()
    begin = fleet.shelf.begin

    async def begun(key: str, *, asker: str, seen: Shelved | None, at: datetime) -> bool:
        return await begin(key, asker=asker, seen=seen, at=at + wrong)

    fleet.shelf.begin = begun  # type: ignore[method-assign]
    await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two)))
    assert fleet.paid == 1


async def test_who_is_slow_but_alive_is_waited_for(fleet: Fleet) -> None:
    spec = replace(PAID, timeout_s=60)
    one, two = (
        fleet.add(Room(clock=fleet.clock, spec=spec).with_sources(source("vendor", 50.0)))
        for _ in range(2)
    )
    results = await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two)))
    assert (fleet.paid, [result.error for result in results]) == (1, [None, None])


async def test_when_the_asker_fails_another_asks_at_once(fleet: Fleet) -> None:
    one, two = fleet.process(DOWN), fleet.process()
    results = await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two)))
    assert code_of(results[0]) is ToolErrorCode.UNAVAILABLE
    assert (results[1].error, results[1].cached) == (None, False)
    assert since(fleet.clock) < DEAD_S


async def test_who_waits_does_so_within_its_time_and_does_not_take_over(fleet: Fleet) -> None:
    one, two = fleet.process(4.0), fleet.process()
    hurried = fleet.journal(two, seconds=2)
    results = await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two, journal=hurried)))
    assert [code_of(result) for result in results] == [None, ToolErrorCode.TIMEOUT]
    assert fleet.paid == 1


async def test_a_lead_that_waits_for_another_process_lends_its_place(fleet: Fleet) -> None:
    hall = Hall(fleet.clock)
    one, two = fleet.process(4.0), fleet.process(places=hall)
    journal = fleet.journal(two, seconds=30)
    await fleet.clock.run(_both(fleet.ask(one), fleet.ask(two, journal=journal)))
    ((lead_id, began, ended),) = hall.lent
    assert (lead_id, began) == (journal.lead_id, 0)
    assert ended == pytest.approx(4, abs=LOOK_S)
    assert journal.deadline is not None
    assert journal.deadline.left() == pytest.approx(26, abs=LOOK_S)  # its time goes on


async def test_a_call_that_began_in_a_process_that_is_gone_goes_on_at_once(fleet: Fleet) -> None:
    elsewhere = Fleet()
    call_id = (await elsewhere.run(elsewhere.process(), segment="lead_7:1")).call_id
    await fleet.shelf.begin(KEY, asker=call_id, seen=None, at=NOW)
    result = await fleet.run(fleet.process(), segment="lead_7:1")
    assert (result.error, result.cached, since(fleet.clock)) == (None, False, 0)


async def test_what_a_call_paid_for_before_it_was_cut_off_is_its_own_at_its_price(
    fleet: Fleet,
) -> None:
    first = await fleet.run(fleet.process(), segment="lead_7:1")
    fleet.clock.advance(timedelta(minutes=5))  # longer than it is fresh for others
    again = await fleet.run(fleet.process(), segment="lead_7:1")
    assert (again.cached, again.cost_usd, again.output) == (False, PRICE, first.output)
    assert fleet.paid == 1


async def test_what_is_free_never_turns_to_the_shelf(fleet: Fleet) -> None:
    free = Room(clock=fleet.clock, spec=SPEC).with_sources(source("corpus"))
    await fleet.run(fleet.add(free))
    cheap = Guards(prices={("look", "corpus"): Decimal(0)})
    first = Room(clock=fleet.clock, spec=PAID, guards=cheap)
    await fleet.run(fleet.add(first.with_sources(source("corpus"), source("vendor"))))
    assert (fleet.shelf.trips, first.source(1).asked_at) == (0, [])


async def test_where_the_free_source_has_nothing_the_shelf_is_next(fleet: Fleet) -> None:
    guards = Guards(prices={("look", "corpus"): Decimal(0)})
    spec = replace(PAID, found=lambda output: isinstance(output, Found) and bool(output.text))
    rooms = [
        fleet.add(
            Room(clock=fleet.clock, spec=spec, guards=guards).with_sources(
                source("corpus", NOTHING), source("vendor", ANSWER)
            )
        )
        for _ in range(2)
    ]
    results = [await fleet.run(room) for room in rooms]
    assert [result.provider for result in results] == ["vendor", "vendor"]
    assert costs(results) == [0, PRICE]
    assert [len(room.source(1).asked_at) for room in rooms] == [1, 0]


async def test_what_a_source_said_that_is_off_now_is_not_used(fleet: Fleet) -> None:
    await fleet.run(fleet.process())
    board = Board()
    await board.switch(off("vendor"))
    two = Room(
        clock=fleet.clock, spec=PAID, guards=Guards(board=Switchboard(states=board))
    ).with_sources(source("vendor"), source("other", ANSWER))
    result = await fleet.run(fleet.add(two))
    assert (result.provider, result.cached) == ("other", False)


async def test_an_answer_in_the_shape_of_another_release_is_asked_for_again(fleet: Fleet) -> None:
    await fleet.shelf.keep(KEY, '{"v": 2}', at=NOW, until=NOW + timedelta(days=1))
    assert not (await fleet.run(fleet.process())).cached


async def test_what_cannot_be_put_on_the_shelf_is_not_lost(fleet: Fleet) -> None:
    @dataclass
    class Full(MemoryShelf):
        async def keep(self, key: str, answer: str, *, at: datetime, until: datetime) -> None:
            del key, answer, at, until
            raise Unavailable("the disk is full")

    fleet.shelf = Full()
    room = fleet.process()
    assert (await fleet.run(room)).error is None
    assert (await fleet.run(room)).cached


async def test_a_bug_of_ours_leaves_nobody_who_seems_to_ask_for_ever(fleet: Fleet) -> None:
    one, two = fleet.process(Bug("mend me")), fleet.process()
    with pytest.raises(Bug):
        await fleet.run(one)
    assert (await fleet.run(two)).error is None
    assert since(fleet.clock) <= DEAD_S + LOOK_S


async def _both(
    first: Coroutine[object, object, ToolResult], second: Coroutine[object, object, ToolResult]
) -> list[ToolResult]:
    return list(await asyncio.gather(first, second))
