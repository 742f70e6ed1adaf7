"""How sure a finding is, computed from its evidence alone."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from leadwright.leads.findings import EvidenceId, FactField, Findings
from leadwright.leads.reading.case import Case, captures

DISAGREEMENT = 0.4  # what is lost when every capture says something else
ALONE = 0.05  # what is lost when only one capture says it
AGE = 0.2  # what is lost when the newest support is as old as the fact lives
GAPS = 0.1  # what is lost when every part of the value but the first is missing
IGNORANCE = 0.1  # what the whole loses when hardly anything is known

# How many days a fact lives before an observation says little about today. Facts that never
# change, and news that carries its own date, do not age.
LIVES_DAYS: Mapping[FactField, int] = {
    FactField.EMPLOYEES: 3 * 365,
    FactField.TOTAL_FUNDING_USD: 3 * 365,
    FactField.LAST_ROUND: 3 * 365,
    FactField.DECISION_MAKER: 3 * 365,
    FactField.CONTACT: 3 * 365,
    FactField.INDUSTRY: 10 * 365,
    FactField.COUNTRY: 10 * 365,
}

# What a well researched company has; news and the lead's own person are extra.
EXPECTED = (
    FactField.FOUNDED_YEAR,
    FactField.EMPLOYEES,
    FactField.INDUSTRY,
    FactField.COUNTRY,
    FactField.TOTAL_FUNDING_USD,
    FactField.LAST_ROUND,
    FactField.DECISION_MAKER,
)


def weigh(
    case: Case,
    field: FactField,
    *,
    cited: Iterable[EvidenceId],
    against: Iterable[EvidenceId] = (),
    missing: float = 0.0,
) -> float:
    """The confidence in one value, 0 to 1.

    `match x agreement x freshness x completeness`, where

    - match is how sure the company is the one meant;
    - agreement is `1 - 0.4 x d - 0.05 x a`: d is the share of captures that object among all
      that speak, a is 1 when a single capture supports the value;
    - freshness is `1 - 0.2 x min(1, age / life)`: age of the newest support on the day the house
      takes as today, life by field (people, money and heads 3 years, industry and country 10);
    - completeness is `1 - 0.1 x m`: m is the share of the value's further parts nobody knows.

    Args:
        case: The evidence the value was read from.
        field: What the value answers.
        cited: The evidence that supports the value.
        against: The evidence that supports another one, where only one can be right.
        missing: The share of the value's parts that nobody knows.
    """
    by_id = {item.id: item for item in case.evidence}
    support = [by_id[i] for i in cited]
    speaking, objecting = len(captures(support)), len(captures(by_id[i] for i in against))
    disagreement = objecting / (speaking + objecting)
    agreement = 1 - DISAGREEMENT * disagreement - ALONE * (speaking == 1)
    age = max(0, (case.today - max(item.observed_on for item in support)).days)
    freshness = 1 - AGE * min(1.0, age / LIVES_DAYS[field]) if field in LIVES_DAYS else 1.0
    return round(case.match * agreement * freshness * (1 - GAPS * missing), 4)


def research_confidence(findings: Findings, expected: Sequence[FactField] = EXPECTED) -> float:
    """The confidence in the research as a whole, 0 to 1.

    `mean x (1 - 0.1 x unknown share)`: the mean of what is known, each expected field counting
    once, and a loss for what nobody knows. Nothing known is 0.
    """
    known = [
        fmean(finding.confidence for finding in findings.all(field))
        for field in expected
        if findings.get(field)
    ]
    if not known:
        return 0.0
    return round(fmean(known) * (1 - IGNORANCE * (1 - len(known) / len(expected))), 4)
