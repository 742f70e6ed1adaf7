"""What sources disagree on: every value claimed, and which disagreements a person should see."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from leadwright.leads.findings import Conflict, Evidence, EvidenceId, FactField, FactValue
from leadwright.leads.reading.case import Case

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A funding total as one source states it."""

    item: Evidence
    usd: Decimal


def claims(case: Case, field: FactField) -> tuple[Conflict, ...]:
    """Every value claimed for a field with its evidence, the one to believe first."""
    said = [(item.value, item.id) for item in case.of(field)]
    if field is FactField.FOUNDED_YEAR:
        said.extend(_years_in_texts(case))
    return grouped(said)


def grouped(said: Iterable[tuple[FactValue, EvidenceId]]) -> tuple[Conflict, ...]:
    """Equal values become one claim, in the order first said."""
    by_value: dict[FactValue, dict[EvidenceId, None]] = {}
    for value, evidence_id in said:
        by_value.setdefault(value, {})[evidence_id] = None
    return tuple(Conflict(value=v, evidence_ids=tuple(ids)) for v, ids in by_value.items())


def disputed(case: Case) -> tuple[FactField, ...]:
    """The fields whose disagreement a person should see before anything is said."""
    fields = (FactField.FOUNDED_YEAR, FactField.TOTAL_FUNDING_USD)
    return tuple(field for field in fields if is_disputed(case, field))


def is_disputed(case: Case, field: FactField) -> bool:
    """Whether the sources truly contradict each other, rather than describe a change."""
    if field is FactField.FOUNDED_YEAR:
        return len(claims(case, field)) > 1
    if field is FactField.TOTAL_FUNDING_USD:
        return any(_contradict(case, *pair) for pair in combinations(_totals(case), 2))
    return False


def _years_in_texts(case: Case) -> Iterator[tuple[int, EvidenceId]]:
    if not case.conventions.founded_text_may_conflict:
        return
    for item in case.of(FactField.FOUNDED_YEAR):
        record = case.records.get(item.record_id)
        for year in YEAR.findall((record.founded_text if record else None) or ""):
            yield int(year), item.id


def _contradict(case: Case, later: Total, earlier: Total) -> bool:
    """Whether two totals cannot both be right: the same rounds, another sum; or a sum that fell."""
    if case.capture(later.item) == case.capture(earlier.item):
        return False  # two profiles in one capture: the better kept one speaks
    slack = Decimal(str(case.conventions.funding_tolerance))
    never_falls = earlier.item.source in case.conventions.funding_never_falls
    if never_falls and earlier.usd > later.usd * (1 + slack):
        return True
    apart = abs(later.usd - earlier.usd) > slack * max(later.usd, earlier.usd)
    return apart and _same_rounds(case, later.item, earlier.item)


def _same_rounds(case: Case, left: Evidence, right: Evidence) -> bool:
    pair = {left.source, right.source}
    if not any(pair <= group for group in case.conventions.funding_comparable):
        return False
    return _rounds_known(case, left) == _rounds_known(case, right) != (None, None)


def _rounds_known(case: Case, item: Evidence) -> tuple[str | None, int | None]:
    record = case.records.get(item.record_id)
    return (record.last_funding_on, record.funding_rounds) if record else (None, None)


def _totals(case: Case) -> list[Total]:
    """Every total stated, newest capture first."""
    return [
        Total(item=item, usd=Decimal(item.value))
        for item in case.of(FactField.TOTAL_FUNDING_USD)
        if isinstance(item.value, int | Decimal)
    ]
