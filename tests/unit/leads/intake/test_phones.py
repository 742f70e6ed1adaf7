"""Telephone numbers."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values import plans
from leadwright.leads.intake.values.phones import phone

REGIONS = [None, "US", "CA", "DE", "GB", "FR", "IT", "BR", "MX", "KZ", "SH", "ZZ"]
STARTS = ["", "", "0", "1", "+", "+1", "+49", "+49 (0)", "+44", "+39", "+55", "+7", "+800"]


@pytest.mark.parametrize(
    ("text", "country", "wanted"),
    [
        ("+1 (303) 555-0174 ext. 4", None, "+13035550174;ext=4"),
        ("(415) 555-0112", None, "+14155550112"),
        ("650.555.0162", "US", "+16505550162"),
        ("1-800-555-0118", "US", "+18005550118"),
        ("+44 20 7946 0847", "US", "+442079460847"),
        ("020 7946 0847", "GB", "+442079460847"),
        ("(01632) 960917", "GB", "+441632960917"),
        ("030/23125-557", "DE", "+493023125557"),
        ("+49 (0)30 23125-557", None, "+493023125557"),
        ("0049 30 23125557", "FR", "+493023125557"),
        ("01 99 00 12 34", "FR", "+33199001234"),
        ("\u202a+1 415 555 0112\u202c", None, "+14155550112"),
    ],
)
def test_a_number_becomes_what_one_dials_from_abroad(
    text: str, country: str | None, wanted: str
) -> None:
    assert phone(text, country, "US") == wanted


def test_a_number_of_the_default_region_is_found_at_a_company_elsewhere() -> None:
    assert phone("(415) 555-0102", "CO", "US") == "+14155550102"


def test_a_number_reserved_for_fiction_is_kept_in_its_own_country() -> None:
    assert phone("020 915 1096", "IE", "US") == "+353209151096"


@pytest.mark.parametrize("text", ["call me", "12", "030/23125-557", "", "+", "1" * 300, "6.5E+09"])
def test_what_no_plan_can_hold_is_no_number(text: str) -> None:
    assert phone(text, None, "US") is None


def test_without_any_region_only_full_numbers_can_be_read() -> None:
    assert phone("415 555 0112", None) is None
    assert phone("+1 415 555 0112", None) == "+14155550112"


@given(st.text(max_size=30), st.sampled_from([None, "US", "DE", "ZZ"]))
def test_any_text_gives_a_full_number_or_none(text: str, country: str | None) -> None:
    found = phone(text, country, "US")
    assert found is None or re.fullmatch(r"\+\d{4,17}(;ext=\d+)?", found)


@given(
    st.sampled_from(STARTS),
    st.text(alphabet="0123456789 -./()", min_size=2, max_size=15),
    st.sampled_from(REGIONS),
)
def test_what_is_read_without_the_library_is_what_it_would_read(
    start: str, rest: str, region: str | None
) -> None:
    found = plans.usual(start + rest, region)
    if found is not None:
        assert found == phonenumbers.parse(start + rest, region)
        assert phonenumbers.is_possible_number(found)


@pytest.mark.parametrize(
    ("text", "region"),
    [("+1 415 555 0112", None), ("(415) 555-0112", "US"), ("030 23125557", "DE")],
)
def test_usual_numbers_need_no_library(text: str, region: str | None) -> None:
    assert plans.usual(text, region) is not None
