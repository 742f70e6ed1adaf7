"""The last funding round over all sources, however often and however differently it is listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leadwright.leads.findings import Evidence, FactField, Finding, FindingId, RoundValue
from leadwright.leads.reading.case import Case, full_date
from leadwright.leads.reading.confidence import weigh
from leadwright.leads.reading.conflicts import grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A round as one source lists it."""

    item: Evidence
    value: RoundValue
    on: date


def read_last_round(case: Case) -> Finding | None:
    """The newest round: its date, and the first type and amount known for that date.

    Listings of that date which contradict, and listings of the same round under a slightly
    different date, stay as conflicts; they never mend the value.
    """
    listings = _listings(case)
    if not listings:
        return None
    newest = max(listing.on for listing in listings)
    last = [listing for listing in listings if listing.on == newest]
    value, givers = _merged(last, newest)
    cited = [e for e in last if e in givers or _says_nothing_else(e.value, value)]
    other = [e for e in listings if _is_listed_otherwise(case, e, value, newest)]
    return Finding(
        id=FindingId(FactField.LAST_ROUND.value),
        field=FactField.LAST_ROUND,
        value=value,
        evidence_ids=tuple(e.item.id for e in cited),
        confidence=weigh(
            case,
            FactField.LAST_ROUND,
            cited=[e.item.id for e in cited],
            against=[e.item.id for e in _objecting(other, cited, newest)],
            missing=((value.type is None) + (value.amount_usd is None)) / 2,
        ),
        conflicts=grouped((e.value, e.item.id) for e in other),
    )


def _listings(case: Case) -> list[Listing]:
    """Every dated listing; the source to believe first comes first."""
    found = [
        Listing(item=item, value=item.value, on=on)
        for item in case.of(FactField.LAST_ROUND)
        if isinstance(item.value, RoundValue) and (on := full_date(item.value.date))
    ]
    order = case.conventions.round_source_order
    places = {source: place for place, source in enumerate(order)}
    return sorted(found, key=lambda listing: places.get(listing.item.source, len(order)))


def _merged(last: Sequence[Listing], on: date) -> tuple[RoundValue, list[Listing]]:
    """The value, and the listings that gave its type and its amount."""
    typed = next((e for e in last if e.value.type is not None), None)
    priced = next((e for e in last if e.value.amount_usd is not None), None)
    value = RoundValue(
        type=typed.value.type if typed else None,
        date=on.isoformat(),
        amount_usd=priced.value.amount_usd if priced else None,
    )
    return value, [e for e in (typed, priced) if e is not None]


def _says_nothing_else(listed: RoundValue, value: RoundValue) -> bool:
    return listed.type in {None, value.type} and listed.amount_usd in {None, value.amount_usd}


def _is_listed_otherwise(case: Case, listing: Listing, value: RoundValue, newest: date) -> bool:
    """Whether a listing speaks of the same round and says something else about it."""
    if listing.on == newest:
        return not _says_nothing_else(listing.value, value)
    near = (newest - listing.on).days <= case.conventions.same_round_days
    left, right = listing.value.amount_usd, value.amount_usd
    if not near or left is None or right is None:
        return False
    slack = Decimal(str(case.conventions.funding_tolerance))
    return abs(left - right) <= slack * max(left, right)


def _objecting(
    other: Iterable[Listing], cited: Sequence[Listing], newest: date
) -> Iterable[Listing]:
    """The sources that hold another date or amount; names of types differ by custom."""
    sources = {e.item.source for e in cited}
    amounts = {e.value.amount_usd for e in cited} | {None}
    return (
        e
        for e in other
        if e.item.source not in sources and (e.on != newest or e.value.amount_usd not in amounts)
    )
