"""Deal values as people write them: 45000, "45k", "€1.2m", "12,5 Mio. EUR", "~50k", "10-20k".

A range counts as its upper end and a bound as the bound, both marked as rough: a rule that asks a
person about large deals must not be passed by writing "80-150k". What is negative, a share, or
two amounts at once is unreadable; nothing is guessed.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from leadwright.leads.intake.values import currencies
from leadwright.leads.intake.values.currencies import NO_CURRENCY, currency
from leadwright.leads.intake.values.numbers import Read, number
from leadwright.leads.intake.values.sums import Numeral, Sum, read_sum
from leadwright.leads.intake.values.text import given, straight, visible
from leadwright.leads.lead import Money

_LONGEST = 60
_SMALL_ENOUGH = Decimal(10_000)
_LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value that could be read; `rough` when it is a range, a bound, "about", or in doubt."""

    money: Money
    rough: bool = False


def amount(
    value: object,
    *,
    column: str | None,
    default: str | None,
    comma_is_decimal: bool | None = None,
    power: int = 0,
) -> Amount | None:
    """The amount and its currency; None when it cannot be read.

    The currency is what the text says, else what the currency column says, else the default. When
    the first two disagree, or nobody says, it is `XXX`: no rate exists for that, so that a person
    is asked. What commas mean is told by `comma_is_decimal`, else by the currency's people. A text
    without a power of ten of its own is in that of its column; where that makes it very large, it
    is rough: the full amount may have been meant.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        hint = currency(column, default) if column else default
        plain = Decimal(str(value))
        return _sized(plain.scaleb(power), hint, rough=_is_full(plain, power))
    text = given(value)
    if text is None or len(text) > _LONGEST:
        return None
    if column and len(column) > _LONGEST:
        column = NO_CURRENCY  # no currency has such a name
    return _written(text, column, default, comma_is_decimal, power)


@lru_cache(maxsize=16_384)  # few sums are written often
def _written(
    text: str, column: str | None, default: str | None, comma_is_decimal: bool | None, power: int
) -> Amount | None:
    hint = currency(column, default) if column else default
    found = read_sum(straight(visible(text)))
    if found is None:
        return None
    code = _agreed(found, column=column, hint=hint)
    if comma_is_decimal is None:
        comma_is_decimal = currencies.comma_is_decimal(code)
    reads = [_counted(numeral, comma_is_decimal=comma_is_decimal) for numeral in found.numerals]
    if any(read is None for read in reads):
        return None
    if any(numeral.power for numeral in found.numerals):
        power = 0
    values = [read.value.scaleb(power) for read in reads if read]
    doubtful = any(read.doubtful or _is_full(read.value, power) for read in reads if read)
    return _sized(max(values), code, rough=found.rough or doubtful)


def _agreed(found: Sum, *, column: str | None, hint: str | None) -> str | None:
    """The one currency that every sign in the text, and the column, can mean."""
    meant = {currency(sign, hint) for sign in found.signs}
    if column or not meant:
        meant.add(hint)
    fitting = [
        code
        for code in meant
        if code
        and all(currency(sign, code) == code for sign in found.signs)
        and (not column or code == hint)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_full(value: Decimal, power: int) -> bool:
    """Whether a value looks too large for a column that counts in thousands or millions."""
    return power > 0 and value.is_finite() and value >= _SMALL_ENOUGH


def _counted(numeral: Numeral, *, comma_is_decimal: bool) -> Read | None:
    has_power = numeral.power > 0
    read = number(numeral.digits, comma_is_decimal=comma_is_decimal, has_power=has_power)
    return read and Read(read.value.scaleb(numeral.power), read.doubtful)


def _sized(value: Decimal, code: str | None, *, rough: bool) -> Amount | None:
    if not value.is_finite() or not 0 <= value < _LARGEST:
        return None
    whole = value == value.to_integral_value()
    tidy = Decimal(int(value)) if whole else value.quantize(Decimal("0.01"))
    return Amount(money=Money(amount=tidy, currency=code or NO_CURRENCY), rough=rough)
