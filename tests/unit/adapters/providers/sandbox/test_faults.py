"""Faults of the sandbox come as often as they were ordered, and at the same calls for a seed."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from leadwright.adapters.providers.sandbox import Faults, SandboxDown, SandboxProvider, tables_of
from leadwright.clock import FrozenClock
from leadwright.errors import Unavailable
from leadwright.tools.catalogue import research
from leadwright.tools.ports import RateLimited

NOW = datetime(2025, 5, 20, tzinfo=UTC)
TOOL = research.SEARCH_COMPANY
NONE = Faults()


class PatientClock(FrozenClock):
    """Waiting takes the time it takes, at once."""

    async def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))


def a_provider(faults: Faults, seed: int = 1) -> SandboxProvider:
    return SandboxProvider(seed, FrozenClock(NOW), tables=tables_of(1, 5), faults=faults)


async def fates(provider: SandboxProvider, calls: int = 120) -> list[str]:
    return [
        await fate(provider, research.SearchCompanyInput(company_name=f"Name {number}"))
        for number in range(calls)
    ]


async def fate(provider: SandboxProvider, arguments: research.SearchCompanyInput) -> str:
    try:
        answer = await provider.call(TOOL.name, arguments)
    except Unavailable as error:
        return error.code
    return "answered" if isinstance(answer.output, TOOL.output) else "malformed"


async def test_without_faults_every_call_is_answered() -> None:
    assert set(await fates(a_provider(NONE))) == {"answered"}


async def test_each_fault_comes_about_as_often_as_ordered() -> None:
    told = Counter(
        await fates(a_provider(Faults(rate_limited=0.2, failing=0.2, malformed=0.2)), 400)
    )
    assert all(50 <= told[one] <= 110 for one in (RateLimited.code, SandboxDown.code, "malformed"))


async def test_a_seed_strikes_the_same_calls_in_any_order() -> None:
    faults = Faults(failing=0.5)
    assert await fates(a_provider(faults)) == await fates(a_provider(faults))
    assert await fates(a_provider(faults)) != await fates(a_provider(faults, seed=2))


async def test_asking_again_may_help() -> None:
    provider, same = a_provider(Faults(failing=0.5)), research.SearchCompanyInput(company_name="A")
    assert {await fate(provider, same) for _ in range(12)} == {"answered", SandboxDown.code}


async def test_a_slow_answer_takes_its_time_on_the_clock() -> None:
    clock = PatientClock(NOW)
    provider = SandboxProvider(1, clock, tables=tables_of(1, 5), faults=Faults(slow=1, slow_s=7))
    began = clock.seconds()
    assert await fate(provider, research.SearchCompanyInput(company_name="A")) == "answered"
    assert clock.seconds() - began == 7


async def test_who_is_told_to_wait_hears_how_long() -> None:
    provider = a_provider(Faults(rate_limited=1, retry_after_s=3))
    with pytest.raises(RateLimited) as told:
        await provider.call(TOOL.name, research.SearchCompanyInput(company_name="A"))
    assert told.value.retry_after_s == 3
