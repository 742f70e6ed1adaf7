"""Digits with separators: which comma is a decimal one.

With both signs present the last is the decimal mark. A sign that comes more than once groups. One
sign before exactly three digits groups too ("1.234", "1,234": no deal is worth tenths of a cent),
unless a zero stands before it or a word such as "million" follows: "1.250 million" is one and a
quarter, and "1,250k" is decided by what the currency's people write.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_PLAIN = re.compile(r"\d+")
_GROUPS = re.compile(r"\d{1,3}(?:\d{3})*")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?e[+-]?\d{1,2}", re.IGNORECASE)
_THREE = 3


@dataclass(frozen=True, slots=True)
class Read:
    """A number and whether the same digits could have meant another one."""

    value: Decimal
    doubtful: bool = False


def number(text: str, *, comma_is_decimal: bool = False, has_power: bool = False) -> Read | None:
    """The number behind digits and separators; None when they do not make one."""
    if _SCIENTIFIC.fullmatch(text):
        return Read(Decimal(text))
    mark, doubtful = _decimal_mark(text, comma_is_decimal=comma_is_decimal, has_power=has_power)
    whole, _, fraction = text.rpartition(mark) if mark else (text, "", "")
    digits = _ungrouped(whole)
    if digits is None or (fraction and not _PLAIN.fullmatch(fraction)):
        return None
    return Read(Decimal(f"{digits}.{fraction or 0}"), doubtful)


def _decimal_mark(text: str, *, comma_is_decimal: bool, has_power: bool) -> tuple[str, bool]:
    """The decimal mark, empty when there is none, and whether that is in doubt."""
    marks = [sign for sign in text if sign in ".,"]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return "", False
    last = marks[-1]
    if len(marks) > 1:
        return last, False
    before, _, after = text.partition(last)
    usual = "," if comma_is_decimal else "."
    if len(after) != _THREE or len(before) > _THREE or before.strip("0") == "":
        return last, False
    if has_power:
        return (last, False) if last in (".", usual) else ("", False)
    return "", last == usual


def _ungrouped(text: str) -> str | None:
    """Digits without thousands separators (or the lakh and crore of India); None when uneven."""
    if text.isdecimal():
        return text
    groups = re.split(r"[\s.,']", text)
    separators = set(re.sub(r"\d", "", text.replace("\xa0", " ")))
    lengths = [len(group) for group in groups]
    in_threes = all(length == _THREE for length in lengths[1:])
    indian = lengths[-1] == _THREE and all(length == 2 for length in lengths[1:-1])  # noqa: PLR2004
    fits = 1 <= lengths[0] <= _THREE and (in_threes or indian) and len(separators) == 1
    return "".join(groups) if fits and all(group.isdecimal() for group in groups) else None
