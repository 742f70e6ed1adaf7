"""The cache of answers: bounded, and fresh for as long as told."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.models.notebook import NOW

from leadwright.tools.cache import AnswerCache
from leadwright.tools.contract import ToolResult


async def ask(cache: AnswerCache, key: str, *, after: float = 0) -> ToolResult:
    async def fresh() -> ToolResult:
        return ToolResult(call_id=key, tool="look", provider="one")

    now = NOW + timedelta(seconds=after)
    return await cache.get_or_ask(key, ttl_s=60, now=now, ask=fresh)


async def test_an_answer_is_fresh_for_its_time_and_no_longer() -> None:
    cache = AnswerCache()
    assert [(await ask(cache, "a", after=after)).cached for after in (0, 59, 60, 61)] == [
        False,
        True,
        False,
        True,
    ]


async def test_the_answer_not_asked_for_longest_makes_room() -> None:
    cache = AnswerCache(size=2)
    for key in ("a", "b", "a", "c"):
        await ask(cache, key)
    assert (await ask(cache, "a")).cached
    assert not (await ask(cache, "b")).cached


@given(keys=st.lists(st.sampled_from("abcdefgh"), max_size=40), size=st.integers(1, 5))
async def test_never_more_is_kept_than_there_is_room_for(keys: list[str], size: int) -> None:
    cache = AnswerCache(size=size)
    for key in keys:
        result = await ask(cache, key)
        assert result.call_id == key
        assert len(cache._kept) <= size
        assert not cache._asking
