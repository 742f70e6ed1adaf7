"""Our values in the library's terms; whatever a lead holds, this never fails."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from leadwright.review.rules.variables import Kind, Value

Native: TypeAlias = bool | int | float | str | list[str]

_INT64 = 2**63 - 1


def native(kind: Kind, value: Value) -> Native:
    """A value of a variable of this kind."""
    return _CONVERTERS[kind](value)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else 0.0


def _count(value: Value) -> int:
    return max(-_INT64, min(_INT64, value)) if isinstance(value, int) else 0


def _text(value: Value) -> str:
    """Text the library can take: no half characters, no NUL, at which it would stop reading."""
    return str(value).encode("utf-8", "replace").decode().replace("\0", " ")


def _texts(value: Value) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, tuple) else []


_CONVERTERS: Mapping[Kind, Callable[[Value], Native]] = {
    Kind.MONEY: _number,
    Kind.SHARE: _number,
    Kind.COUNT: _count,
    Kind.TEXT: _text,
    Kind.FLAG: bool,
    Kind.TEXTS: _texts,
}
