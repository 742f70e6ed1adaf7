"""Deal values as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values.amounts import Amount, amount


def read(value: object, column: str | None = None, default: str | None = "USD") -> Amount | None:
    return amount(value, column=column, default=default)


def shown(value: object, column: str | None = None, default: str | None = "USD") -> str:
    found = read(value, column, default)
    if found is None:
        return "unreadable"
    return f"{found.money.amount} {found.money.currency}{' rough' if found.rough else ''}"


@pytest.mark.parametrize(
    ("given_value", "wanted"),
    [
        (45000, "45000 USD"),
        (45000.5, "45000.50 USD"),
        (45.125, "45.12 USD"),
        ("45k", "45000 USD"),
        ("45 K", "45000 USD"),
        ("$26,000", "26000 USD"),
        ("USD 69,500.00", "69500 USD"),
        ("33 000", "33000 USD"),
        ("33\u202f000", "33000 USD"),
        ("€1.2m", "1200000 EUR"),
        ("1.234,56 €", "1234.56 EUR"),
        ("12.5 Mio. EUR", "12500000 EUR"),
        ("12,5 Mio. EUR", "12500000 EUR"),
        ("1'234.50 CHF", "1234.50 CHF"),
        ("CHF 12\u2019500.--", "12500 CHF"),
        ("12.500,- EUR", "12500 EUR"),
        ("50 T€", "50000 EUR"),
        ("TEUR 50", "50000 EUR"),
        ("50keur", "50000 EUR"),
        ("k€ 50", "50000 EUR"),
        ("1,234,567.89", "1234567.89 USD"),
        ("1.234.567", "1234567 USD"),
        ("Rs 1,50,000", "150000 INR"),
        ("2 crore INR", "20000000 INR"),
        ("£1.5bn", "1500000000 GBP"),
        ("R$ 1.000,00", "1000 BRL"),
        ("1e5", "100000 USD"),
        ("+5000", "5000 USD"),
        ("45,000 (USD)", "45000 USD"),
        ("0", "0 USD"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(given_value: object, wanted: str) -> None:
    assert shown(given_value) == wanted


@pytest.mark.parametrize(
    ("given_value", "wanted"),
    [
        ("~50k", "50000 USD rough"),
        ("ca. 50.000 EUR", "50000 EUR rough"),
        (">50k", "50000 USD rough"),
        ("50k+", "50000 USD rough"),
        ("up to 50k", "50000 USD rough"),
        ("10-20k", "20000 USD rough"),
        ("80\u2013150k", "150000 USD rough"),
        ("10k-20k €", "20000 EUR rough"),
        ("$10,000 to $20,000", "20000 USD rough"),
        ("10 bis 20 Tsd. EUR", "20000 EUR rough"),
        ("between 10k and 20k", "20000 USD rough"),
    ],
)
def test_a_range_counts_as_its_upper_end_and_is_marked_rough(given_value: str, wanted: str) -> None:
    assert shown(given_value) == wanted


@pytest.mark.parametrize(
    "given_value",
    [
        "abc", "", "n/a", None, True, float("nan"), float("inf"), 1e30, "-5000", -5000, "(5,000)",
        "12%", "1/2", "10 20", "1.2.3", "1,234,56", "two thousand", "5k per month", "12.05.2026",
        "€", [], {"amount": 5}, "9" * 70,
    ],
)  # fmt: skip
def test_what_is_no_amount_is_never_guessed(given_value: object) -> None:
    assert read(given_value) is None


@pytest.mark.parametrize(
    ("text", "column", "wanted"),
    [
        ("1.234", "EUR", "1234 EUR"),
        ("1.234", "USD", "1234 USD rough"),
        ("1,234", "USD", "1234 USD"),
        ("1,234", "EUR", "1234 EUR rough"),
        ("1.250 million", "USD", "1250000 USD"),
        ("1,250k", "USD", "1250000 USD"),
        ("1,250k", "EUR", "1250 EUR"),
        ("0.125", "USD", "0.12 USD"),
        ("12345.678", "USD", "12345.68 USD"),
    ],
)
def test_three_digits_after_one_sign_are_thousands_and_marked_where_in_doubt(
    text: str, column: str, wanted: str
) -> None:
    assert shown(text, column) == wanted


@pytest.mark.parametrize(
    ("text", "column", "default", "wanted"),
    [
        ("12k", "EUR", "USD", "12000 EUR"),
        ("12k", " euro ", "USD", "12000 EUR"),
        ("12k", None, "CHF", "12000 CHF"),
        ("$45k", "CAD", "USD", "45000 CAD"),
        ("$45k CAD", None, "USD", "45000 CAD"),
        ("$45k", None, "AUD", "45000 AUD"),
        ("$45k", None, "EUR", "45000 USD"),
        ("500 kr", "SEK", "USD", "500 SEK"),
    ],
)
def test_the_currency_is_what_text_and_column_agree_on(
    text: str, column: str | None, default: str, wanted: str
) -> None:
    assert shown(text, column, default) == wanted


@pytest.mark.parametrize(
    ("value", "column", "default"),
    [
        (12, "XYZ", "USD"),
        ("12k", "doubloons", "USD"),
        ("€12k", "USD", "USD"),
        ("500 kr", None, "USD"),
        ("12k", None, None),
        ("€12k or $13k", None, "USD"),
    ],
)
def test_a_currency_nobody_can_tell_is_no_currency(
    value: object, column: str | None, default: str | None
) -> None:
    found = read(value, column, default)
    assert found is None or found.money.currency == "XXX"


@given(st.integers(0, 10**12))
def test_the_same_amount_in_any_dress_is_the_same_amount(units: int) -> None:
    english = f"{units:,}"
    dresses: list[object] = [
        units,
        str(units),
        f"USD {english}.00",
        f"${english}",
        f"{english.replace(',', ' ')} US dollars",
        english.replace(",", "'"),
        f"{english.replace(',', '.')},00",
    ]
    assert {found.money.amount for found in map(read, dresses) if found} == {Decimal(units)}
    assert all(map(read, dresses))


@given(st.text(max_size=40))
def test_any_text_is_read_or_not_but_never_breaks(text: str) -> None:
    found = read(text)
    assert found is None or found.money.amount >= 0


@pytest.mark.parametrize(
    ("text", "value", "rough"),
    [
        ("45,5", "45500", False),
        ("12,5 Tsd.", "12500", False),
        ("2,3 Mio. €", "2300000", False),
        (8, "8000", False),
        ("45.000,00", "45000000", True),
    ],
)
def test_a_column_in_thousands_counts_plain_numbers_in_thousands(
    text: object, value: str, *, rough: bool
) -> None:
    found = amount(text, column="EUR", default="EUR", comma_is_decimal=True, power=3)
    assert found is not None
    assert (found.money.amount, found.rough) == (Decimal(value), rough)
