"""Values as a person would read them; one wording for prompts, notes and the terminal."""

from decimal import Decimal

from leadwright.leads.findings import FactValue, NewsValue, PersonValue, RoundValue


def value_text(value: FactValue) -> str:
    """A value in one line: exact, never rounded."""
    match value:
        case RoundValue():
            amount = f", {usd(value.amount_usd)}" if value.amount_usd is not None else ""
            return f"{value.type or 'round'} {value.date}{amount}"
        case PersonValue():
            former = "" if value.is_current else " (former)"
            return f"{value.name}, {value.title}{former}"
        case NewsValue():
            return f"{value.date}: {value.headline}"
        case Decimal():
            return usd(value)
        case _:
            return str(value)


def usd(amount: Decimal) -> str:
    """An amount of US dollars: `$5,200,000`, cents only when there are any."""
    whole = amount == amount.to_integral_value()
    return f"${amount:,.0f}" if whole else f"${amount:,.2f}"
