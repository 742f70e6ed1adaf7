"""What is promised about tools: one truth for all processes, and every switch in the trail."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import NOON, a_lead, an_admission, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.tools import SqlToolStates
from leadwright.models.ports import CallKind, CallState, JournalRow
from leadwright.tools.ports import EVERY_PROVIDER, Switch, ToolState, ToolStates

PORT = "leadwright.tools.ports:ToolStates"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.tools:SqlToolStates"]

pytestmark = pytest.mark.contract


@pytest.fixture
def states(store: Store) -> ToolStates:
    made: SqlToolStates = store.tools
    return made


def a_switch(provider: str = EVERY_PROVIDER, *, is_off: bool = True, after: int = 0) -> Switch:
    return Switch(
        tool="search_company",
        provider=provider,
        is_off=is_off,
        reason="wrong answers",
        actor="ann",
        at=NOON + timedelta(seconds=after),
        release="r1",
    )


def a_row(
    number: int, *, provider: str = "corpus", outcome: str = "ok", cached: bool = False
) -> JournalRow:
    return JournalRow(
        key=f"{an_id(1)}:1/research/{number}/search_company/00",
        segment_id=f"{an_id(1)}:1",
        lead_id=an_id(1),
        phase="research",
        turn=number,
        kind=CallKind.TOOL,
        name="search_company",
        provider=provider,
        agent="research",
        release="r1",
        request="{}",
        reply="{}",
        outcome=outcome,
        cost_usd=Decimal("0.02"),
        latency_ms=0.1 if cached else float(number),
        cached=cached,
        started_at=NOON,
        state=CallState.DONE,
    )


async def test_of_tools_nobody_touched_nothing_is_known(states: ToolStates) -> None:
    assert await states.all() == ()
    assert await states.figures() == ()


async def test_a_switch_is_seen_by_other_processes_and_stands_in_the_trail(
    open_store: OpenStore,
) -> None:
    here, there = open_store(), open_store()
    await here.tools.switch(a_switch())
    await here.tools.switch(a_switch("corpus"))
    whole, corpus = await there.tools.all()
    assert (whole.provider, whole.is_off, whole.reason, whole.actor) == (
        EVERY_PROVIDER,
        True,
        "wrong answers",
        "ann",
    )
    assert (corpus.provider, corpus.changed_at) == ("corpus", NOON)
    await there.tools.switch(a_switch(is_off=False, after=1))
    assert [state.is_off for state in await here.tools.all()] == [False, True]
    events = await here.audit.events()
    assert [(event.action, event.actor, event.subject) for event in events] == [
        ("disable_tool", "user:ann", "tool:search_company"),
        ("disable_tool", "user:ann", "tool:search_company@corpus"),
        ("enable_tool", "user:ann", "tool:search_company"),
    ]
    assert {event.reason for event in events} == {"wrong answers"}
    await here.audit.verify()


async def test_breakers_and_switches_do_not_touch_each_other(states: ToolStates) -> None:
    until = NOON + timedelta(minutes=5)
    await states.set_open("search_company", "corpus", until)
    await states.switch(a_switch("corpus"))
    (state,) = await states.all()
    assert (state.is_off, state.open_until) == (True, until)
    await states.set_open("search_company", "corpus", None)
    (state,) = await states.all()
    assert (state.is_off, state.open_until) == (True, None)


async def test_failures_are_counted_by_code(states: ToolStates) -> None:
    for code in ("timeout", "unavailable", "timeout"):
        await states.count_failure("search_company", "corpus", code)
    assert await states.all() == (
        ToolState(
            tool="search_company", provider="corpus", failures={"timeout": 2, "unavailable": 1}
        ),
    )


async def test_figures_come_from_the_journal(store: Store) -> None:
    await store.leads.admit([an_admission(a_lead(1))], [])
    for number in range(1, 101):
        await store.journal.write(a_row(number))
    await store.journal.write(a_row(101, cached=True))
    await store.journal.write(a_row(102, provider="none", outcome="timeout"))
    corpus, nobody = await store.tools.figures()
    assert (corpus.provider, corpus.calls, corpus.cache_hits, corpus.errors) == (
        "corpus",
        101,
        1,
        {},
    )
    assert (corpus.p50_ms, corpus.p95_ms, corpus.cost_usd) == (50.0, 95.0, Decimal("2.02"))
    assert (nobody.provider, nobody.calls, nobody.errors) == ("none", 1, {"timeout": 1})
