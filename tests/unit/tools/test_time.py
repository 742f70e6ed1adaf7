"""Deadlines, stale answers, shared calls, switches and parked leads. On the virtual clock."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from tests.fakes.virtual_clock import VirtualClock
from tests.unit.models.notebook import NOW, reopened
from tests.unit.tools.scripted import GOOD
from tests.unit.tools.timed import SPEC, Room, code_of, since, source, the_call

from leadwright.clock import Deadline
from leadwright.errors import Unavailable
from leadwright.leads.lead import LeadId
from leadwright.tools.contract import ToolErrorCode
from leadwright.tools.guards.breaker import FAILURES, REST
from leadwright.tools.guards.switches import Switchboard
from leadwright.tools.ports import Switch, ToolFigures, ToolState
from leadwright.tools.waterfall import Guards

DOWN = Unavailable("down")


async def test_a_part_never_has_longer_than_the_whole() -> None:
    clock = VirtualClock(NOW)
    whole = Deadline(clock, 120)
    clock.advance(timedelta(seconds=100))
    assert whole.within(30).left() == 20
    assert whole.within(5).left() == 5
    clock.advance(timedelta(seconds=21))
    assert whole.within(5).left() < 0


async def test_while_it_is_paused_no_time_is_lost_however_pauses_overlap() -> None:
    clock = VirtualClock(NOW)
    whole = Deadline(clock, 120)
    part = whole.within(30)
    with part.paused():
        clock.advance(timedelta(seconds=50))
        with part.paused():
            clock.advance(timedelta(seconds=50))
        assert (part.left(), whole.left()) == (30, 120)
    clock.advance(timedelta(seconds=10))
    assert (part.left(), whole.left()) == (20, 110)


async def test_a_call_ends_when_its_phase_does() -> None:
    room = Room().with_sources(source("slow", 60.0))
    result = await room.call(seconds=7)
    assert code_of(result) is ToolErrorCode.TIMEOUT
    assert since(room.clock) == 7
    assert room.notebook.written[-1].outcome == ToolErrorCode.TIMEOUT


async def test_what_stays_in_the_house_is_answered_however_late_its_turn_comes() -> None:
    room = Room(spec=replace(SPEC, leaves_house=False)).with_sources(source("house"))
    result = await room.call(seconds=0)
    assert (result.provider, result.error) == ("house", None)


async def test_that_our_time_was_up_is_not_held_against_the_source() -> None:
    room = Room().with_sources(source("slow", *[4.0] * FAILURES, GOOD))
    for number in range(FAILURES):
        await room.call(f"Company {number}", seconds=2)
    assert (await room.call("Acme", seconds=2)).error is None


async def test_what_is_known_from_before_stands_in_when_nobody_answers() -> None:
    room = Room().with_sources(source("one", GOOD, DOWN))
    await room.call()
    room.clock.advance(timedelta(hours=3))
    result = await room.call()
    assert (result.output, result.stale_since, result.cached) == (GOOD.output, NOW, True)
    assert result.cost_usd == 0
    assert "one: unavailable" in result.attempts
    journal = await reopened(room.notebook)
    again = await room.runtime.call(the_call(name="Acme"), journal)
    assert (again.stale_since, again.attempts) == (NOW, result.attempts)


async def test_it_stands_in_when_time_is_up_too() -> None:
    room = Room().with_sources(source("one", GOOD, 60.0))
    await room.call()
    room.clock.advance(timedelta(hours=3))
    assert (await room.call(seconds=2)).stale_since == NOW


async def test_what_is_too_old_stands_in_for_nothing() -> None:
    room = Room().with_sources(source("one", GOOD, DOWN))
    await room.call()
    room.clock.advance(timedelta(days=1, seconds=61))
    assert code_of(await room.call()) is ToolErrorCode.UNAVAILABLE


Told = tuple[ToolErrorCode | None, bool]


async def both(room: Room, first_s: float, second_s: float) -> list[Told]:
    """Two leads ask the same, the second a moment later, each with its own time."""

    async def asked(seconds: float) -> Told:
        result = await room.runtime.call(the_call(name="Acme"), room.journal(seconds))
        return code_of(result), result.cached

    async def scene() -> list[Told]:
        return list(await asyncio.gather(asked(first_s), asked(second_s)))

    return await room.clock.run(scene())


async def test_who_has_less_time_takes_none_from_the_other() -> None:
    room = Room().with_sources(source("slow", 4.0))
    assert await both(room, 2, 30) == [(ToolErrorCode.TIMEOUT, False), (None, False)]
    assert len(room.source().asked_at) == 2  # the first one's call ended with its time
    assert since(room.clock) == 6


async def test_who_waits_with_less_time_leaves_alone() -> None:
    room = Room().with_sources(source("slow", 4.0))
    assert await both(room, 30, 2) == [(None, False), (ToolErrorCode.TIMEOUT, True)]
    assert len(room.source().asked_at) == 1


async def test_the_failure_of_a_shared_call_is_shared() -> None:
    room = Room().with_sources(source("one", DOWN))
    codes = await both(room, 30, 30)
    assert codes == [(ToolErrorCode.UNAVAILABLE, False), (ToolErrorCode.UNAVAILABLE, True)]
    assert len(room.source().asked_at) == 3


async def test_an_asker_who_is_cancelled_leaves_the_answer_to_the_others() -> None:
    room = Room().with_sources(source("slow", 4.0))

    async def scene() -> bool:
        first = asyncio.ensure_future(room.runtime.call(the_call(name="Acme"), room.journal(30)))
        await room.clock.sleep(1)
        second = asyncio.ensure_future(room.runtime.call(the_call(name="Acme"), room.journal(30)))
        await room.clock.sleep(1)
        first.cancel()
        result = await second
        return result.output == GOOD.output and first.cancelled()

    assert await room.clock.run(scene())
    assert len(room.source().asked_at) == 1


@dataclass
class Board:
    """What the database would say."""

    known: dict[tuple[str, str], ToolState] = field(default_factory=dict)
    reads: int = 0

    async def all(self) -> tuple[ToolState, ...]:
        self.reads += 1
        return tuple(self.known.values())

    async def switch(self, switch: Switch) -> None:
        state = ToolState(
            tool=switch.tool, provider=switch.provider, is_off=switch.is_off, actor=switch.actor
        )
        self.known[state.tool, state.provider] = state

    async def set_open(self, tool: str, provider: str, until: datetime | None) -> None:
        old = self.known.get((tool, provider), ToolState(tool=tool, provider=provider))
        self.known[tool, provider] = replace(old, open_until=until)

    async def count_failure(self, tool: str, provider: str, code: str) -> None:
        old = self.known.get((tool, provider), ToolState(tool=tool, provider=provider))
        failures = {**old.failures, code: old.failures.get(code, 0) + 1}
        self.known[tool, provider] = replace(old, failures=failures)

    async def figures(self) -> tuple[ToolFigures, ...]:
        return ()


def off(provider: str = "", *, is_off: bool = True) -> Switch:
    return Switch(
        tool="look",
        provider=provider,
        is_off=is_off,
        reason="wrong",
        actor="ann",
        at=NOW,
        release="r1",
    )


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def room(board: Board) -> Room:
    """Two sources, and switches another process may turn."""
    guards = Guards(board=Switchboard(states=board))
    return Room(guards=guards).with_sources(source("one"), source("two"))


async def test_a_tool_that_is_off_says_so_within_a_second(room: Room, board: Board) -> None:
    assert (await room.call()).error is None
    await board.switch(off())
    room.clock.advance(timedelta(seconds=0.9))
    assert code_of(await room.call("Bolt")) is ToolErrorCode.DISABLED
    assert code_of(await room.call("Acme")) is ToolErrorCode.DISABLED  # kept, and not used
    await board.switch(off(is_off=False))
    room.clock.advance(timedelta(seconds=0.9))
    assert (await room.call("Acme")).cached


async def test_a_source_that_is_off_is_passed_over(room: Room, board: Board) -> None:
    await room.call()
    await board.switch(off("one"))
    room.clock.advance(timedelta(seconds=0.9))
    result = await room.call()  # what it said before is not used either
    assert (result.provider, result.cached, result.attempts) == (
        "two",
        False,
        ("one: disabled", "two"),
    )


async def test_switches_are_read_now_and_then_only(room: Room, board: Board) -> None:
    for number in range(50):
        await room.call(f"Company {number}")
    assert board.reads == 1


async def test_what_was_answered_before_a_switch_is_replayed_after_it(
    room: Room, board: Board
) -> None:
    first = await room.call()
    await board.switch(off())
    room.clock.advance(timedelta(seconds=2))
    again = await room.runtime.call(the_call(name="Acme"), await reopened(room.notebook))
    assert again.output == first.output


async def test_a_breaker_that_opened_elsewhere_is_heeded_here(board: Board) -> None:
    room = Room(guards=Guards(board=Switchboard(states=board))).with_sources(source("one"))
    await board.set_open("look", "one", NOW + REST)
    assert code_of(await room.call()) is ToolErrorCode.UNAVAILABLE
    assert room.source().asked_at == []
    room.clock.advance(REST)
    assert (await room.call()).error is None
    assert board.known["look", "one"].open_until is None


async def test_an_opening_and_each_failure_are_told_to_the_others(board: Board) -> None:
    guards = Guards(board=Switchboard(states=board))
    room = Room(guards=guards).with_sources(source("one", DOWN))
    await room.call("Acme")
    await room.call("Bolt")
    state = board.known["look", "one"]
    assert state.failures == {"unavailable": FAILURES}
    assert state.open_until is not None


@dataclass
class Hall:
    """Who lent a place, from when to when."""

    clock: VirtualClock
    lent: list[tuple[str, float, float]] = field(default_factory=list)

    @contextmanager
    def parked(self, lead_id: LeadId) -> Iterator[None]:
        began = since(self.clock)
        yield
        self.lent.append((lead_id, began, since(self.clock)))


def a_slow_room(*script: float) -> tuple[Room, Hall]:
    clock = VirtualClock(NOW)
    hall = Hall(clock)
    spec = replace(SPEC, timeout_s=60, async_after_s=2.0)
    room = Room(clock=clock, spec=spec, places=hall)
    return room.with_sources(source("slow", *script)), hall


async def test_a_lead_whose_tool_is_slow_lends_its_place_and_loses_no_time() -> None:
    room, hall = a_slow_room(40.0)
    journal = room.journal(30)
    result = await room.clock.run(room.runtime.call(the_call(name="Acme"), journal))
    assert result.error is None
    assert hall.lent == [("lead_1", 2, 40)]
    assert journal.deadline is not None
    assert journal.deadline.left() == pytest.approx(28)


async def test_a_lead_whose_tool_is_quick_keeps_its_place() -> None:
    room, hall = a_slow_room(1.0)
    assert (await room.call(seconds=30)).error is None
    assert hall.lent == []


async def test_a_slow_tool_is_not_begun_when_time_is_up() -> None:
    room, hall = a_slow_room(40.0)
    assert code_of(await room.call(seconds=0)) is ToolErrorCode.TIMEOUT
    assert (room.source().asked_at, hall.lent) == ([], [])
