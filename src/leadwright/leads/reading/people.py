"""Who decides at a company: current people, ranked by title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import Evidence, FactField, Finding, FindingId, PersonValue
from leadwright.leads.reading import names
from leadwright.leads.reading.case import Case
from leadwright.leads.reading.confidence import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person as one row of a source lists him."""

    item: Evidence
    value: PersonValue


def read_decision_makers(case: Case) -> tuple[Finding, ...]:
    """One finding a person: best rank first, then newest capture, then the source's order."""
    places = {item.id: place for place, item in enumerate(case.evidence)}
    people = [
        (rank, places[best.item.id], best, rows)
        for rows in by_person(case, FactField.DECISION_MAKER).values()
        for rank, best in _best_rows(rows, case.conventions)[:1]
    ]
    people.sort(key=lambda person: person[:2])
    shown = people[: case.conventions.decision_maker_limit]
    return tuple(_finding(case, n, best, rows) for n, (*_, best, rows) in enumerate(shown, 1))


def by_person(case: Case, *fields: FactField) -> dict[str, list[Row]]:
    """The rows of each person, by name, from the newest capture that lists him.

    Two people of one name at one company cannot be told apart and count as one.
    """
    found: dict[str, list[Row]] = {}
    for item in case.of(*fields):
        if isinstance(item.value, PersonValue):
            rows = found.setdefault(names.key(item.value.name), [])
            if not rows or case.capture(rows[0].item) == case.capture(item):
                rows.append(Row(item=item, value=item.value))
    return found


def rank_of(title: str, conventions: Conventions) -> int | None:
    """The best rank a title holds, 1 for the highest; None when its holder decides nothing."""
    for rank, patterns in enumerate(conventions.title_ranks, start=1):
        if any(re.search(pattern, title, re.IGNORECASE) for pattern in patterns):
            return rank
    return None


def _best_rows(rows: Sequence[Row], conventions: Conventions) -> list[tuple[int, Row]]:
    """The current rows whose title decides something, best rank first."""
    current = [row for row in rows if row.value.is_current]
    ranked = [(rank_of(row.value.title, conventions), row) for row in current]
    deciding = [(rank, row) for rank, row in ranked if rank is not None]
    return sorted(deciding, key=lambda pair: pair[0])


def _finding(case: Case, place: int, best: Row, rows: Sequence[Row]) -> Finding:
    cited = tuple(row.item.id for row in rows if row.value == best.value)
    return Finding(
        id=FindingId(f"{FactField.DECISION_MAKER.value}:{place}"),
        field=FactField.DECISION_MAKER,
        value=best.value,
        evidence_ids=cited,
        confidence=weigh(case, FactField.DECISION_MAKER, cited=cited),
    )
