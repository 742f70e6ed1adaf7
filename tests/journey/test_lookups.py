"""Look-ups of the whole house: shared by leads of one company, slow for one alone, or silent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.virtual_clock import VirtualClock, everybody_waits
from tests.journey.conftest import NOW, TODAY
from tests.journey.lookups import CountingSource
from tests.journey.story import leads_file, sessions, work
from tests.unit.models.notebook import Notebook

from leadwright import bootstrap
from leadwright.adapters.durable.engine import DbosEngine
from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.entrypoints.cli import toolbox
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.models.journal import SegmentJournal
from leadwright.settings import load
from leadwright.tools.catalogue.research import SearchCompanyInput
from leadwright.tools.contract import ToolErrorCode
from leadwright.tools.ports import Switch
from leadwright.tools.runtime import ToolCall

OpenWith = Callable[..., AbstractAsyncContextManager[House]]
WAYS = ("{}", "{} Inc", "{}, Inc.", "  {}  GmbH", "{} LTD", "{} Corp.")


@pytest.fixture
def open_with(tmp_path: Path) -> OpenWith:
    """Opens a house whose only source of companies is the one given."""

    @asynccontextmanager
    async def opened(source: CountingSource, **given: object) -> AsyncIterator[House]:
        settings = load(database={"url": f"sqlite:///{tmp_path / 'house.db'}"}, **given)
        house = bootstrap.build(settings, clock=source.clock, providers=[source])
        try:
            yield house
        finally:
            house.close()

    return opened


def a_row(number: int, company: int, *, is_shouted: bool = False) -> dict[str, object]:
    """A lead; its company is written in one of several ways."""
    name = f"Acme{company} Works"
    written = WAYS[number % len(WAYS)].format(name.upper() if is_shouted else name)
    host = "gmail.com" if number % 3 == 0 else f"acme{company}works.com"
    return {
        "lead_id": f"L-{number}",
        "name": f"Person{number} Number",
        "email": f"p{number}@{host}",
        "company_name": written,
        "company_domain": f"www.acme{company}works.com",
        "deal_value": 1_000,
        "currency": "USD",
    }


async def test_leads_of_one_company_research_it_once(open_with: OpenWith, tmp_path: Path) -> None:
    source = CountingSource(clock=FrozenClock(NOW, as_of=TODAY))
    rows = [a_row(n, n % 7, is_shouted=n % 2 == 0) for n in range(10)]
    async with open_with(source) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", rows))
        stages = {session.stage for session in (await sessions(house)).values()}
    assert source.calls == dict.fromkeys(source.offers, 7)
    assert stages == {Stage.AWAITING_APPROVAL}
    searched = [one for one in source.asked if isinstance(one, SearchCompanyInput)]
    assert {(one.person_name, one.email_domain) for one in searched} == {(None, None)}


async def test_a_thousand_leads_of_seven_hundred_companies_ask_seven_hundred_times(
    open_with: OpenWith,
) -> None:
    source = CountingSource(clock=FrozenClock(NOW))
    async with open_with(source) as house:
        questions = [a_row(n, n % 700, is_shouted=n % 7 == 0) for n in range(1_000)]
        calls = (asked(house, number, row) for number, row in enumerate(questions))
        hits = await asyncio.gather(*calls)
    assert source.calls == {"search_company": 700}
    assert sum(hits) == 300


async def asked(house: House, number: int, row: dict[str, object]) -> bool:
    """Ask as research does for a lead; whether it was answered from what another one asked."""
    journal = SegmentJournal(
        segment_id=f"{number}:1", lead_id=LeadId(f"{number}"), release="r", store=Notebook()
    )
    call = ToolCall(
        tool="search_company",
        arguments={
            "company_name": row["company_name"],
            "company_domain": row["company_domain"],
            "person_name": row["name"],
            "email_domain": str(row["email"]).partition("@")[2],
        },
        agent="research",
        phase="research",
    )
    result = await house.tools.call(call, journal)
    assert result.error is None
    return result.cached


async def _time_passes(house: House, source: CountingSource, leads: int) -> None:
    """Move the clock on whenever nobody can do anything but wait for a source."""
    clock, engine = source.clock, house.engine
    assert isinstance(clock, VirtualClock)
    assert isinstance(engine, DbosEngine)
    while True:
        await asyncio.sleep(0.001)
        await everybody_waits()
        hand = engine._hand
        all_wait = 0 < len(hand._segments) == source.asleep
        if all_wait and (hand.free <= 0 or source.calls["search_company"] == leads):
            clock.wake_next()


async def _all_at_rest(house: House, source: CountingSource, file: Path, leads: int) -> None:
    passing = asyncio.ensure_future(_time_passes(house, source, leads))
    try:
        await work(house, file)
    finally:
        passing.cancel()


async def test_a_tool_that_takes_half_a_minute_delays_its_own_lead_alone(
    open_with: OpenWith, tmp_path: Path
) -> None:
    leads, places, clock = 100, 20, VirtualClock(NOW, as_of=TODAY)
    source = CountingSource(clock=clock, usual_s=1.0, takes_s={"Acme0 Works": 30.0}, knows=False)
    rows = [{**a_row(n, n), "email": None, "company_name": f"Acme{n} Works"} for n in range(leads)]
    slow = {"timeout_s": 60, "async_after_s": 1}
    given = {"work": {"concurrency": places}, "tools": {"search_company": slow}}
    async with open_with(source, **given) as house:
        await _all_at_rest(house, source, leads_file(tmp_path / "leads.jsonl", rows), leads)
        assert await house.desk.count_stages() == {Stage.ESCALATED: leads}
    began = NOW.timestamp()
    mine = source.answered_at.pop("Acme0 Works") - began
    without_it = leads / places  # each takes a second, and so many go at once
    assert max(source.answered_at.values()) - began <= without_it * 1.05
    assert 30 <= mine <= 30 + without_it


async def test_sources_that_hang_send_the_lead_to_a_person_when_its_phase_is_over(
    open_with: OpenWith, tmp_path: Path
) -> None:
    clock = VirtualClock(NOW, as_of=TODAY)
    source = CountingSource(clock=clock, usual_s=3_600.0)
    given = {"tools": {"search_company": {"timeout_s": 20}}}
    async with open_with(source, **given) as house:
        file = leads_file(tmp_path / "leads.jsonl", [a_row(1, 1)])
        passing = asyncio.ensure_future(_hours_pass(clock, source))
        await work(house, file)
        passing.cancel()
        (session,) = (await sessions(house)).values()
    assert session.stage is Stage.ESCALATED
    assert session.halt is not None
    assert session.halt.reasons == ("sources_silent",)
    assert clock.now() - NOW == timedelta(seconds=30)


async def test_a_call_by_a_person_has_the_time_of_a_phase(open_with: OpenWith) -> None:
    clock = VirtualClock(NOW, as_of=TODAY)
    source = CountingSource(clock=clock, usual_s=3_600.0)
    given = {"tools": {"search_company": {"timeout_s": 20}}}
    async with open_with(source, **given) as house:
        spec = toolbox.spec_of(house, "search_company")
        passing = asyncio.ensure_future(_hours_pass(clock, source))
        result = await toolbox.run(house, spec, {"company_name": "Acme"}, None)
        passing.cancel()
    assert result.error is not None
    assert result.error.error is ToolErrorCode.TIMEOUT
    assert clock.now() - NOW == timedelta(seconds=30)


async def _hours_pass(clock: VirtualClock, source: CountingSource) -> None:
    """One lead alone: between two attempts it sleeps on the clock as well."""
    while True:
        await asyncio.sleep(0.001)
        await everybody_waits()
        if clock.sleepers and source.calls:
            clock.wake_next()


async def test_what_nobody_could_be_asked_again_is_told_as_of_when_it_was_true(
    open_with: OpenWith, tmp_path: Path
) -> None:
    clock = FrozenClock(NOW, as_of=TODAY)
    source = CountingSource(clock=clock)
    async with open_with(source) as house:
        await work(house, leads_file(tmp_path / "first.jsonl", [a_row(1, 1)]))
        clock.advance(timedelta(days=3))
        source.silent = frozenset({"lookup_funding_history"})
        await work(house, leads_file(tmp_path / "second.jsonl", [a_row(2, 1)]))
        first, second = (session for _, session in sorted((await sessions(house)).items()))
    assert first.findings is not None
    assert second.findings is not None
    assert first.findings.notes == ()
    assert second.findings.notes == (
        "lookup funding history: as of 2026-11-02, no source answered now",
    )
    assert (second.stage, second.silent) == (Stage.AWAITING_APPROVAL, ())


async def test_a_tool_that_is_off_leaves_its_facts_unknown_and_the_lead_goes_on(
    open_with: OpenWith, tmp_path: Path
) -> None:
    source = CountingSource(clock=FrozenClock(NOW, as_of=TODAY))
    file = leads_file(tmp_path / "leads.jsonl", [a_row(1, 1)])
    async with open_with(source) as house:
        await house.store.tools.switch(a_switch("search_company_news"))
        await work(house, file)
        (session,) = (await sessions(house)).values()
    assert session.stage is Stage.AWAITING_APPROVAL
    assert session.silent == ()
    assert "search_company_news" not in source.calls


async def test_without_the_search_a_person_is_asked(open_with: OpenWith, tmp_path: Path) -> None:
    source = CountingSource(clock=FrozenClock(NOW, as_of=TODAY))
    async with open_with(source) as house:
        await house.store.tools.switch(a_switch("search_company"))
        await work(house, leads_file(tmp_path / "leads.jsonl", [a_row(1, 1)]))
        (session,) = (await sessions(house)).values()
    assert session.halt is not None
    assert session.halt.reasons == ("sources_silent",)
    assert source.calls == {}


def a_switch(tool: str) -> Switch:
    return Switch(tool=tool, is_off=True, reason="wrong", actor="ann", at=NOW, release="r1")
