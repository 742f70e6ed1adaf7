"""Articles, money, dates and capitals."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.tools.catalogue.drafting.english import (
    Day,
    money,
    possessive,
    sentence_case,
    with_article,
)

TODAY = date(2013, 12, 12)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("internet company", "an internet company"),
        ("e-commerce company", "an e-commerce company"),
        ("software company", "a software company"),
        ("university", "a university"),
        ("unusual idea", "an unusual idea"),
        ("European firm", "a European firm"),
        ("hour", "an hour"),
        ("SVP", "an SVP"),
        ("CTO", "a CTO"),
        ("$8 million round", "an $8 million round"),
        ("$11 million round", "an $11 million round"),
        ("$18.5 million round", "an $18.5 million round"),
        ("$110,000 round", "a $110,000 round"),
        ("$800,000 round", "an $800,000 round"),
        ("$10 million Series A", "a $10 million Series A"),
        ("angel round", "an angel round"),
    ],
)
def test_the_article_follows_the_sound(phrase: str, said: str) -> None:
    assert with_article(phrase) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("10000000", "$10 million"),
        ("5500000", "$5.5 million"),
        ("49860000", "$49.86 million"),
        ("1234567", "$1,234,567"),
        ("1500000000", "$1.5 billion"),
        ("250000", "$250,000"),
        ("1000", "$1,000"),
        ("99.5", "$99.50"),
    ],
)
def test_money_is_said_short_where_that_is_exact(amount: str, said: str) -> None:
    assert money(Decimal(amount)) == said


@given(st.integers(min_value=1, max_value=10**12))
def test_money_is_never_rounded(amount: int) -> None:
    said = money(Decimal(amount)).removeprefix("$").replace(",", "")
    number, _, word = said.partition(" ")
    size = {"": 1, "million": 10**6, "billion": 10**9}[word]
    assert Decimal(number) * size == amount


@pytest.mark.parametrize(("name", "whose"), [("Oak", "Oak's"), ("Oaks", "Oaks'")])
def test_a_possessive_needs_no_second_s(name: str, whose: str) -> None:
    assert possessive(name) == whose


def test_a_sentence_begins_with_a_capital_unless_a_name_is_written_otherwise() -> None:
    assert sentence_case("you did.") == "You did."
    assert sentence_case("qPell grew.", keep="qPell") == "qPell grew."


@pytest.mark.parametrize(
    ("text", "padded", "said"),
    [
        ("2013-01-10", True, "January 2013"),
        ("2013-01-01", True, "2013"),
        ("2013-01-01", False, "January 2013"),
        ("2012-05", False, "May 2012"),
        ("2011", False, "2011"),
    ],
)
def test_only_what_is_known_of_a_date_is_said(text: str, padded: bool, said: str) -> None:
    day = Day.parse(text, padded=padded)
    assert day is not None
    assert day.said(fresh=False) == said


def test_a_fresh_date_needs_no_year() -> None:
    day = Day.parse("2013-11-20")
    assert day is not None
    assert day.age_days(TODAY) == 22
    assert day.said(fresh=True) == "November"


@pytest.mark.parametrize("text", [None, "", "soon", "2013-13-01", "2013-02-30", "13", "2013/01/02"])
def test_what_is_no_date_is_not_read_as_one(text: str | None) -> None:
    assert Day.parse(text) is None
