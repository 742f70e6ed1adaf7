"""Currencies: ISO 4217 codes from codes, names and signs; a sign that many share needs a hint."""

import re
from collections.abc import Mapping
from functools import cache

from leadwright.leads.intake.data import currency_tables
from leadwright.leads.intake.values.keys import keyed

NO_CURRENCY = "XXX"  # ISO 4217: no currency; no table of rates holds it


def currency(text: str, hint: str | None = None) -> str | None:
    """The three-letter code a text means.

    `hint` decides between the members of a family: "$" is a Canadian dollar where the column
    says CAD. Without a hint that belongs to the family its usual member is meant, if it has one.
    """
    sign = text.strip().casefold()
    if sign in _signs():
        return _signs()[sign]
    key = keyed(text)
    if key.upper() in currency_tables()["names"]:
        return key.upper()
    family = currency_tables()["families"].get(sign) or currency_tables()["families"].get(key)
    if family:
        return hint if hint in family else family[0]
    return _by_name().get(key)


def is_currency(text: str) -> bool:
    """Whether a text names a currency, or a family of them."""
    return currency(text) is not None or keyed(text) in currency_tables()["families"]


def comma_is_decimal(code: str | None) -> bool:
    """Whether people who use the currency write "1.234,56"."""
    return code in currency_tables()["comma_is_decimal"]


@cache
def sign_pattern() -> re.Pattern[str]:
    """Finds signs that are not plain words, the longest first ("US$" before "$")."""
    tables = currency_tables()
    signs = [*tables["symbols"], *(name for name in tables["families"] if not name.isalpha())]
    longest_first = sorted(signs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


@cache
def _signs() -> Mapping[str, str]:
    table: Mapping[str, object] = currency_tables()["symbols"]
    return {sign.casefold(): str(code) for sign, code in table.items()}


@cache
def _by_name() -> Mapping[str, str]:
    table = currency_tables()["names"]
    return {keyed(str(name)): code for code, names in table.items() for name in names}
