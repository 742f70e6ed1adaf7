"""Numbers, dates and sentences as people write them."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.review.grounding import phrasing

from leadwright.review.draft import Draft
from leadwright.review.grounding.atoms.amounts import Sense, Unit
from leadwright.review.grounding.atoms.dates import Day, iso_day
from leadwright.review.grounding.atoms.names import NameBook
from leadwright.review.grounding.atoms.scan import Reading, Scanner
from leadwright.review.grounding.atoms.titles import title_words
from leadwright.review.grounding.atoms.tokens import plain
from leadwright.review.grounding.lexicon import lexicon
from leadwright.review.grounding.sentences import Place, sentences_of, split

SCANNER = Scanner(lexicon(), NameBook.of(()))
TODAY = date(2013, 12, 12)


def known(text: str) -> Day:
    day = iso_day(text)
    assert day is not None
    return day


def read(text: str) -> Reading:
    return SCANNER.read(plain(text))


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$10M", 10_000_000, "USD"),
        ("$10 million", 10_000_000, "USD"),
        ("ten million dollars", 10_000_000, "USD"),
        ("10m USD", 10_000_000, "USD"),
        ("USD 10,000,000.00", 10_000_000, "USD"),
        ("US$1.2bn", 1_200_000_000, "USD"),
        ("€6m", 6_000_000, "EUR"),
        ("6m€", 6_000_000, "EUR"),
        ("6 million euros", 6_000_000, "EUR"),
        ("€1.200.000", 1_200_000, "EUR"),
        ("£250k", 250_000, "GBP"),
        ("A$3mn", 3_000_000, "AUD"),
        ("3 million Canadian dollars", 3_000_000, "CAD"),
        ("half a million dollars", 500_000, "USD"),
        ("two and a half million dollars", 2_500_000, "USD"),
        ("$1.2-million", 1_200_000, "USD"),
        ("CHF 900K", 900_000, "CHF"),
    ],
)
def test_money_is_read_in_every_form(text: str, value: int, currency: str) -> None:
    (amount,) = read(f"You raised {text} then.").amounts
    assert (amount.unit, amount.currency) == (Unit.MONEY, currency)
    assert amount.value == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "sense"),
    [
        ("1,240 people", 1240, Unit.HEADS, Sense.EXACT),
        ("over 1.2k employees", 1200, Unit.HEADS, Sense.ABOVE),
        ("a 45-person team", 45, Unit.HEADS, Sense.EXACT),
        ("forty-five staff", 45, Unit.HEADS, Sense.EXACT),
        ("a team of about 45", 45, Unit.HEADS, Sense.ABOUT),
        ("nearly two hundred and twelve people", 212, Unit.HEADS, Sense.BELOW),
        ("500+ employees", 500, Unit.HEADS, Sense.ABOVE),
        ("a dozen offices", 12, Unit.OTHER, Sense.EXACT),
        ("12 percent", 12, Unit.PERCENT, Sense.EXACT),
        ("12.5%", Decimal("12.5"), Unit.PERCENT, Sense.EXACT),
        ("2000 employees", 2000, Unit.HEADS, Sense.EXACT),
    ],
)
def test_counts_are_read_with_what_they_count(
    text: str, value: Decimal, unit: Unit, sense: Sense
) -> None:
    (amount,) = read(f"I saw {text} there.").amounts
    assert (amount.value, amount.unit, amount.sense) == (value, unit, sense)


@pytest.mark.parametrize(
    "text",
    [
        "2013-01-10", "10 January 2013", "10 Jan. 2013", "January 10, 2013", "Jan 10th 2013",
        "the 10th of January 2013", "10.01.2013", "01/10/2013", "10/01/2013", "January 2013",
        "Jan 2013", "Jan '13", "2013", "early 2013", "Q1 2013", "H1 2013", "2013-01",
        "the first quarter of 2013", "the start of 2013", "winter 2013", "the 2010s", "January",
        "the early 2010s", "10 January", "January-March 2013",
    ],
)  # fmt: skip
def test_dates_are_read_in_every_form(text: str) -> None:
    (dated,) = read(f"It happened in {text}.").dates
    assert any(when.holds(known("2013-01-10")) for when in dated.readings)
    assert not any(when.holds(known("2009-06-22")) for when in dated.readings)


@pytest.mark.parametrize("text", ["May I ask?", "You may like it.", "March on!", "It may be 10."])
def test_months_that_are_words_too_are_no_dates(text: str) -> None:
    assert not read(text).dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("five years ago", "2008-06-01"),
        ("two months ago", "2013-10-05"),
        ("last year", "2012-05-01"),
        ("last month", "2013-11-02"),
        ("last June", "2013-06-20"),
        ("earlier this year", "2013-02-01"),
        ("a year ago", "2012-12-01"),
        ("a decade ago", "2003-01-01"),
        ("ten days ago", "2013-12-02"),
        ("yesterday", "2013-12-11"),
    ],
)
def test_times_from_today_hold_for_one_day_and_not_for_all(text: str, day: str) -> None:
    (elapsed,) = read(f"You did it {text}.").elapsed
    assert elapsed.holds(known(day), TODAY)
    assert not elapsed.holds(known("1999-09-09"), TODAY)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("your Series B", "series-b"),
        ("a series-b round", "series-b"),
        ("your B round", "series-b"),
        ("a Series C+ round", "series-c+"),
        ("a Series C or later", "series-c+"),
        ("a seed round", "seed"),
        ("pre-seed money", "pre-seed"),
        ("an angel round", "angel"),
        ("venture funding", "venture"),
        ("a private equity round", "private-equity"),
        ("post-IPO debt", "post-ipo"),
    ],
)
def test_rounds_are_read_in_every_form(text: str, kind: str) -> None:
    assert read(f"You raised {text} then.").rounds[0].kind == kind


@pytest.mark.parametrize("text", ["the seed of an idea", "a series a day", "venture capital"])
def test_words_that_only_look_like_rounds_are_none(text: str) -> None:
    assert not read(f"This is {text}.").rounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chief Executive Officer", "CEO"),
        ("Senior Vice-President, Sales", "SVP Sales"),
        ("Co-Founder", "Founder"),
        ("VP of Business Development", "VP, Biz Dev"),
        ("Chief Technical Officer", "CTO"),
    ],
)
def test_titles_are_equal_in_any_wording(one: str, other: str) -> None:
    assert title_words(one, lexicon()) == title_words(other, lexicon())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("At Acme Inc. we met J. Roe. Dr. Smith was there.", 2),
        ("It grew to 2.5 million in the U.S. last year.", 1),
        ("Is it so? yes. It is!", 3),
        ('She said "We grew. We doubled." Then she left.', 2),
        ("No. 1 in town? No. Thanks.", 3),
        ("Congrats on the Series B. You earned it.", 2),
        ("We shipped it... It works.", 2),
    ],
)
def test_text_is_cut_at_sentences_only(text: str, parts: int) -> None:
    pieces = split(text, lexicon())
    assert len(pieces) in {parts, parts + ("yes" in text)}
    assert " ".join(pieces) == text


def test_greetings_and_signatures_are_told_apart() -> None:
    body = "Hi Maria, hope all is well.\n- One idea\n- Two ideas\n\nBest,\nSam\nBrightPath"
    places = [s.place for s in sentences_of(Draft(subject="", body=body), lexicon())]
    assert places == [Place.GREETING, *[Place.TEXT] * 3, *[Place.SIGNATURE] * 3]


@given(st.integers(1, 10**10), st.randoms(use_true_random=False))
def test_an_amount_reads_back_from_any_exact_wording(amount: int, rng: random.Random) -> None:
    (read_back,) = read(f"You raised {phrasing.money(rng, Decimal(amount))} then.").amounts
    assert read_back.value == amount
    assert read_back.currency == "USD"


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.randoms(use_true_random=False))
def test_a_date_holds_in_any_wording_and_not_two_years_later(day: date, rng: random.Random) -> None:
    (dated,) = read(f"It closed {phrasing.day(rng, day.isoformat())[1]}.").dates
    later = (day + timedelta(days=731)).isoformat()
    assert any(when.holds(known(day.isoformat())) for when in dated.readings)
    assert not any(when.holds(known(later)) for when in dated.readings)


@given(st.integers(13, 99))
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    words = read(f"You have {phrasing.in_words(number)} people.").amounts
    assert [amount.value for amount in words] == [number]
