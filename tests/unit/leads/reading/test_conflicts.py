"""Which disagreements a person should see."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.unit.leads.reading.ledger import CONVENTIONS, a_record, read, said

from leadwright.leads.findings import Evidence, FactField
from leadwright.leads.records import CompanyRecord


def total(usd: int, source: str, record: str | None = None) -> Evidence:
    return said(Decimal(usd), FactField.TOTAL_FUNDING_USD, source, record=record)


def year(value: int, source: str = "new") -> Evidence:
    return said(value, FactField.FOUNDED_YEAR, source)


SAME_ROUNDS = (
    a_record("mid", rounds=2, last="2013-05-01"),
    a_record("new", rounds=2, last="2013-05-01"),
)


def test_two_captures_that_name_another_founding_year_conflict() -> None:
    assert read(year(2008, "old"), year(2009)).conflicts == (FactField.FOUNDED_YEAR,)
    assert read(year(2008, "old"), year(2008)).conflicts == ()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2013 (1888)", [1888]),
        ("1904/1946/2013", [1904, 1946]),
        ("2013 (L3 1997, Harris 1895)", [1997, 1895]),
    ],
)
def test_a_source_text_with_further_years_conflicts_with_itself(
    text: str, years: list[int]
) -> None:
    item = year(2013)
    findings = read(item, records=(a_record(founded=text),))
    assert findings.conflicts == (FactField.FOUNDED_YEAR,)
    finding = findings.get(FactField.FOUNDED_YEAR)
    assert finding is not None
    assert [c.value for c in finding.conflicts] == years
    assert all(c.evidence_ids == (item.id,) for c in finding.conflicts)


@pytest.mark.parametrize(
    "text", ["2013", "2013-01-01", "2013-07", "2013 (spin-off)", "no. 120131", None]
)
def test_a_source_text_with_one_year_is_no_conflict(text: str | None) -> None:
    assert read(year(2013), records=(a_record(founded=text),)).conflicts == ()


def test_texts_are_not_searched_where_the_conventions_say_so() -> None:
    quiet = replace(CONVENTIONS, founded_text_may_conflict=False)
    records = (a_record(founded="2013 (1888)"),)
    assert read(year(2013), records=records, conventions=quiet).conflicts == ()


@pytest.mark.parametrize(
    ("usd", "conflicts"), [(110, False), (111, False), (112, True), (90, False), (89, True)]
)
def test_comparable_captures_with_the_same_rounds_must_agree_within_the_tolerance(
    usd: int, *, conflicts: bool
) -> None:
    found = read(total(100, "mid"), total(usd, "new"), records=SAME_ROUNDS).conflicts
    assert found == ((FactField.TOTAL_FUNDING_USD,) if conflicts else ())


@pytest.mark.parametrize(
    "records",
    [
        (
            a_record("mid", rounds=2, last="2013-05-01"),
            a_record("new", rounds=3, last="2013-05-01"),
        ),
        (
            a_record("mid", rounds=2, last="2013-05-01"),
            a_record("new", rounds=2, last="2013-06-01"),
        ),
        (a_record("mid"), a_record("new")),
        (),
    ],
)
def test_other_or_unknown_rounds_explain_another_total(records: tuple[CompanyRecord, ...]) -> None:
    assert read(total(100, "mid"), total(900, "new"), records=records).conflicts == ()


def test_a_total_that_fell_is_a_conflict_where_it_never_may() -> None:
    assert read(total(112, "old"), total(100, "new")).conflicts == (FactField.TOTAL_FUNDING_USD,)
    assert read(total(110, "old"), total(100, "new")).conflicts == ()
    assert read(total(100, "old"), total(900, "new")).conflicts == ()
    assert read(total(112, "mid"), total(100, "new")).conflicts == ()


def test_two_profiles_in_one_capture_do_not_dispute_a_total() -> None:
    records = (
        a_record(rounds=1, last="2013"),
        a_record(record="new:acme-inc", rounds=1, last="2013"),
    )
    assert (
        read(total(100, "new"), total(900, "new", "new:acme-inc"), records=records).conflicts == ()
    )


def test_other_fields_may_differ_without_a_person_being_asked() -> None:
    findings = read(said("DE", FactField.COUNTRY, "old"), said("US", FactField.COUNTRY, "new"))
    assert findings.conflicts == ()
