"""Amounts in US dollars by a dated table of rates; no rate is no amount, never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leadwright.leads.lead import Money

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fx:
    """US dollars for one unit of each currency, as of a day."""

    as_of: date
    rates: Mapping[str, Decimal]

    def to_usd(self, money: Money | None) -> Decimal | None:
        """The amount in dollars, to the cent; None when there is none, or no rate for it."""
        if money is None:
            return None
        rate = Decimal(1) if money.currency == "USD" else self.rates.get(money.currency)
        return None if rate is None else (money.amount * rate).quantize(_CENT)
