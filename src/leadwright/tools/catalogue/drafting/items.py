"""Findings as the compact items that drafting reads."""

from leadwright.leads.findings import (
    FactField,
    Finding,
    Findings,
    NewsValue,
    PersonValue,
    RoundValue,
)
from leadwright.tools.catalogue.drafting.contract import FactItem

# Facts that say how things stood on a day; the day is told with them.
_OBSERVED = frozenset(
    {
        FactField.EMPLOYEES,
        FactField.TOTAL_FUNDING_USD,
        FactField.DECISION_MAKER,
        FactField.CONTACT,
    }
)


def fact_items(findings: Findings) -> tuple[FactItem, ...]:
    """Every finding that nobody disputes, in one line each."""
    return tuple(
        _item(finding, findings)
        for finding in findings.findings
        if finding.field not in findings.conflicts
    )


def _item(finding: Finding, findings: Findings) -> FactItem:
    value, on = _text(finding)
    if finding.field in _OBSERVED:
        days = [evidence.observed_on for evidence in findings.evidence_of(finding)]
        on = max(days).isoformat() if days else None
    return FactItem(id=finding.id, field=finding.field, value=value[:500], date=on)


def _text(finding: Finding) -> tuple[str, str | None]:
    match finding.value:
        case RoundValue(type=kind, date=on, amount_usd=amount):
            return (f"{kind or ''}, {amount} USD" if amount else kind or ""), on
        case PersonValue(name=name, title=title):
            return f"{name} | {title}", None
        case NewsValue(headline=headline, date=on):
            return headline, on
        case other:
            return str(other), None
