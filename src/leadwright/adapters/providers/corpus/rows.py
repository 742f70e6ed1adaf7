"""From a row of the files to a record of ours. Absent keys mean unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leadwright.adapters.providers.corpus.files import Row
from leadwright.leads.records import (
    CompanyRecord,
    DatePrecision,
    NewsRecord,
    PersonRecord,
    RoundRecord,
)

LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}  # as ISO text
DayOf = Callable[[str, str], date]  # the capture day of a source, for a record of it


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyWords:
    """What a source says about a company in free text, beside the facts of its record."""

    overview: str | None = None
    competitors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


NO_WORDS = CompanyWords()


@dataclass(frozen=True, slots=True)
class Described:
    """A company record, and the words of the source that the record does not keep."""

    record: CompanyRecord
    industry_text: str | None
    words: CompanyWords = NO_WORDS


def company(row: Row) -> Described:
    """A row of `companies`."""
    record = CompanyRecord(
        record_id=_text(row, "record_id"),
        source=_text(row, "source"),
        source_key=_text(row, "source_key"),
        observed_on=date.fromisoformat(row["observed_on"]),
        name=_text(row, "name"),
        aliases=_texts(row, "aliases"),
        domain=_lower(row.get("domain")),
        country=row.get("country"),
        region=row.get("region"),
        city=row.get("city"),
        industry=row.get("industry"),
        founded_year=_whole(row, "founded_year"),
        founded_text=row.get("founded_raw"),
        employees=_whole(row, "employees"),
        total_funding_usd=_amount(row, "total_funding_usd"),
        total_funding_text=row.get("total_funding_text"),
        funding_rounds=_whole(row, "funding_rounds"),
        last_funding_on=row.get("last_funding_on"),
        status=row.get("status"),
        parent=row.get("parent"),
        products=_texts(row, "products"),
        description=row.get("description"),
        url=row.get("source_url"),
    )
    return Described(record, row.get("industry_raw"), _words(row))


def person(row: Row, day_of: DayOf) -> PersonRecord:
    """A row of `people`."""
    return PersonRecord(
        record_id=_text(row, "record_id"),
        person_id=_text(row, "person_id"),
        source=_text(row, "source"),
        observed_on=day_of(row["source"], row["record_id"]),
        name=_text(row, "name"),
        title=row.get("title") or "",
        is_current=bool(row.get("is_current", True)),
        seq=_whole(row, "seq") or 0,
    )


def funding_round(row: Row, day_of: DayOf) -> RoundRecord | None:
    """A row of `funding_rounds`; None without a date, as it can be neither first nor last."""
    if not row.get("date"):
        return None
    return RoundRecord(
        record_id=_text(row, "record_id"),
        round_id=_text(row, "round_id"),
        source=_text(row, "source"),
        observed_on=day_of(row["source"], row["record_id"]),
        round_type=row.get("round_type"),
        on=_day(row["date"]),
        precision=_precision(row["date"]),
        amount=_amount(row, "amount"),
        currency=row.get("currency"),
        amount_usd=_amount(row, "amount_usd"),
        investors=_texts(row, "investors"),
        url=row.get("source_url"),
    )


def news(row: Row, day_of: DayOf) -> NewsRecord | None:
    """A row of `news`; None without a date, as nobody can say whether it is recent."""
    if not row.get("date"):
        return None
    return NewsRecord(
        record_id=_text(row, "record_id"),
        news_id=_text(row, "news_id"),
        source=_text(row, "source"),
        observed_on=day_of(row["source"], row["record_id"]),
        kind=row.get("kind") or "other",
        on=_day(row["date"]),
        precision=_precision(row["date"]),
        headline=_text(row, "headline"),
        url=row.get("source_url"),
    )


def _words(row: Row) -> CompanyWords:
    said = CompanyWords(
        overview=_text(row, "overview") if row.get("overview") else None,
        competitors=_texts(row, "competitors"),
        tags=_texts(row, "tags"),
    )
    return NO_WORDS if said == NO_WORDS else said


def _precision(written: str) -> DatePrecision:
    for precision, length in LENGTHS.items():
        if len(written) == length:
            return precision
    raise ValueError(f"date is {written!r}, it must be a year, a month or a day")


def _day(written: str) -> date:
    return date.fromisoformat(written + "-01-01"[len(written) - 4 :])


def _text(row: Row, key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is {value!r}, it must be a text")
    return value


def _texts(row: Row, key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{key} is {value!r}, it must be a list of texts")
    return tuple(value)


def _whole(row: Row, key: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{key} is {value!r}, it must be a whole number")
    return value


def _amount(row: Row, key: str) -> Decimal | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"{key} is {value!r}, it must be an amount")
    return Decimal(str(value))


def _lower(text: str | None) -> str | None:
    return text.lower().removeprefix("www.") if text else None
