"""The tables of a corpus in memory, joined by record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from leadwright.adapters.providers.corpus import rows
from leadwright.adapters.providers.corpus.files import CorpusUnreadable, ReadTable, table
from leadwright.leads.conventions import Conventions
from leadwright.leads.records import CompanyRecord, NewsRecord, PersonRecord, RoundRecord


class _Row(Protocol):
    @property
    def record_id(self) -> str: ...


R = TypeVar("R", bound=_Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What the files say. Rows of the other tables are listed by the record they belong to."""

    conventions: Conventions
    companies: Mapping[str, CompanyRecord]
    industry_texts: Mapping[str, str]
    people: Mapping[str, Sequence[PersonRecord]]
    rounds: Mapping[str, Sequence[RoundRecord]]
    news: Mapping[str, Sequence[NewsRecord]]
    words: Mapping[str, rows.CompanyWords] = field(default_factory=dict)  # where there are any

    @property
    def as_of(self) -> date | None:
        """The corpus's own today: as its conventions say, else its newest dated capture."""
        if self.conventions.as_of is not None:
            return self.conventions.as_of
        days = self._capture_days()
        dated = days.keys() & self.conventions.dated_sources or days.keys()
        return max((days[source] for source in dated), default=None)

    def _capture_days(self) -> dict[str, date]:
        """The newest day of each source that has a row here, whatever the conventions name."""
        days: dict[str, date] = {}
        listed = (self.people, self.rounds, self.news)
        others = (row for kind in listed for rows_ in kind.values() for row in rows_)
        for row in chain(self.companies.values(), others):
            days[row.source] = max(days.get(row.source, date.min), row.observed_on)
        said = dict(self.conventions.capture_days)
        return {source: said.get(source, day) for source, day in days.items()}


def load(directory: Path, conventions: Conventions) -> Library:
    """Read all tables of a directory; only `companies` must be there.

    Raises:
        CorpusUnreadable: a file is missing or a line of it cannot be used.
    """
    return shelve(partial(table, directory), conventions)


def shelve(read_table: ReadTable, conventions: Conventions) -> Library:
    """Put tables on the shelves, wherever their rows come from."""
    described = read_table("companies", rows.company, required=True)
    companies = {one.record.record_id: one.record for one in described}
    if len(companies) != len(described):
        raise CorpusUnreadable(
            f"companies: {len(described) - len(companies)} record_ids occur twice. "
            "Give each record an id of its own."
        )
    said = dict(conventions.capture_days)
    spare = max((record.observed_on for record in companies.values()), default=date.min)
    by_source = {record.source: record.observed_on for record in companies.values()}

    def day_of(source: str, record_id: str) -> date:
        own = companies.get(record_id)
        if own is not None and own.source == source:
            return own.observed_on
        return said.get(source) or by_source.get(source) or spare

    people = read_table("people", lambda r: rows.person(r, day_of), required=False)
    rounds = read_table("funding_rounds", lambda r: rows.funding_round(r, day_of), required=False)
    news = read_table("news", lambda r: rows.news(r, day_of), required=False)
    return Library(
        conventions=conventions,
        companies=companies,
        industry_texts={d.record.record_id: d.industry_text for d in described if d.industry_text},
        people=_by_record(sorted(people, key=lambda one: one.seq)),
        rounds=_by_record(one for one in rounds if one is not None),
        news=_by_record(one for one in news if one is not None),
        words={d.record.record_id: d.words for d in described if d.words is not rows.NO_WORDS},
    )


def _by_record(items: Iterable[R]) -> Mapping[str, Sequence[R]]:
    listed: defaultdict[str, list[R]] = defaultdict(list)
    for item in items:
        listed[item.record_id].append(item)
    return dict(listed)
