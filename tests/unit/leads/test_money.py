"""Amounts in dollars."""

from datetime import date
from decimal import Decimal

import pytest

from leadwright.leads.lead import Money
from leadwright.leads.money import Fx

FX = Fx(as_of=date(2026, 11, 1), rates={"EUR": Decimal("1.10"), "USD": Decimal(2)})


@pytest.mark.parametrize(
    ("amount", "currency", "usd"),
    [("100", "EUR", "110.00"), ("0.333", "EUR", "0.37"), ("100", "USD", "100.00")],
)
def test_an_amount_is_converted_to_the_cent(amount: str, currency: str, usd: str) -> None:
    assert FX.to_usd(Money(amount=Decimal(amount), currency=currency)) == Decimal(usd)


@pytest.mark.parametrize("currency", ["XXX", "GBP", "eur", ""])
def test_without_a_rate_there_is_no_amount(currency: str) -> None:
    assert FX.to_usd(Money(amount=Decimal(100), currency=currency)) is None


def test_no_money_is_no_amount() -> None:
    assert FX.to_usd(None) is None
