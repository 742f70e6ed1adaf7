"""A source that answers all look-ups about made-up companies, counts, and may take its time."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leadwright.clock import Clock
from leadwright.errors import Unavailable
from leadwright.leads.findings import Evidence, EvidenceId, FactField
from leadwright.leads.records import CompanyRecord, PersonRecord
from leadwright.tools.catalogue import research
from leadwright.tools.catalogue.company_clues import name_key
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import ToolNotOffered

SEEN_ON = date(2026, 10, 1)


@dataclass(slots=True, kw_only=True)
class CountingSource:
    """Knows every company by the name it is asked for; `takes_s` by name, else `usual_s`."""

    clock: Clock
    usual_s: float = 0.0
    takes_s: Mapping[str, float] = field(default_factory=dict)
    knows: bool = True
    silent: frozenset[str] = frozenset()
    name: str = "counting"
    offers: frozenset[str] = frozenset(spec.name for spec in research.RESEARCH_TOOLS)
    calls: Counter[str] = field(default_factory=Counter)
    asked: list[ToolModel] = field(default_factory=list)
    asleep: int = 0
    answered_at: dict[str, float] = field(default_factory=dict)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        self.calls[tool] += 1
        if tool in self.silent:
            raise Unavailable("down for the day")
        self.asked.append(arguments)
        match arguments:
            case research.SearchCompanyInput():
                return await self._search(arguments.company_name or "")
            case research.FundingInput():
                return Answer(output=research.FundingOutput())
            case research.NewsInput():
                return Answer(output=research.NewsOutput())
            case research.DecisionMakersInput():
                return Answer(output=research.DecisionMakersOutput())
        raise ToolNotOffered(self.name, tool, self.offers)

    async def _search(self, name: str) -> Answer:
        await self._sleep(self.takes_s.get(name, self.usual_s))
        self.answered_at[name] = self.clock.seconds()
        if not self.knows:
            return Answer(output=research.SearchCompanyOutput())
        record = _record(name)
        hit = research.CompanyHit(record=record, people=(_chief(record),))
        return Answer(
            output=research.SearchCompanyOutput(companies=(hit,)), evidence=(_size(record),)
        )

    async def _sleep(self, seconds: float) -> None:
        if not seconds:
            await asyncio.sleep(0)
            return
        self.asleep += 1
        try:
            await self.clock.sleep(seconds)
        finally:
            self.asleep -= 1


def _record(name: str) -> CompanyRecord:
    key = name_key(name)
    return CompanyRecord(
        record_id=f"counting:{key}",
        source="counting",
        source_key=key,
        observed_on=SEEN_ON,
        name=key.title(),
        domain=f"{key}.com",
        country="US",
        employees=40,
    )


def _chief(record: CompanyRecord) -> PersonRecord:
    return PersonRecord(
        record_id=record.record_id,
        person_id=f"{record.record_id}/chief",
        source="counting",
        observed_on=SEEN_ON,
        name="Ann Lee",
        title="CEO",
        is_current=True,
        seq=1,
    )


def _size(record: CompanyRecord) -> Evidence:
    return Evidence(
        id=EvidenceId(f"{record.record_id}/employees"),
        source="counting",
        record_id=record.record_id,
        ref=record.record_id,
        url=None,
        observed_on=SEEN_ON,
        field=FactField.EMPLOYEES,
        value=40,
        quote="40",
    )
