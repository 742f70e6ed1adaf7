"""Whether the lead's own person is listed at the company, and whether he is still there."""

from collections.abc import Mapping
from enum import StrEnum

from leadwright.leads.findings import FactField, Finding, FindingId, Findings, PersonValue
from leadwright.leads.lead import Person
from leadwright.leads.reading.case import Case
from leadwright.leads.reading.confidence import weigh
from leadwright.leads.reading.names import Likeness, likeness
from leadwright.leads.reading.people import Row, by_person

# What a name that is only alike takes from the confidence.
NAME_DOUBT: Mapping[Likeness, float] = {Likeness.MIDDLE: 0.5, Likeness.INITIALS: 1.0}


class ContactStatus(StrEnum):
    """What the sources say about the lead's own person."""

    CURRENT = "current"
    FORMER = "former"
    UNKNOWN = "unknown"


def contact_status(findings: Findings) -> ContactStatus:
    """Whether the lead's own person works there; unknown when no source lists him."""
    finding = findings.get(FactField.CONTACT)
    if finding is None or not isinstance(finding.value, PersonValue):
        return ContactStatus.UNKNOWN
    return ContactStatus.CURRENT if finding.value.is_current else ContactStatus.FORMER


def read_contact(case: Case, contact: Person | None) -> Finding | None:
    """The lead's own person as the newest capture lists him; any current row makes him current."""
    if contact is None or not contact.name:
        return None
    listed = by_person(case, FactField.CONTACT, FactField.DECISION_MAKER)
    rows, alike = _rows_of(contact, contact.name, listed)
    rows = [row for row in rows if row.value.is_current] or rows
    if not rows:
        return None
    chosen = next((row for row in rows if _has_title(row, contact)), rows[0])
    cited = tuple(row.item.id for row in rows if row.value == chosen.value)
    doubt = NAME_DOUBT.get(alike, 0.0)
    return Finding(
        id=FindingId(FactField.CONTACT.value),
        field=FactField.CONTACT,
        value=chosen.value,
        evidence_ids=cited,
        confidence=weigh(case, FactField.CONTACT, cited=cited, missing=doubt),
    )


def _rows_of(
    contact: Person, name: str, listed: Mapping[str, list[Row]]
) -> tuple[list[Row], Likeness]:
    """The rows of the one listed person the contact can be.

    The closest names alone count. Where several people have equally close names the title
    decides; where it does not, nobody is named.
    """
    alike = {who: likeness(name, rows[0].value.name) for who, rows in listed.items()}
    best = max(alike.values(), default=Likeness.NONE)
    close = [who for who in listed if alike[who] is best and best is not Likeness.NONE]
    if len(close) > 1:
        close = [who for who in close if any(_has_title(row, contact) for row in listed[who])]
    return (listed[close[0]], best) if len(close) == 1 else ([], Likeness.NONE)


def _has_title(row: Row, contact: Person) -> bool:
    title = (contact.title or "").strip().casefold()
    return bool(title) and row.value.title.strip().casefold() == title
