"""A number in every usual form, or none: nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.tools.catalogue.phones import (
    LONGEST,
    FormatPhoneInput,
    FormatPhoneOutput,
    PhoneKind,
    format_phone,
)

COUNTRIES = st.none() | st.sampled_from(["DE", "US", "GB", "IT", "AR", "MX", "BR", "JP", "XX"])
DIALLED = st.text(alphabet="0123456789+-()/. x#ext;=", min_size=1, max_size=LONGEST)
TEXTS = DIALLED | st.text(min_size=1, max_size=LONGEST)


def formatted(text: str, country: str | None = None) -> FormatPhoneOutput:
    return format_phone(FormatPhoneInput(phone_number=text, country=country))


@given(text=TEXTS, country=COUNTRIES)
def test_a_formatted_number_formats_as_itself(text: str, country: str | None) -> None:
    once = formatted(text, country)
    if once.e164 is None:
        assert once.reason
        return
    for form in (once.e164, once.international):
        again = formatted(form or "", country)
        assert again.e164 == once.e164
        assert (again.country, again.valid, again.kind) == (once.country, once.valid, once.kind)


def test_all_forms_of_one_number() -> None:
    number = formatted("030 / 123 45 67", "DE")
    assert number.e164 == "+49301234567"
    assert number.international == "+49 30 1234567"
    assert number.national == "030 1234567"
    assert (number.country, number.valid) == ("DE", True)
    assert number.kind is PhoneKind.FIXED_LINE


def test_an_extension_stands_apart() -> None:
    number = formatted("(415) 555-2671 ext. 12", "US")
    assert (number.e164, number.extension) == ("+14155552671", "12")


@pytest.mark.parametrize(
    ("text", "country", "why"),
    [("5551234", None, "country is needed"), ("abc", "US", "no number"), ("+", None, "no number")],
)
def test_what_is_no_number_says_why(text: str, country: str | None, why: str) -> None:
    number = formatted(text, country)
    assert why in number.reason
    assert not number.possible
