"""The variables a condition may use: one table, read from a data file of the package."""

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypeAlias, TypedDict

from leadwright.leads.wording import usd

Value: TypeAlias = bool | int | float | Decimal | str | tuple[str, ...]

UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a variable holds."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    TEXT = "text"
    FLAG = "flag"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A name that conditions may use, and the only words it can hold when those are few."""

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()


class _Row(TypedDict):
    name: str
    kind: str
    meaning: str
    values: NotRequired[list[str]]


class _File(TypedDict):
    rules: list[_Row]
    fit: list[_Row]


@cache
def rule_variables() -> tuple[Variable, ...]:
    """What escalation rules may speak of."""
    return _with_unknown(_read()["rules"])


@cache
def fit_variables() -> tuple[Variable, ...]:
    """What the ideal customer profile may speak of."""
    return _with_unknown(_read()["fit"])


def _read() -> _File:
    text = files(__package__).joinpath("data", "variables.json").read_text(encoding="utf-8")
    raw: _File = json.loads(text)
    return raw


def _with_unknown(rows: list[_Row]) -> tuple[Variable, ...]:
    """The table, and the list that names what is not known of a lead."""
    unknown = Variable(
        name=UNKNOWN,
        kind=Kind.TEXTS,
        meaning="Names of the variables that are not known: \"'fit' in unknown\".",
        values=tuple(row["name"] for row in rows),
    )
    return (*(_variable(row) for row in rows), unknown)


def _variable(row: _Row) -> Variable:
    return Variable(
        name=row["name"],
        kind=Kind(row["kind"]),
        meaning=row["meaning"],
        values=tuple(row.get("values", ())),
    )


def shown(name: str, value: Value | None) -> str:
    """A variable and its value as a person would say it: `deal value $250,000`."""
    words = name.replace("_", " ")
    said = value
    match value:
        case None:
            said = "unknown"
        case bool():
            said = "yes" if value else "no"
        case Decimal():
            said = usd(value)
        case float():
            said = f"{value:.6g}"
        case tuple():
            said = ", ".join(value).replace("_", " ") or "none"
        case _:
            pass
    return f"{words} {said}"
