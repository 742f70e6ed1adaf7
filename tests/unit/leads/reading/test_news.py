"""What is new."""

from dataclasses import replace
from datetime import date

from tests.unit.leads.reading.ledger import CONVENTIONS, a_headline, a_record, read

from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import Evidence, FactField, NewsValue
from leadwright.leads.records import CompanyRecord


def the_news(
    *headlines: Evidence,
    records: tuple[CompanyRecord, ...] = (a_record("old"),),
    conventions: Conventions = CONVENTIONS,
) -> list[str]:
    found = read(*headlines, records=records, conventions=conventions).all(FactField.NEWS)
    return [f.value.news_id for f in found if isinstance(f.value, NewsValue)]


def test_the_newest_headlines_come_first_and_only_so_many() -> None:
    items = [a_headline(f"2012-0{n}-01", f"Headline {n}", f"n{n}") for n in (1, 3, 4, 2)]
    assert the_news(*items) == ["n4", "n3", "n2"]
    assert [f.id for f in read(*items).all(FactField.NEWS)] == ["news:1", "news:2", "news:3"]


def test_the_window_counts_back_from_the_newest_anchor_capture_and_holds_its_last_day() -> None:
    edge = a_headline("2010-05-10", "On the edge", "edge")  # 730 days before 2012-05-09
    past = a_headline("2010-05-09", "Too old", "past")
    assert the_news(edge, past) == ["edge"]
    assert the_news(edge, past, records=(a_record("old"), a_record("new"))) == []


def test_without_an_anchor_the_window_counts_back_from_today() -> None:
    recent, older = a_headline("2013-12-01", "A", "n1"), a_headline("2013-09-01", "B", "n2")
    plain = Conventions(news_days=90)
    assert the_news(recent, older, conventions=plain) == ["n1"]
    late = read(recent, conventions=plain, today=date(2014, 6, 1))
    assert late.all(FactField.NEWS) == ()


def test_equal_headlines_count_once_unless_the_conventions_let_them_repeat() -> None:
    items = (
        a_headline("2012-01-01", "Acme  buys Bolt", "n1"),
        a_headline("2012-02-01", "acme buys bolt", "n2"),
    )
    assert the_news(*items) == ["n2"]
    repeated = replace(CONVENTIONS, news_same_headline_once=False)
    assert the_news(*items, conventions=repeated) == ["n2", "n1"]


def test_twins_of_one_day_are_both_cited_and_the_later_id_is_named() -> None:
    twins = (
        a_headline("2012-01-01", "Acme buys Bolt", "n1"),
        a_headline("2012-01-01", "Acme buys Bolt", "n2"),
    )
    (finding,) = read(*twins).all(FactField.NEWS)
    assert isinstance(finding.value, NewsValue)
    assert finding.value.news_id == "n2"
    assert set(finding.evidence_ids) == {item.id for item in twins}


def test_a_headline_without_a_readable_date_is_left_out() -> None:
    assert the_news(a_headline("", "When?", "n1"), a_headline("2012", "That year", "n2")) == ["n2"]
