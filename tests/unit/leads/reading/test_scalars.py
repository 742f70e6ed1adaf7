"""Single facts: the newest observation that has a value wins."""

from decimal import Decimal

import pytest
from tests.unit.leads.reading.ledger import DAYS, a_record, read, said

from leadwright.leads.findings import FactField, FactValue


@pytest.mark.parametrize(
    ("field", "older", "newer"),
    [
        (FactField.FOUNDED_YEAR, 2008, 2009),
        (FactField.EMPLOYEES, 40, 12),
        (FactField.INDUSTRY, "software", "finance"),
        (FactField.COUNTRY, "DE", "US"),
        (FactField.TOTAL_FUNDING_USD, Decimal(5), Decimal(7)),
    ],
)
def test_the_newest_observation_wins_and_the_other_stays_visible(
    field: FactField, older: FactValue, newer: FactValue
) -> None:
    first, second = said(older, field, "old"), said(newer, field, "new")
    finding = read(first, second).get(field)
    assert finding is not None
    assert (finding.id, finding.value) == (field.value, newer)
    assert finding.evidence_ids == (second.id,)
    assert [(c.value, c.evidence_ids) for c in finding.conflicts] == [(older, (first.id,))]


def test_every_capture_that_says_the_same_is_cited_newest_first() -> None:
    items = [said(2008, FactField.FOUNDED_YEAR, source) for source in ("old", "mid", "new")]
    finding = read(*items).get(FactField.FOUNDED_YEAR)
    assert finding is not None
    assert finding.evidence_ids == tuple(item.id for item in reversed(items))
    assert finding.conflicts == ()


def test_captures_of_one_day_are_ordered_by_convention() -> None:
    early = said("software", FactField.INDUSTRY, "mid", day=DAYS["new"])
    late = said("finance", FactField.INDUSTRY, "new")
    finding = read(late, early).get(FactField.INDUSTRY)
    assert finding is not None
    assert finding.value == "finance"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"rounds": 3}, {"rounds": 2, "last": "2013-11-01"}),
        ({"rounds": 2, "last": "2013-11"}, {"rounds": 2, "last": "2013"}),
        ({"rounds": 2, "last": "2011"}, {"rounds": 2}),
    ],
)
def test_of_two_records_in_one_capture_the_better_kept_one_wins(
    one: dict[str, int | str], other: dict[str, int | str]
) -> None:
    records = (
        a_record(record="new:acme", **one),  # type: ignore[arg-type]
        a_record(record="new:acme-inc", **other),  # type: ignore[arg-type]
    )
    finding = read(
        said(2009, FactField.FOUNDED_YEAR, record="new:acme-inc"),
        said(2008, FactField.FOUNDED_YEAR, record="new:acme"),
        records=records,
    ).get(FactField.FOUNDED_YEAR)
    assert finding is not None
    assert finding.value == 2008


def test_of_two_equally_kept_records_the_later_id_wins() -> None:
    finding = read(
        said(2008, FactField.FOUNDED_YEAR, record="new:acme"),
        said(2009, FactField.FOUNDED_YEAR, record="new:acme-inc"),
    ).get(FactField.FOUNDED_YEAR)
    assert finding is not None
    assert finding.value == 2009


def test_what_nobody_says_is_unknown() -> None:
    findings = read(said(12, FactField.EMPLOYEES))
    assert FactField.EMPLOYEES not in findings.unknown
    assert set(findings.unknown) == set(FactField) - {FactField.EMPLOYEES}


def test_evidence_about_another_company_is_left_out() -> None:
    findings = read(said(12, FactField.EMPLOYEES, record="new:other"))
    assert findings.findings == ()
    assert findings.evidence == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [(FactField.COUNTRY, ""), (FactField.COUNTRY, 12), (FactField.EMPLOYEES, "about a dozen")],
)
def test_a_value_its_field_cannot_have_is_left_out(field: FactField, value: FactValue) -> None:
    assert read(said(value, field)).findings == ()


def test_the_same_evidence_twice_counts_once() -> None:
    item = said(12, FactField.EMPLOYEES)
    assert read(item, item) == read(item)
