"""Evidence from records: one item a fact, its id fixed by record and field, its words verbatim."""

from collections.abc import Iterator

from leadwright.adapters.providers.corpus.rows import LENGTHS
from leadwright.leads.findings import (
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    NewsValue,
    PersonValue,
    RoundValue,
    Topic,
)
from leadwright.leads.records import CompanyRecord, NewsRecord, PersonRecord, RoundRecord


def of_company(record: CompanyRecord, industry_text: str | None) -> tuple[Evidence, ...]:
    """One item for each fact the record knows."""
    return tuple(
        Evidence(
            id=EvidenceId(f"{record.record_id}/{field}"),
            source=record.source,
            record_id=record.record_id,
            ref=record.record_id,
            url=record.url,
            observed_on=record.observed_on,
            field=field,
            value=value,
            quote=quote or str(value),
        )
        for field, value, quote in _facts(record, industry_text)
    )


def written_day(item: RoundRecord | NewsRecord) -> str:
    """The date with no more precision than the source had: "2011-02", never "2011-02-01"."""
    return item.on.isoformat()[: LENGTHS[item.precision]]


def _facts(
    record: CompanyRecord, industry_text: str | None
) -> Iterator[tuple[FactField, FactValue, str | None]]:
    facts: tuple[tuple[FactField, FactValue | None, str | None], ...] = (
        (FactField.FOUNDED_YEAR, record.founded_year, record.founded_text),
        (FactField.EMPLOYEES, record.employees, None),
        (FactField.INDUSTRY, record.industry, industry_text),
        (FactField.COUNTRY, record.country, None),
        (FactField.TOTAL_FUNDING_USD, record.total_funding_usd, record.total_funding_text),
    )
    for field, value, quote in facts:
        if value is not None:
            yield field, value, quote


def of_person(person: PersonRecord, url: str | None, field: FactField) -> Evidence:
    """A person in the source's list, as a decision maker or as the lead's contact."""
    return Evidence(
        id=EvidenceId(f"{person.record_id}/{field}/{person.seq}"),
        source=person.source,
        record_id=person.record_id,
        ref=person.person_id,
        url=url,
        observed_on=person.observed_on,
        field=field,
        value=PersonValue(name=person.name, title=person.title, is_current=person.is_current),
        quote=f"{person.name}, {person.title}",
    )


def of_round(item: RoundRecord) -> Evidence:
    """A funding round; the quote holds the row's own words and figures."""
    amount = f"{item.amount} {item.currency or ''}".strip() if item.amount is not None else None
    words = (item.round_type, written_day(item), amount, ", ".join(item.investors))
    return Evidence(
        id=EvidenceId(f"{item.round_id}/{FactField.LAST_ROUND}"),
        source=item.source,
        record_id=item.record_id,
        ref=item.round_id,
        url=item.url,
        observed_on=item.observed_on,
        field=FactField.LAST_ROUND,
        value=RoundValue(type=item.round_type, date=written_day(item), amount_usd=item.amount_usd),
        quote=" | ".join(word for word in words if word),
    )


def of_news(item: NewsRecord) -> Evidence:
    """A dated headline."""
    return Evidence(
        id=EvidenceId(f"{item.news_id}/{FactField.NEWS}"),
        source=item.source,
        record_id=item.record_id,
        ref=item.news_id,
        url=item.url,
        observed_on=item.observed_on,
        field=FactField.NEWS,
        value=NewsValue(news_id=item.news_id, date=written_day(item), headline=item.headline),
        quote=item.headline,
    )


def of_words(
    record: CompanyRecord, topic: Topic, place: str, words: str, quote: str | None = None
) -> Evidence:
    """Words of a record about a topic; `place` tells them from others of the same topic."""
    return Evidence(
        id=EvidenceId(f"{record.record_id}/{topic}/{place}"),
        source=record.source,
        record_id=record.record_id,
        ref=record.record_id,
        url=record.url,
        observed_on=record.observed_on,
        field=topic,
        value=words,
        quote=quote or words,
    )
