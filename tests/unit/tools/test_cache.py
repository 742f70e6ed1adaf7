"""The cache of answers: bounded, fresh for as long as told, and asked once by all who ask."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.models.notebook import NOW

from leadwright.tools.cache import AnswerCache, Outcome
from leadwright.tools.contract import ToolResult


def a_result(name: str = "a") -> ToolResult:
    return ToolResult(call_id=name, tool="look", provider="one", cost_usd=Decimal(1))


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_an_answer_is_fresh_for_its_time_and_no_longer() -> None:
    cache = AnswerCache()
    cache.keep("a", a_result(), now=NOW)
    found = [cache.fresh("a", ttl_s=60, now=after(seconds)) for seconds in (0, 59, 60, 61)]
    assert [result is not None for result in found] == [True, True, False, False]
    assert found[0] is not None
    assert (found[0].cached, found[0].cost_usd, found[0].stale_since) == (True, Decimal(0), None)


def test_what_is_too_old_says_since_when_it_is_kept() -> None:
    cache = AnswerCache()
    cache.keep("a", a_result(), now=NOW)
    stale = cache.stale("a", most=timedelta(days=1), now=after(3_600))
    assert stale is not None
    assert (stale.stale_since, stale.cost_usd) == (NOW, Decimal(0))
    assert cache.stale("a", most=timedelta(days=1), now=after(86_401)) is None


def test_the_answer_not_asked_for_longest_makes_room() -> None:
    cache = AnswerCache(size=2)
    cache.keep("a", a_result(), now=NOW)
    cache.keep("b", a_result(), now=NOW)
    cache.fresh("a", ttl_s=60, now=NOW)
    cache.keep("c", a_result(), now=NOW)
    assert cache.fresh("a", ttl_s=60, now=NOW) is not None
    assert cache.fresh("b", ttl_s=60, now=NOW) is None


@given(keys=st.lists(st.sampled_from("abcdefgh"), max_size=40), size=st.integers(1, 5))
def test_never_more_is_kept_than_there_is_room_for(keys: list[str], size: int) -> None:
    cache = AnswerCache(size=size)
    for key in keys:
        cache.keep(key, a_result(key), now=NOW)
        kept = cache.fresh(key, ttl_s=60, now=NOW)
        assert kept is not None
        assert kept.call_id == key
        assert len(cache._kept) <= size


async def test_who_asks_meanwhile_gets_the_call_that_is_under_way() -> None:
    cache, asked = AnswerCache(), 0

    async def ask() -> Outcome:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return Outcome(a_result())

    first, began = cache.ask_once("a", ask)
    second, began_too = cache.ask_once("a", ask)
    assert (first is second, began, began_too) == (True, True, False)
    await second
    await asyncio.sleep(0)
    _, began_again = cache.ask_once("a", ask)
    assert began_again
    await asyncio.sleep(0)
    assert asked == 2
