"""How sure a finding is."""

from datetime import date

import pytest
from tests.unit.leads.reading.ledger import CONVENTIONS, TODAY, read, resolved, said

from leadwright.leads import reading
from leadwright.leads.findings import Evidence, FactField, Findings


def sure_of(findings: Findings, field: FactField) -> float:
    finding = findings.get(field)
    assert finding is not None
    return finding.confidence


def industries(*named: tuple[str, str]) -> list[Evidence]:
    return [said(value, FactField.INDUSTRY, source) for value, source in named]


def test_two_fresh_captures_that_agree_about_what_never_changes_are_certain() -> None:
    items = [said(2008, FactField.FOUNDED_YEAR, source) for source in ("mid", "new")]
    assert sure_of(read(*items), FactField.FOUNDED_YEAR) == 1.0


def test_the_formula_holds_to_the_letter() -> None:
    items = industries(("finance", "new"), ("software", "old"))
    agreement = 1 - 0.4 * 1 / 2 - 0.05
    freshness = 1 - 0.2 * 10 / 3650
    assert sure_of(read(*items), FactField.INDUSTRY) == pytest.approx(
        agreement * freshness, abs=1e-4
    )


def test_disagreement_loneliness_and_age_each_lower_it() -> None:
    agreed = sure_of(read(*industries(("a", "new"), ("a", "mid"))), FactField.INDUSTRY)
    alone = sure_of(read(*industries(("a", "new"))), FactField.INDUSTRY)
    objected = sure_of(read(*industries(("a", "new"), ("b", "mid"))), FactField.INDUSTRY)
    outvoted = sure_of(
        read(*industries(("a", "new"), ("b", "mid"), ("b", "old"))), FactField.INDUSTRY
    )
    stale = sure_of(read(*industries(("a", "new")), today=date(2020, 1, 1)), FactField.INDUSTRY)
    assert agreed > alone > objected > outvoted
    assert alone > stale


def test_an_older_head_count_is_history_and_no_objection() -> None:
    newest = said(40, FactField.EMPLOYEES)
    older = said(12, FactField.EMPLOYEES, "old")
    assert read(newest, older).get(FactField.EMPLOYEES) != read(newest).get(FactField.EMPLOYEES)
    assert sure_of(read(newest, older), FactField.EMPLOYEES) == sure_of(
        read(newest), FactField.EMPLOYEES
    )


def test_an_observation_of_tomorrow_is_not_more_than_fresh() -> None:
    findings = read(said(40, FactField.EMPLOYEES), today=date(2010, 1, 1))
    assert sure_of(findings, FactField.EMPLOYEES) == 0.95


@pytest.mark.parametrize(("match", "ceiling"), [(0.5, 0.5), (1.7, 1.0), (-1.0, 0.0)])
def test_nothing_is_surer_than_the_company_itself(match: float, ceiling: float) -> None:
    items = [said(2008, FactField.FOUNDED_YEAR, source) for source in ("mid", "new")]
    findings = reading.read(
        resolved(confidence=match), (), items, CONVENTIONS, today=TODAY, contact=None
    )
    assert sure_of(findings, FactField.FOUNDED_YEAR) == ceiling


def test_research_as_a_whole_is_the_mean_of_what_is_known_less_what_is_not() -> None:
    items = [said(2008, FactField.FOUNDED_YEAR, source) for source in ("mid", "new")]
    findings = read(*items)
    assert reading.research_confidence(findings) == pytest.approx(1 - 0.1 * 6 / 7, abs=1e-4)
    assert reading.research_confidence(findings, (FactField.FOUNDED_YEAR,)) == 1.0
    assert reading.research_confidence(read()) == 0.0
