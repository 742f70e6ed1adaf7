"""The reading as a whole: one case, every rule once."""

from collections.abc import Sequence
from datetime import date

from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import Evidence, FactField, Finding, Findings, Resolution
from leadwright.leads.lead import Person
from leadwright.leads.reading.case import Case, open_case
from leadwright.leads.reading.conflicts import disputed
from leadwright.leads.reading.contact import read_contact
from leadwright.leads.reading.news import read_news
from leadwright.leads.reading.people import read_decision_makers
from leadwright.leads.reading.rounds import read_last_round
from leadwright.leads.reading.scalars import read_scalars
from leadwright.leads.records import CompanyRecord


def read(
    resolution: Resolution,
    records: Sequence[CompanyRecord],
    evidence: Sequence[Evidence],
    conventions: Conventions,
    *,
    today: date,
    contact: Person | None = None,
) -> Findings:
    """Read what the evidence says about the one company the lead means.

    The order of records and evidence never matters. When the company is not unique nothing is
    found at all: any fact would be an invention.

    Args:
        resolution: Which company is meant; its confidence is the ceiling of every finding's.
        records: The company's records, for what decides between two of one capture.
        evidence: The ledger; what speaks of other companies is left out.
        conventions: What the sources of the corpus mean.
        today: The day the house takes as today.
        contact: The lead's own person, to be looked for among the listed ones.
    """
    if resolution.entity is None:
        return Findings(resolution=resolution, unknown=tuple(FactField))
    case = open_case(
        resolution.entity, resolution.confidence, records, evidence, conventions, today
    )
    found = _find(case, contact)
    fields = {finding.field for finding in found}
    return Findings(
        resolution=resolution,
        findings=found,
        evidence=case.evidence,
        unknown=tuple(field for field in FactField if field not in fields),
        conflicts=disputed(case),
    )


def _find(case: Case, contact: Person | None) -> tuple[Finding, ...]:
    found = (
        *read_scalars(case),
        read_last_round(case),
        *read_decision_makers(case),
        *read_news(case),
        read_contact(case, contact),
    )
    return tuple(finding for finding in found if finding is not None)
