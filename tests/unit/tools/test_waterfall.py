"""From source to source: who is asked when, what fails how, what it costs. On the virtual clock."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.tools.scripted import GOOD, Found
from tests.unit.tools.timed import SPEC, Room, code_of, since, source

from leadwright.errors import Misconfigured, Refused, Unavailable
from leadwright.models.ports import CallState
from leadwright.tools.contract import Answer, ToolErrorCode
from leadwright.tools.guards.breaker import FAILURES, REST
from leadwright.tools.guards.retry import RetryBudget
from leadwright.tools.ports import MalformedAnswer, NothingFound, RateLimited
from leadwright.tools.waterfall import Guards

DOWN = Unavailable("down")
NOTHING = Answer(output=Found(text=""))
PICKY = replace(SPEC, found=lambda output: bool(getattr(output, "text", "")))


async def test_a_source_that_hangs_is_left_after_its_time_and_tried_again_after_a_pause() -> None:
    room = Room().with_sources(source("slow", 60.0))
    assert code_of(await room.call()) is ToolErrorCode.TIMEOUT
    first, second, third = room.source().asked_at
    assert first == 0
    assert 5.1 <= second <= 5.2
    assert 10.3 <= third - 0 <= 10.6
    assert since(room.clock) == pytest.approx(third + 5)


async def test_the_next_source_is_asked_at_once() -> None:
    room = Room().with_sources(source("down", DOWN), source("up"))
    result = await room.call()
    assert (result.provider, result.attempts) == ("up", ("down: unavailable", "up"))
    assert since(room.clock) == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("no such name"), ToolErrorCode.INVALID_INPUT),
        (NothingFound("one", "Acme"), ToolErrorCode.NOT_FOUND),
        (Misconfigured("the key is wrong"), ToolErrorCode.UNAVAILABLE),
    ],
)
async def test_what_cannot_get_better_is_not_tried_again_there(
    error: Exception, code: ToolErrorCode
) -> None:
    room = Room().with_sources(source("one", error))
    assert code_of(await room.call()) is code
    assert len(room.source().asked_at) == 1


async def test_who_says_when_to_come_back_is_asked_again_then() -> None:
    room = Room().with_sources(source("one", RateLimited("one", 7), GOOD))
    assert (await room.call(seconds=30)).error is None
    assert room.source().asked_at == [0, 7]


async def test_nobody_comes_back_after_the_deadline() -> None:
    room = Room().with_sources(source("one", RateLimited("one", 40)))
    result = await room.call(seconds=30)
    assert result.error is not None
    assert (result.error.error, result.error.retry_after_seconds) == (
        ToolErrorCode.RATE_LIMIT_EXCEEDED,
        40,
    )
    assert since(room.clock) == 0


async def test_who_asked_to_be_left_alone_is_left_alone_by_all() -> None:
    room = Room().with_sources(source("one", RateLimited("one", 40), GOOD))
    await room.call("Acme", seconds=30)
    later = await room.call("Bolt", seconds=30)
    assert code_of(later) is ToolErrorCode.RATE_LIMIT_EXCEEDED
    assert len(room.source().asked_at) == 1
    room.clock.advance(timedelta(seconds=41))
    assert (await room.call("Bolt", seconds=30)).error is None


async def test_an_answer_without_anything_in_it_sends_to_the_next_source() -> None:
    room = Room(spec=PICKY).with_sources(source("empty", NOTHING), source("full"))
    result = await room.call()
    assert (result.provider, result.attempts) == ("full", ("empty: nothing", "full"))


async def test_where_nobody_knows_anything_that_is_the_answer() -> None:
    room = Room(spec=PICKY).with_sources(source("empty", NOTHING), source("down", DOWN))
    result = await room.call()
    assert (result.provider, result.output, result.error) == ("empty", Found(text=""), None)


async def test_a_miss_that_costs_is_paid_and_journalled() -> None:
    guards = Guards(prices={("look", "dear"): Decimal("0.30"), ("look", "cheap"): Decimal("0.05")})
    miss = NothingFound("dear", "Acme")
    room = Room(guards=guards).with_sources(
        source("dear", miss), source("cheap", Answer(output=Found(text="here")))
    )
    result = await room.call()
    assert (result.provider, result.cost_usd) == ("cheap", Decimal("0.35"))
    before, done = room.notebook.written
    assert (before.state, done.state) == (CallState.BEFORE, CallState.DONE)
    assert (before.key, before.cost_usd, done.cost_usd) == (
        done.key,
        Decimal(0),
        Decimal("0.35"),
    )


async def test_what_costs_nothing_leaves_no_trace_before() -> None:
    room = Room().with_sources(source("free", Answer(output=Found(text="here"))))
    await room.call()
    assert [row.state for row in room.notebook.written] == [CallState.DONE]


async def test_only_the_sources_of_an_order_are_asked_and_in_it() -> None:
    room = Room(guards=Guards(order={"look": ["three", "one"]})).with_sources(
        source("one"), source("two"), source("three", DOWN)
    )
    assert (await room.call()).attempts == ("three: unavailable", "one")


async def test_five_failures_in_a_row_open_the_breaker_for_five_minutes() -> None:
    room = Room().with_sources(source("one", DOWN))
    await room.call("Acme")
    result = await room.call("Bolt")
    assert len(room.source().asked_at) == FAILURES
    assert result.error is not None
    again = await room.call("Cork")
    assert len(room.source().asked_at) == FAILURES
    assert again.error is not None
    assert again.error.error is ToolErrorCode.UNAVAILABLE
    assert (again.error.retry_after_seconds or 0) == pytest.approx(REST.total_seconds(), abs=2)


async def test_after_that_one_call_tries_and_closes_it() -> None:
    room = Room().with_sources(source("one", *[DOWN] * FAILURES, GOOD))
    await room.call("Acme")
    await room.call("Bolt")
    room.clock.advance(REST)
    assert (await room.call("Cork")).error is None
    assert (await room.call("Dome")).error is None


async def test_a_call_that_tries_and_fails_leaves_it_open() -> None:
    room = Room().with_sources(source("one", DOWN))
    await room.call("Acme")
    await room.call("Bolt")
    room.clock.advance(REST)
    await room.call("Cork")
    assert len(room.source().asked_at) == FAILURES + 1
    await room.call("Dome")
    assert len(room.source().asked_at) == FAILURES + 1


async def test_a_source_at_its_rate_is_waited_for_and_not_longer_than_there_is_time() -> None:
    room = Room(spec=replace(SPEC, rate_per_minute=6)).with_sources(source("one"))
    for name in ("Acme", "Bolt", "Cork"):
        await room.call(name, seconds=30)
    assert room.source().asked_at == [0, 10, 20]
    late = await room.call("Dome", seconds=5)
    assert late.error is not None
    assert (late.error.error, late.error.retry_after_seconds) == (
        ToolErrorCode.RATE_LIMIT_EXCEEDED,
        10,
    )


async def test_what_another_source_asks_for_keeps_nobody_from_coming_back() -> None:
    room = Room().with_sources(source("first", DOWN, GOOD), source("second", GOOD))
    opened = room.guards.board.breakers.of("look", "second")
    opened.open_until = room.clock.now() + REST
    result = await room.call(seconds=30)
    assert (result.provider, result.error) == ("first", None)
    assert since(room.clock) < 1


async def test_who_failed_before_one_that_asks_for_too_long_is_asked_again() -> None:
    room = Room().with_sources(source("first", DOWN, GOOD), source("second", RateLimited("it", 90)))
    result = await room.call(seconds=30)
    assert (result.provider, result.error) == ("first", None)


async def test_without_a_deadline_nobody_waits_for_as_long_as_a_source_asks() -> None:
    room = Room().with_sources(source("one", RateLimited("one", 3600), GOOD))
    result = await room.call()
    assert result.error is not None
    assert (result.error.error, result.error.retry_after_seconds) == (
        ToolErrorCode.RATE_LIMIT_EXCEEDED,
        3600,
    )
    assert since(room.clock) == 0


async def test_a_source_that_is_free_is_asked_before_one_that_must_be_waited_for() -> None:
    room = Room(spec=replace(SPEC, rate_per_minute=12)).with_sources(source("one"), source("two"))
    names = ("Acme", "Bolt", "Cork", "Dome", "Echo", "Fern")
    found = [(await room.call(name, seconds=30)).provider for name in names]
    assert found == ["one", "two"] * 3
    assert room.source(0).asked_at == room.source(1).asked_at == [0, 5, 10]


async def test_where_the_free_one_fails_the_other_is_waited_for() -> None:
    room = Room(spec=replace(SPEC, rate_per_minute=12)).with_sources(
        source("one"), source("two", DOWN)
    )
    await room.call("Acme", seconds=30)
    result = await room.call("Bolt", seconds=30)
    assert result.attempts == ("one: rate_limit_exceeded", "two: unavailable", "one")
    assert room.source().asked_at == [0, 5]


async def test_nobody_waits_for_a_turn_at_a_source_that_is_left_alone() -> None:
    room = Room(spec=replace(SPEC, rate_per_minute=6)).with_sources(source("one"))
    await room.call("Acme", seconds=30)
    opened = room.guards.board.breakers.of("look", "one")
    opened.open_until = room.clock.now() + REST
    assert code_of(await room.call("Bolt", seconds=30)) is ToolErrorCode.UNAVAILABLE
    assert since(room.clock) == 0


async def test_an_outage_does_not_multiply_calls() -> None:
    budget = RetryBudget(share=0.2, most=5, _saved=5)
    room = Room(guards=Guards(retries=budget)).with_sources(source("one", RateLimited("one", 0)))
    for number in range(100):
        await room.call(f"Company {number}")
    assert len(room.source().asked_at) <= 100 * 1.2 + 5


ERRORS = st.sampled_from(
    [
        DOWN,
        TimeoutError(),
        RateLimited("one", 3),
        RateLimited("one"),
        MalformedAnswer("one", "no list"),
        NothingFound("one", "Acme"),
        Refused("no"),
        Misconfigured("the key"),
        ConnectionResetError("peer"),
        KeyError("items"),
        Answer(output=SPEC.input.model_validate({"name": "wrong shape"})),
        60.0,
    ]
)


@given(first=st.lists(ERRORS, min_size=1, max_size=4), second=st.lists(ERRORS, max_size=4))
async def test_whatever_a_source_does_is_data_in_the_public_shape(
    first: list[Exception | Answer | float], second: list[Exception | Answer | float]
) -> None:
    scripts = [script for script in (first, second) if script]
    room = Room().with_sources(*(source(f"s{n}", *one) for n, one in enumerate(scripts)))
    result = await room.call(seconds=30)
    assert sum(len(room.source(n).asked_at) for n in range(len(scripts))) <= 3
    assert since(room.clock) <= 30
    assert result.error is not None
    body = result.error.model_dump(mode="json")
    assert list(body) == ["error", "retry_after_seconds", "message"]
    assert body["error"] in set(ToolErrorCode)
    assert result.output is None
    assert room.notebook.written[-1].outcome == result.error.error
