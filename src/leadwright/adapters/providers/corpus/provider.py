"""The provider `corpus`: answers the research tools from an export on disk."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from leadwright.adapters.providers.corpus import evidence
from leadwright.adapters.providers.corpus.candidates import Candidates
from leadwright.adapters.providers.corpus.exports import Export, Folder
from leadwright.adapters.providers.corpus.library import Library
from leadwright.adapters.providers.corpus.market import Market
from leadwright.adapters.providers.corpus.profiles import Careers, new_contacts
from leadwright.adapters.providers.corpus.website import read_website
from leadwright.clock import Clock
from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import Evidence, FactField
from leadwright.leads.records import CompanyRecord, NewsRecord
from leadwright.leads.resolution.vocabulary import english
from leadwright.tools.catalogue import market, profiles, research, website
from leadwright.tools.catalogue.listing import LOOK_UPS
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import ToolNotOffered


class CorpusProvider:
    """A corpus directory as a provider. It is read on first use and then kept."""

    name = "corpus"
    offers = frozenset(tool.name for tool in LOOK_UPS)

    def __init__(
        self, export: Path | Export, clock: Clock, *, news_days: int | None = None
    ) -> None:
        self._export = Folder(export) if isinstance(export, Path) else export
        self._clock = clock
        self._news_days = news_days  # how old news may be, whatever the corpus says
        self._said: dict[str, tuple[Evidence, ...]] = {}

    @cached_property
    def conventions(self) -> Conventions:
        """What is special about this corpus; the rules of `leads` need it too."""
        said = self._export.conventions()
        return replace(said, news_days=self._news_days) if self._news_days else said

    @property
    def as_of(self) -> date | None:
        """The corpus's own today."""
        return self.library.as_of

    @cached_property
    def library(self) -> Library:
        """The tables in memory."""
        return self._export.library(self.conventions)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.library, english())

    @cached_property
    def _careers(self) -> Careers:
        return Careers(self.library)

    @cached_property
    def _market(self) -> Market:
        return Market(self.library, self._candidates)

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """Answer one call of a tool it offers."""
        match arguments:
            case research.SearchCompanyInput() if tool == research.SEARCH_COMPANY.name:
                return self._search(arguments)
            case research.FundingInput() if tool == research.LOOKUP_FUNDING_HISTORY.name:
                return self._funding(arguments)
            case research.NewsInput() if tool == research.SEARCH_COMPANY_NEWS.name:
                return self._news(arguments)
            case research.DecisionMakersInput() if tool == research.GET_DECISION_MAKER_CONTACT.name:
                return self._people(arguments)
        return self._deeper(tool, arguments)

    def _deeper(self, tool: str, arguments: ToolModel) -> Answer:
        match arguments:
            case profiles.ProfileInput() if tool == profiles.FETCH_LINKEDIN_PROFILE.name:
                records = self._records(arguments.record_ids, arguments.company_name)
                return self._careers.profile(arguments.full_name, records)
            case market.CompetitorInput() if tool == market.SEARCH_COMPETITOR_ANALYSIS.name:
                records = self._records(arguments.record_ids, arguments.company_name)
                return self._market.competitors(records, arguments.limit)
            case website.WebsiteInput() if tool == website.READ_COMPANY_WEBSITE.name:
                domain = "" if arguments.record_ids else arguments.company_domain or ""
                named = self._records(arguments.record_ids, arguments.company_name)
                return read_website(self.library, self._candidates.at(domain) or named)
        raise ToolNotOffered(self.name, tool, self.offers)

    def _search(self, wanted: research.SearchCompanyInput) -> Answer:
        hits: list[research.CompanyHit] = []
        said: list[Evidence] = []
        for company in self._candidates.find(wanted):
            if hits and len(hits) + len(company) > wanted.limit:
                break
            for record in company:
                people = tuple(self.library.people.get(record.record_id, ()))
                hits.append(research.CompanyHit(record=record, people=people))
                said += self._about(record)
        output = research.SearchCompanyOutput(companies=tuple(hits[: wanted.limit]))
        return Answer(output=output, evidence=tuple(said))

    def _funding(self, wanted: research.FundingInput) -> Answer:
        records = self._records(wanted.record_ids, wanted.company_name)
        rounds = [r for one in records for r in self.library.rounds.get(one.record_id, ())]
        stated = [one for one in records if one.total_funding_usd is not None]
        rank = self.conventions.capture_rank
        newest = max(stated, key=lambda one: rank(one.source, one.observed_on), default=None)
        output = research.FundingOutput(
            rounds=tuple(rounds), total_funding_usd=newest.total_funding_usd if newest else None
        )
        return Answer(output=output, evidence=tuple(evidence.of_round(one) for one in rounds))

    def _people(self, wanted: research.DecisionMakersInput) -> Answer:
        records = self._records(wanted.record_ids, wanted.company_name)
        people = [
            (person, record)
            for record in records
            for person in self.library.people.get(record.record_id, ())
        ]
        return Answer(
            output=research.DecisionMakersOutput(
                people=tuple(person for person, _ in people),
                new_contacts=new_contacts(self.library, people),
            ),
            evidence=tuple(
                evidence.of_person(person, record.url, FactField.DECISION_MAKER)
                for person, record in people
            ),
        )

    def _news(self, wanted: research.NewsInput) -> Answer:
        started = time.perf_counter()
        records = self._records(wanted.record_ids, wanted.company_name)
        recent = self._recent(records)
        shown = recent[: wanted.limit]
        output = research.NewsOutput(
            articles=tuple(
                research.Article(
                    title=item.headline,
                    source=item.source,
                    published_date=evidence.written_day(item),
                    url=item.url,
                )
                for item in shown
            ),
            total_found=len(recent),
            query_time_ms=round((time.perf_counter() - started) * 1000, 3),
        )
        return Answer(output=output, evidence=tuple(evidence.of_news(item) for item in shown))

    def _recent(self, records: Sequence[CompanyRecord]) -> list[NewsRecord]:
        anchors = self.conventions.news_anchor_sources
        days = [one.observed_on for one in records if one.source in anchors]
        oldest = max(days, default=self._clock.today()) - timedelta(self.conventions.news_days)
        items = [n for one in records for n in self.library.news.get(one.record_id, ())]
        recent = sorted(
            (item for item in items if item.on >= oldest),
            key=lambda item: (item.on, item.news_id),
            reverse=True,
        )
        if not self.conventions.news_same_headline_once:
            return recent
        once: dict[str, NewsRecord] = {}
        for item in recent:
            once.setdefault(" ".join(item.headline.casefold().split()), item)
        return list(once.values())

    def _records(self, record_ids: Iterable[str], name: str) -> Sequence[CompanyRecord]:
        known = self.library.companies
        if record_ids:
            return [known[one] for one in record_ids if one in known]
        return self._candidates.named(name) or ()

    def _about(self, record: CompanyRecord) -> tuple[Evidence, ...]:
        known = self._said.get(record.record_id)
        if known is None:
            text = self.library.industry_texts.get(record.record_id)
            known = evidence.of_company(record, text)
            self._said[record.record_id] = known
        return known
