"""What findings let a sentence say."""

import pytest
from tests.unit.tools.drafting.leads import TODAY, a_fact

from leadwright.leads.findings import FactField
from leadwright.tools.catalogue.drafting.contract import FactItem
from leadwright.tools.catalogue.drafting.facts import Reader
from leadwright.tools.catalogue.drafting.phrasebook import load_phrasebook

BOOK = load_phrasebook()


def said(*items: FactItem, company: str | None = "Pellbrook") -> dict[str, str]:
    """The text of every slot."""
    reader = Reader(book=BOOK, company=company, contact=None, today=TODAY)
    return {name: slot.text for name, slot in reader.slots(items).items()}


def test_an_old_head_count_is_told_with_its_month() -> None:
    slots = said(a_fact(FactField.EMPLOYEES, "1200", "2012-05-09"))
    assert slots["listed"] == "was listed at 1,200 people in May 2012"


def test_a_fresh_head_count_needs_no_date() -> None:
    slots = said(a_fact(FactField.EMPLOYEES, "12", "2013-11-09"))
    assert slots["listed"] == "is listed at 12 people"


@pytest.mark.parametrize("count", ["1", "0", "-3", "many", "1e4", ""])
def test_a_head_count_that_is_no_team_is_left_out(count: str) -> None:
    assert said(a_fact(FactField.EMPLOYEES, count)) == {}


def test_facts_too_old_to_be_of_interest_are_left_out() -> None:
    old = (
        a_fact(FactField.EMPLOYEES, "12", "2009-05-09"),
        a_fact(FactField.LAST_ROUND, "seed, 500000 USD", "2008-01-10"),
        a_fact(FactField.NEWS, "Pellbrook launches a service", "2010-01-10"),
    )
    assert said(*old) == {}


@pytest.mark.parametrize(
    ("value", "on", "a_round", "when"),
    [
        ("series-a, 10000000 USD", "2013-01-10", "a $10 million Series A", "in January 2013"),
        ("series-a, 10000000 USD", "2013-01-01", "a $10 million Series A", "in 2013"),
        ("angel", "2013-11-20", "an angel round", "in November"),
        ("seed, 8000000.00 USD", "2012-06-01", "an $8 million seed round", "in June 2012"),
        (", 5000000 USD", "2012-06-01", "a $5 million funding round", "in June 2012"),
        ("round, 5000000 USD", "2012-06-01", "a $5 million funding round", "in June 2012"),
        ("series-b, 1234567 USD", "2012-06-01", "a Series B", "in June 2012"),
        ("series-b, 20000 USD", "2012-06-01", "a Series B", "in June 2012"),
    ],
)
def test_a_round_is_told_as_people_tell_it(value: str, on: str, a_round: str, when: str) -> None:
    slots = said(a_fact(FactField.LAST_ROUND, value, on))
    assert (slots["a_round"], slots["round_when"]) == (a_round, when)


@pytest.mark.parametrize(
    "value", ["", "other", "grant, 100000 USD", "post-ipo", "🙂", "seed, x USD"]
)
def test_a_round_that_cannot_be_told_is_left_out(value: str) -> None:
    assert "a_round" not in said(a_fact(FactField.LAST_ROUND, value, "2012-06-01"))


def test_a_total_is_told_only_when_it_is_short_and_more_than_the_last_round() -> None:
    total = a_fact(FactField.TOTAL_FUNDING_USD, "18300000", "2012-12-02")
    assert said(total)["raised_total"] == "had raised $18.3 million in total by December 2012"
    assert said(a_fact(FactField.TOTAL_FUNDING_USD, "18312345", "2013-12-02")) == {}
    assert said(a_fact(FactField.TOTAL_FUNDING_USD, "25000", "2013-12-02")) == {}
    last = a_fact(FactField.LAST_ROUND, "series-a, 18300000 USD", "2012-06-01")
    assert "raised_total" not in said(total, last)


def test_a_deal_is_told_from_the_company_s_side() -> None:
    bought = said(a_fact(FactField.NEWS, "Oakline Inc acquired by Pellbrook", "2013-04-02"))
    assert bought == {"target": "Oakline", "target_when": "in April 2013"}
    headline = "Pellbrook acquired by Oakline for USD 1,100,000"
    joined = said(a_fact(FactField.NEWS, headline, "2013-04-02"))
    assert joined == {"buyer": "Oakline", "buyer_when": "in April 2013"}


def test_a_deal_between_others_is_not_told() -> None:
    assert said(a_fact(FactField.NEWS, "Oakline acquired by Fernhollow", "2013-04-02")) == {}


@pytest.mark.parametrize(
    "headline",
    [
        "Pellbrook closed down.",
        "Pellbrook lays off staff and launches nothing",
        "Fernhollow launches a service",
        "PELLBROOK LAUNCHES A SERVICE",
        "Pellbrook launches a service!",
        "Will Pellbrook launch with us?",
        "Pellbrook launches https://pellbrook.example",
        'Pellbrook launches "the" service',
        "pellbrook.example",
        "Pellbrook launches " + "a very long story " * 6,
    ],
)
def test_a_headline_nobody_would_quote_is_not_quoted(headline: str) -> None:
    assert said(a_fact(FactField.NEWS, headline, "2013-04-02")) == {}


def test_a_headline_is_quoted_word_for_word_with_its_date() -> None:
    slots = said(a_fact(FactField.NEWS, "Pellbrook launches a service in the U.S.", "2013-04"))
    assert slots["headline"] == '"Pellbrook launches a service in the U.S."'
    assert slots["headline_when"] == "from April 2013"


@pytest.mark.parametrize("headline", ["Opens a second studio in Portland", "Neues Lager in Köln"])
def test_a_headline_that_names_nobody_is_about_the_company_whose_news_it_is(headline: str) -> None:
    slots = said(a_fact(FactField.NEWS, headline, "2013-11-02"))
    assert slots["headline"] == f'"{headline}"'


@pytest.mark.parametrize(
    "headline", ["Brand im Lager von Pellbrook", "Pellbrook entlässt 40 Leute"]
)
def test_bad_news_in_german_is_not_quoted(headline: str) -> None:
    assert said(a_fact(FactField.NEWS, headline, "2013-11-02")) == {}


def test_without_a_company_no_news_is_told() -> None:
    news = a_fact(FactField.NEWS, "Oakline acquired by Pellbrook", "2013-04-02")
    assert said(news, company=None) == {}


def test_industry_words_become_natural_words() -> None:
    slots = said(a_fact(FactField.INDUSTRY, "advertising_marketing"))
    assert slots == {"an_industry": "an advertising company", "peers": "advertising companies"}


def test_words_nobody_says_are_left_out() -> None:
    unsaid = (a_fact(FactField.INDUSTRY, "other"), a_fact(FactField.COUNTRY, "XX"))
    assert said(*unsaid) == {}


def test_countries_are_called_as_people_call_them() -> None:
    assert said(a_fact(FactField.COUNTRY, "GB"))["place"] == "in the UK"
    assert said(a_fact(FactField.COUNTRY, "ie"))["place"] == "in Ireland"


def test_only_somebody_at_the_top_is_named_as_the_other_contact() -> None:
    below = a_fact(FactField.DECISION_MAKER, "Tom Oakley | VP, Sales", "2012-05-09")
    top = a_fact(FactField.DECISION_MAKER, "Livia Oakley | Founder, CEO", "2012-05-09", number=1)
    slots = said(below, top)
    assert slots["colleague_listed"] == "Livia Oakley, listed as Founder and CEO in May 2012"


def test_every_slot_rests_on_the_finding_it_was_read_from() -> None:
    reader = Reader(book=BOOK, company="Pellbrook", contact=None, today=TODAY)
    slots = reader.slots((a_fact(FactField.FOUNDED_YEAR, "2004"),))
    assert {slot.ids for slot in slots.values()} == {("founded_year",)}
