"""Words for codes, days and values: one table for everything the terminal says."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from leadwright.leads.findings import FactField, FactValue, NewsValue, PersonValue, RoundValue
from leadwright.leads.stage import Stage
from leadwright.leads.wording import usd

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@cache
def wording() -> Mapping[str, Any]:
    """The whole table, by kind of code."""
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text(encoding="utf-8"))


def said(kind: str, code: str) -> str:
    """The words for a code; one that is not in the table is said without underscores."""
    words: str = wording()[kind].get(code, "")
    return words or code.replace("_", " ").replace("-", " ")


def stage(of: Stage, part: str = "label") -> str:
    """A stage in few words (`label`), what it means (`now`) or what comes after it (`next`)."""
    words: str = wording()["stages"][of.value][part]
    return words


def urgency(points: float) -> str:
    """A priority in a word."""
    bands: list[dict[str, Any]] = wording()["priority"]
    return next((str(band["label"]) for band in bands if points >= band["from"]), "low")


def day(of: date) -> str:
    """`8 Sep 2026`: the same in every terminal."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def written_day(text: str) -> str:
    """A day as sources write it: `2026-09-08`, `2026-09` or `2026`."""
    year, _, rest = text.partition("-")
    month, _, dom = rest.partition("-")
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) or not 0 <= int(month or 1) - 1 < len(_MONTHS):
        return text
    name = _MONTHS[int(month) - 1] if month else ""
    return " ".join(part for part in (str(int(dom)) if dom else "", name, year) if part)


def moment(of: datetime) -> str:
    """`25 Nov 2026, 18:36 UTC`."""
    return f"{day(of.date())}, {of:%H:%M} UTC"


def value(of: FactValue, field: str | None = None) -> str:
    """A fact as it is told; exact, never rounded."""
    match of:
        case RoundValue():
            kind = " ".join(word.capitalize() for word in (of.type or "round").split("-"))
            amount = f", {usd(of.amount_usd)}" if of.amount_usd is not None else ""
            return f"{kind}{amount}, {written_day(of.date)}"
        case PersonValue():
            former = " (no longer there)" if not of.is_current else ""
            return f"{', '.join(x for x in (of.name, of.title) if x)}{former}"
        case NewsValue():
            return f"“{of.headline}”, {written_day(of.date)}"
        case _:
            return _scalar(of, field)


def _scalar(of: Decimal | float | str, field: str | None) -> str:
    if isinstance(of, Decimal):
        return usd(of)
    if isinstance(of, int) and field == FactField.EMPLOYEES:
        return f"{of:,}"
    return str(of).replace("_", " ") if field == FactField.INDUSTRY else str(of)


def listed(parts: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 lead`, `2 leads`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
