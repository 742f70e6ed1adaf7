"""Values in the forms people write them."""

import random
from decimal import Decimal

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ROUNDS = {
    "series-a": ["Series A", "Series-A"],
    "series-b": ["Series B", "Series-B"],
    "series-c": ["Series C", "Series-C"],
    "series-d": ["Series D"],
    "series-e": ["Series E"],
    "series-c+": ["Series C+", "Series C or later"],
    "seed": ["seed", "Seed"],
    "angel": ["angel", "Angel"],
    "venture": ["venture"],
    "debt": ["debt"],
    "private-equity": ["private equity", "private-equity"],
    "post-ipo": ["post-IPO"],
    "grant": ["grant"],
    "crowdfunding": ["crowdfunding"],
}
COUNTRIES = {
    "DE": "Germany", "GB": "the UK", "US": "the United States", "CA": "Canada", "FR": "France",
    "SE": "Sweden", "AU": "Australia", "IE": "Ireland", "IN": "India", "IL": "Israel", "ES": "Spain",  # noqa: E501
    "NL": "the Netherlands", "CH": "Switzerland", "BE": "Belgium", "DK": "Denmark", "SG": "Singapore",  # noqa: E501
    "IT": "Italy", "CN": "China", "JP": "Japan", "BR": "Brazil", "FI": "Finland", "NO": "Norway",
}  # fmt: skip
INDUSTRIES = {
    "software": ["software", "SaaS"], "internet": ["internet", "web"], "mobile": ["mobile"],
    "ecommerce": ["e-commerce", "ecommerce"], "media_entertainment": ["media", "entertainment"],
    "advertising_marketing": ["advertising", "marketing"], "hardware": ["hardware"],
    "semiconductor": ["semiconductor"], "biotech_pharma": ["biotech", "pharma"],
    "healthcare": ["healthcare", "health"], "finance": ["finance", "fintech"],
    "cleantech": ["cleantech"], "utilities_energy": ["energy"], "education": ["education"],
    "security": ["security"], "telecom_networking": ["telecom", "networking"],
    "real_estate": ["real estate"], "travel_transport": ["travel", "logistics"],
    "consumer": ["consumer"], "manufacturing_industrial": ["manufacturing"], "nonprofit": ["nonprofit"],  # noqa: E501
}  # fmt: skip


def in_words(number: int) -> str:
    """A number below one hundred in words."""
    if number <= 12:
        return _UNITS[number]
    if number < 20:
        return _TEENS[number - 13]
    tens, unit = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")


def count(rng: random.Random, number: int) -> str:
    """A count in digits or words."""
    forms = [str(number), f"{number:,}"]
    if 10 < number < 100:
        forms.append(in_words(number))
    return rng.choice(forms)


def money(rng: random.Random, amount: Decimal, mark: str = "$") -> str:
    """An amount in an exact form."""
    forms = [f"{mark}{amount:,.0f}"]
    if mark == "$":
        forms += [f"USD {amount:,.0f}", f"{amount:,.0f} dollars", f"US${amount:,.0f}"]
    for scale, names in ((10**9, ("bn", "B", " billion")), (10**6, ("M", "m", " million", "mn"))):
        short = amount / scale
        if short >= 1 and short * 1000 == int(short * 1000):
            forms += [f"{mark}{_plain(short)}{name}" for name in names]
            if mark == "$":
                forms.append(f"{_plain(short)}{names[-1] if scale > 10**6 else ' million'} dollars")
            break
    if Decimal(1000) <= amount < 10**6 and amount % 1000 == 0:
        forms += [f"{mark}{_plain(amount / 1000)}{name}" for name in ("K", "k")]
    return rng.choice(forms)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def round_name(rng: random.Random, kind: str | None) -> str:
    """The name of a round."""
    return rng.choice(_ROUNDS.get(kind or "", ["funding"]))


def day(rng: random.Random, iso: str) -> tuple[str, str]:
    """A date, and the same with its preposition."""
    parts = [int(part) for part in iso.split("-")]
    year, month, number = (*parts, 0, 0)[:3]
    if not month:
        return str(year), f"in {year}"
    name = _MONTHS[month - 1]
    forms = [
        (f"{name} {year}", f"in {name} {year}"),
        (f"{name[:3]} {year}", f"in {name[:3]} {year}"),
        (str(year), f"in {year}"),
        (f"Q{(month + 2) // 3} {year}", f"in Q{(month + 2) // 3} {year}"),
        (f"{name} '{year % 100:02}", f"in {name} '{year % 100:02}"),
    ]
    part = "early" if month <= 4 else "mid" if month <= 8 else "late"
    joined = f"{part}-{year}" if part == "mid" else f"{part} {year}"
    forms.append((joined, f"in {joined}"))
    if number:
        forms += [
            (f"{number} {name} {year}", f"on {number} {name} {year}"),
            (f"{name} {number}, {year}", f"on {name} {number}, {year}"),
            (iso, f"on {iso}"),
            (f"{month:02}/{number:02}/{year}", f"on {month:02}/{number:02}/{year}"),
        ]
    return rng.choice(forms)
