"""A shift: it ends when all leads rest, and says so when some cannot."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from tests.unit.models.notebook import NOW

from leadwright.adapters.store.errors import StoreUnavailable
from leadwright.clock import FrozenClock
from leadwright.errors import Unavailable
from leadwright.journey import shift as room
from leadwright.journey.ports import Desk, Engine, Work
from leadwright.journey.shift import LeadsLeftBehind, Shift
from leadwright.journey.workflow import Journey


class Board:
    """A desk and an engine that follow a script: how many are claimed and left, round by round."""

    def __init__(
        self, claimed: Sequence[int | None], left: Sequence[int] = (0,), busy_looks: int = 0
    ) -> None:
        self._claimed = list(claimed)
        self._left = list(left)
        self.busy_looks = busy_looks  # how often it is not idle when asked
        self.started = False
        self.drained: bool | None = None

    async def start(self, work: Work) -> None:
        del work
        self.started = True

    async def dispatch(self, limit: int) -> int:
        assert limit > 0
        claimed = self._claimed.pop(0) if self._claimed else 0
        if claimed is None:
            raise StoreUnavailable("not now")
        return claimed

    async def idle(self) -> bool:
        self.busy_looks -= 1
        return self.busy_looks < 0

    async def is_alone(self) -> bool:
        return True

    async def stop(self, *, drain: bool = True) -> None:
        self.drained = drain

    async def count_unrested(self) -> int:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


class Office:
    """As much of a journey as a shift needs."""

    class steps:  # noqa: N801 - stands for an attribute
        clock = FrozenClock(NOW)

    async def work(self) -> None:
        return


def a_shift(board: Board) -> Shift:
    return Shift(
        desk=cast("Desk", board), engine=cast("Engine", board), journey=cast("Journey", Office())
    )


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSE_S", 0)


async def test_a_shift_without_leads_ends_at_once() -> None:
    board = Board(claimed=[], left=[0])
    await a_shift(board).work_to_rest()
    assert board.started
    assert board.drained is True


async def test_a_shift_clears_away_first_and_works_even_if_that_fails() -> None:
    board, tidied = Board(claimed=[1], left=[0]), list[bool]()

    async def tidy() -> None:
        tidied.append(board.started)
        raise Unavailable("not now")

    await replace(a_shift(board), tidy=tidy).work_to_rest()
    assert (tidied, board.drained) == ([True], True)


async def test_a_shift_works_until_nothing_is_left() -> None:
    board, told = Board(claimed=[2, 0, 1], left=[1, 0]), list[int]()
    await a_shift(board).work_to_rest(told.append)
    assert told[-1] == 0
    assert board.drained is True


async def test_leads_in_nobodys_hand_end_the_shift_with_a_sentence() -> None:
    board = Board(claimed=[3], left=[2])
    with pytest.raises(LeadsLeftBehind, match="2 leads could not be worked"):
        await a_shift(board).work_to_rest()
    assert board.drained is False


async def test_what_comes_first_is_done_when_nobody_else_can_work() -> None:
    board, order = Board(claimed=[], left=[0]), list[bool]()

    async def first() -> None:
        order.append(board.started)

    await a_shift(board).work_to_rest(first=first)
    assert order == [True]


async def test_a_shift_that_is_interrupted_leaves_the_rest_to_the_next() -> None:
    board = Board(claimed=[1], left=[1])
    task = asyncio.ensure_future(a_shift(board).work_to_rest())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert board.drained is False


async def test_a_worker_that_wants_so_many_leads_ends_when_they_rest() -> None:
    board = Board(claimed=[3, 2], busy_looks=4)
    assert await a_shift(board).work_until(asyncio.Event(), most=5) == 5
    assert board.busy_looks < 0
    assert board.drained is True


async def test_a_worker_that_wants_some_leads_ends_when_none_waits() -> None:
    board = Board(claimed=[1])
    assert await a_shift(board).work_until(asyncio.Event(), most=5) == 1


async def test_a_silent_database_does_not_mean_that_nothing_waits() -> None:
    board = Board(claimed=[None, None, 2])
    assert await a_shift(board).work_until(asyncio.Event(), most=2) == 2


async def test_a_worker_goes_on_until_it_is_told_to_stop() -> None:
    board, stop, order = Board(claimed=[1, 0, 1]), asyncio.Event(), list[str]()
    task = asyncio.ensure_future(a_shift(board).work_until(stop, ready=lambda: order.append("go")))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not task.done()
    stop.set()
    assert await task == 2
    assert order == ["go"]
    assert board.drained is True
