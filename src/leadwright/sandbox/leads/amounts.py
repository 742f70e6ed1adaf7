"""Deal values, and the many ways to write them."""

from dataclasses import dataclass

from leadwright.sandbox.dice import Dice

RATES = {"USD": 100, "EUR": 110, "GBP": 128}  # US cents for one unit
HIGH = 0.14
A_FIFTH_OF_A_MILLION = 200_000  # from here on millions are a natural way to count


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal value as the lead has it, and what it is worth."""

    value: int | str
    currency: str | None
    usd: float
    is_text: bool


def deal(dice: Dice, currency: str) -> Deal:
    """A deal; in another currency it is never near the line, so that no rate decides."""
    high = dice.chance(HIGH)
    amount = dice.randint(140, 900) * 1_000 if high else dice.randint(8, 140) * 500
    usd = amount * RATES[currency] / 100
    if dice.chance(0.75):
        return Deal(amount, currency, usd, is_text=False)
    text, names_currency = _text(dice, amount, currency)
    stated = None if names_currency and dice.chance(0.3) else currency
    return Deal(text, stated, usd, is_text=True)


def _text(dice: Dice, amount: int, currency: str) -> tuple[str, bool]:
    """Some way to write it, and whether the currency stands in it."""
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}[currency]
    grouped = f"{amount:,}"
    ways = [
        (f"{sign}{grouped}", True),
        (f"{grouped} {currency}", True),
        (f"{currency} {amount}.00", True),
        (grouped.replace(",", " "), False),
        (grouped.replace(",", "'"), False),
        (f"{sign} {amount / 1000:g}k", True),
        (f"{amount / 1000:g}K {currency}", True),
    ]
    if currency == "EUR":
        german = grouped.replace(",", ".")
        ways += [(f"{german} €", True), (f"{german},00 EUR", True), (f"{german},- €", True)]
        thousands = f"{amount / 1000:g}".replace(".", ",")
        ways += [
            (f"{thousands} Tsd. €", True),
            (f"{thousands} T€", True),
            (f"EUR {german},-", True),
        ]
    if amount >= A_FIFTH_OF_A_MILLION:
        millions = f"{amount / 1_000_000:g}"
        ways.append((f"{sign}{millions}m", True))
        if currency == "EUR":
            ways.append((f"{millions.replace('.', ',')} Mio. €", True))
    return dice.choice(ways)
