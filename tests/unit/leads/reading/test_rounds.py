"""The last round over all sources."""

from decimal import Decimal

import pytest
from tests.unit.leads.reading.ledger import a_round, read

from leadwright.leads.findings import Evidence, FactField, Finding, RoundValue


def the_last_round(*listings: Evidence) -> Finding:
    finding = read(*listings).get(FactField.LAST_ROUND)
    assert finding is not None
    return finding


def test_the_newest_date_over_all_sources_is_the_last_round() -> None:
    older, newer = (
        a_round("2013-02-01", "series-a", 5, "mid"),
        a_round("2013-02-02", None, 9, "old"),
    )
    finding = the_last_round(older, newer)
    assert finding.value == RoundValue(type=None, date="2013-02-02", amount_usd=Decimal(9))
    assert finding.evidence_ids == (newer.id,)


@pytest.mark.parametrize(
    ("written", "read_as"), [("2013", "2013-01-01"), ("2013-04", "2013-04-01")]
)
def test_a_missing_month_or_day_counts_as_the_first(written: str, read_as: str) -> None:
    value = the_last_round(a_round(written, "seed")).value
    assert isinstance(value, RoundValue)
    assert value.date == read_as


@pytest.mark.parametrize("written", ["", "soon", "2013-13-01", "03/04/2013"])
def test_a_listing_without_a_readable_date_is_left_out(written: str) -> None:
    assert read(a_round(written, "seed", 5)).get(FactField.LAST_ROUND) is None


def test_one_round_listed_thrice_takes_type_and_amount_from_the_source_believed_first() -> None:
    believed = a_round("2013-02-01", "angel", None, "mid")
    second = a_round("2013-02-01", None, 500, "new")
    third = a_round("2013-02-01", "seed", 450, "old")
    finding = the_last_round(third, second, believed)
    assert finding.value == RoundValue(type="angel", date="2013-02-01", amount_usd=Decimal(500))
    assert finding.evidence_ids == (believed.id, second.id)
    assert [(c.value, c.evidence_ids) for c in finding.conflicts] == [(third.value, (third.id,))]


def test_the_giver_of_the_amount_is_cited_though_it_names_another_type() -> None:
    typed = a_round("2013-02-01", "angel", None, "mid")
    priced = a_round("2013-02-01", "seed", 450, "old")
    finding = the_last_round(typed, priced)
    assert finding.evidence_ids == (typed.id, priced.id)
    assert [c.evidence_ids for c in finding.conflicts] == [(priced.id,)]


def test_two_rounds_of_one_day_in_one_source_keep_the_order_of_the_source() -> None:
    ninth = a_round("2013-02-01", "venture", 10, "mid", ref="r:9")
    tenth = a_round("2013-02-01", "debt", 5, "mid", ref="r:10")
    assert the_last_round(tenth, ninth).value == ninth.value


def test_the_same_round_under_a_slightly_older_date_is_a_conflict_and_mends_nothing() -> None:
    newer = a_round("2013-02-03", None, 500, "mid")
    near = a_round("2013-02-01", "series-a", 520, "old")
    finding = the_last_round(newer, near)
    assert finding.value == newer.value
    assert [c.evidence_ids for c in finding.conflicts] == [(near.id,)]


@pytest.mark.parametrize(
    "earlier",
    [
        a_round("2012-12-01", "series-a", 500, "old"),  # long before
        a_round("2013-02-01", "series-a", 900, "old"),  # another sum
        a_round("2013-02-01", "series-a", None, "old"),  # nobody can say
    ],
)
def test_an_earlier_round_is_no_conflict(earlier: Evidence) -> None:
    assert the_last_round(a_round("2013-02-03", "series-b", 500), earlier).conflicts == ()


def test_a_source_that_disagrees_lowers_the_confidence_and_a_missing_part_does() -> None:
    plain = the_last_round(a_round("2013-02-03", "seed", 500)).confidence
    disputed = the_last_round(
        a_round("2013-02-03", "seed", 500), a_round("2013-02-03", "seed", 900, "old")
    ).confidence
    partial = the_last_round(a_round("2013-02-03", None, 500)).confidence
    assert disputed < plain
    assert partial < plain


def test_another_name_for_the_type_alone_lowers_nothing() -> None:
    one = a_round("2013-02-03", "angel", 500)
    other = a_round("2013-02-03", "seed", 500, "old")
    assert the_last_round(one, other).confidence == the_last_round(one).confidence
