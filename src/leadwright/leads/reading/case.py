"""What one reading has before it: the company's evidence in one fixed order, and its records."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import (
    Candidate,
    Evidence,
    FactField,
    NewsValue,
    PersonValue,
    RoundValue,
)
from leadwright.leads.records import CompanyRecord

VALUE_TYPES: Mapping[FactField, tuple[type, ...]] = {
    FactField.FOUNDED_YEAR: (int,),
    FactField.EMPLOYEES: (int,),
    FactField.INDUSTRY: (str,),
    FactField.COUNTRY: (str,),
    FactField.TOTAL_FUNDING_USD: (int, Decimal),
    FactField.LAST_ROUND: (RoundValue,),
    FactField.DECISION_MAKER: (PersonValue,),
    FactField.CONTACT: (PersonValue,),
    FactField.NEWS: (NewsValue,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The evidence about one company: newest capture first, then the better kept record.

    Evidence about other companies, about a topic that is no fact, of a shape its field cannot
    have, or seen twice is left out.
    The order never depends on the order in which evidence arrived.
    """

    match: float
    records: Mapping[str, CompanyRecord]
    evidence: tuple[Evidence, ...]
    conventions: Conventions
    today: date

    def of(self, *fields: FactField) -> tuple[Evidence, ...]:
        """The evidence of some fields, in the order of the case."""
        return tuple(item for item in self.evidence if item.field in fields)

    def capture(self, item: Evidence) -> tuple[date, int]:
        """A sort key of the capture an item comes from: higher is newer."""
        return self.conventions.capture_rank(item.source, item.observed_on)


def open_case(
    entity: Candidate,
    match: float,
    records: Sequence[CompanyRecord],
    evidence: Sequence[Evidence],
    conventions: Conventions,
    today: date,
) -> Case:
    """Lay out what is known about one company."""
    own = {r.record_id: r for r in records if r.record_id in entity.record_ids}
    by_id = {i.id: i for i in evidence if i.record_id in entity.record_ids and _fits(i)}
    usable = list(by_id.values())
    usable.sort(key=lambda item: (item.seq, natural(item.id)))
    # A stable sort keeps the source's own order among items that stand equally high.
    usable.sort(key=lambda item: _standing(item, own, conventions), reverse=True)
    return Case(
        match=min(1.0, max(0.0, match)),
        records=own,
        evidence=tuple(usable),
        conventions=conventions,
        today=today,
    )


def captures(items: Iterable[Evidence]) -> frozenset[tuple[str, date]]:
    """The distinct captures that some items come from."""
    return frozenset((item.source, item.observed_on) for item in items)


def full_date(written: str | None) -> date | None:
    """Read `2012`, `2012-03` or `2012-03-09`; a missing month or day counts as 01.

    Returns:
        None for anything else: evidence is foreign text and may hold anything.
    """
    parts = (written or "").strip().split("-")
    padded = "-".join([*parts, "01", "01"][:3])
    try:
        return date.fromisoformat(padded)
    except ValueError:
        return None


def natural(text: str) -> tuple[str | int, ...]:
    """A sort key that counts as people do: row 9 comes before row 10."""
    return tuple(
        int(part) if place % 2 else part for place, part in enumerate(re.split(r"(\d+)", text))
    )


def _fits(item: Evidence) -> bool:
    if not isinstance(item.field, FactField):
        return False
    return isinstance(item.value, VALUE_TYPES[item.field]) and item.value != ""


def _standing(
    item: Evidence, records: Mapping[str, CompanyRecord], conventions: Conventions
) -> tuple[tuple[date, int], int, date, str]:
    record = records.get(item.record_id)
    return (
        conventions.capture_rank(item.source, item.observed_on),
        (record.funding_rounds or 0) if record else 0,
        (full_date(record.last_funding_on) if record else None) or date.min,
        item.record_id,
    )
