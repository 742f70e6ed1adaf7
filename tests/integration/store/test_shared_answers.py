"""Two houses on one database: each question that costs money is paid once by both."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.contract.store.examples import a_lead, an_admission, an_id

from leadwright import bootstrap, settings
from leadwright.bootstrap import House
from leadwright.models.journal import SegmentJournal
from leadwright.tools.catalogue.research import NewsInput, NewsOutput
from leadwright.tools.contract import Answer, ToolModel, ToolResult
from leadwright.tools.runtime import ToolCall

TOOL = "search_company_news"
PRICE = Decimal("0.10")
COMPANIES = [f"Company {number}" for number in range(6)]
OpenHouse = Callable[[], House]


@dataclass
class Vendor:
    """Takes a moment, and money."""

    name: str = "vendor"
    offers: frozenset[str] = frozenset({TOOL})
    asked: Counter[str] = field(default_factory=Counter)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        del tool
        assert isinstance(arguments, NewsInput)
        self.asked[arguments.company_name] += 1
        await asyncio.sleep(0.02)
        return Answer(output=NewsOutput(articles=(), total_found=0, query_time_ms=1))


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def open_house(database_url: str, tmp_path: Path, vendor: Vendor) -> Iterator[OpenHouse]:
    """A house as another process would have it; no engine is started."""
    with ExitStack() as later:
        given = settings.load(
            None,
            database={"url": database_url, "key_file": tmp_path / "leadwright.key"},
            tools={TOOL: {"prices": {"vendor": PRICE}}},
        )
        yield lambda: later.enter_context(bootstrap.build(given, providers=[vendor]))


async def ask(house: House, lead: int, company: str) -> ToolResult:
    """One call for a lead, in its journal."""
    journal = SegmentJournal(
        segment_id=f"{an_id(lead)}:1",
        lead_id=an_id(lead),
        release="r1",
        store=house.store.journal,
    )
    call = ToolCall(tool=TOOL, arguments={"company_name": company}, agent="a", phase="research")
    tools = replace(house.tools, grants={"a": frozenset({TOOL})})
    return await tools.call(call, journal)


async def test_each_company_is_asked_and_paid_once(open_house: OpenHouse, vendor: Vendor) -> None:
    houses = [open_house(), open_house()]
    asked = list(enumerate(COMPANIES * 4))
    await houses[0].leads.admit([an_admission(a_lead(number)) for number, _ in asked], [])
    results = await asyncio.gather(
        *(ask(houses[number % 2], number, company) for number, company in asked)
    )
    assert all(result.error is None for result in results)
    assert vendor.asked == Counter(COMPANIES)
    assert sum(result.cost_usd for result in results) == PRICE * len(COMPANIES)
    rows = [
        row
        for number, _ in asked
        for row in await houses[0].store.journal.of_segment(f"{an_id(number)}:1")
    ]
    assert Counter((row.cached, row.cost_usd) for row in rows) == {
        (False, PRICE): len(COMPANIES),
        (True, Decimal(0)): 3 * len(COMPANIES),
    }


async def test_a_house_opened_later_has_what_was_paid_for(
    open_house: OpenHouse, vendor: Vendor
) -> None:
    first = open_house()
    await first.leads.admit([an_admission(a_lead(number)) for number in (1, 2)], [])
    await ask(first, 1, "Company 1")
    result = await ask(open_house(), 2, "Company 1")
    assert (result.cached, result.cost_usd, result.provider) == (True, Decimal(0), "vendor")
    assert vendor.asked.total() == 1
