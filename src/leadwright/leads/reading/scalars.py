"""Single facts: the newest observation that has a value wins; the others stay visible."""

from leadwright.leads.findings import FactField, Finding, FindingId
from leadwright.leads.reading import conflicts
from leadwright.leads.reading.case import Case
from leadwright.leads.reading.confidence import weigh

SCALARS = (
    FactField.FOUNDED_YEAR,
    FactField.EMPLOYEES,
    FactField.INDUSTRY,
    FactField.COUNTRY,
    FactField.TOTAL_FUNDING_USD,
)

# A head count or a funding total grows; an older, other number is history and no objection.
MOVING = frozenset({FactField.EMPLOYEES, FactField.TOTAL_FUNDING_USD})


def read_scalars(case: Case) -> tuple[Finding, ...]:
    """Every single fact that some source states."""
    read = (read_scalar(case, field) for field in SCALARS)
    return tuple(finding for finding in read if finding is not None)


def read_scalar(case: Case, field: FactField) -> Finding | None:
    """One fact: newest capture first, then more funding rounds, newer round, later record id."""
    claims = conflicts.claims(case, field)
    if not claims:
        return None
    best, *others = claims
    counts = field not in MOVING or conflicts.is_disputed(case, field)
    return Finding(
        id=FindingId(field.value),
        field=field,
        value=best.value,
        evidence_ids=best.evidence_ids,
        confidence=weigh(
            case,
            field,
            cited=best.evidence_ids,
            against=[i for claim in others for i in claim.evidence_ids] if counts else (),
        ),
        conflicts=tuple(others),
    )
