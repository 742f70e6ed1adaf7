"""What a person, the header and the first rows tell about the columns of a file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from leadwright.leads.intake.columns import LONGEST_NAME, Column, field_named, recognised
from leadwright.leads.intake.errors import ColumnUnknown, FieldUnknown
from leadwright.leads.intake.values.emails import email
from leadwright.leads.intake.values.keys import keyed
from leadwright.leads.intake.values.text import shorten, visible

# A row must fill one of these to be a lead, so a header must have one.
WHO: Final = frozenset(
    {
        Column.NAME,
        Column.FIRST_NAME,
        Column.LAST_NAME,
        Column.EMAIL,
        Column.COMPANY_NAME,
        Column.COMPANY_DOMAIN,
    }
)
_SHOWN: Final = 30
_NUMERAL: Final = re.compile(r"\d(?:[\d.,'\s]*\d)?")
_THREE: Final = 3


def columns_given(named: Mapping[str, str]) -> Mapping[Column, str]:
    """The columns of fields as a person named them.

    Raises:
        FieldUnknown: One is no field of ours, has no column, or is named twice.
    """
    columns: dict[Column, str] = {}
    for name, column in named.items():
        field = field_named(name.strip())
        if field is None or not column.strip() or field in columns:
            raise FieldUnknown(
                f"--map {name}={column} must be field=column, each field once; "
                f"the fields are: {', '.join(Column)}."
            )
        columns[field] = column.strip()
    return columns


def located(columns: Mapping[Column, str], names: Sequence[str]) -> Mapping[Column, str]:
    """The columns as the file writes them: case, accents, spaces and signs do not matter.

    Raises:
        ColumnUnknown: The file has no such column.
    """
    exact = dict(zip(names, names, strict=True))
    alike = {keyed(name): name for name in reversed(names)}
    found: dict[Column, str] = {}
    for field, column in columns.items():
        name = exact.get(column) or alike.get(keyed(column))
        if name is None:
            raise ColumnUnknown(
                f"--map {field}={shorten(column, _SHOWN)}: the file has no such column; "
                f"it has: {told(names)}."
            )
        found[field] = name
    return found


def told(names: Sequence[str]) -> str:
    """The names of columns, for a message."""
    shown = ", ".join(shorten(name, _SHOWN) for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN:,} more"


def named(cells: Sequence[str]) -> tuple[str, ...]:
    """Names of columns; a nameless one gets its number, a second one of the same name too."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = visible(cell[:LONGEST_NAME]).strip() or f"column {place}"
        names[f"{name} (column {place})" if name in names else name] = None
    return tuple(names)


def says_who(names: Sequence[str], mapped: Iterable[Column]) -> bool:
    """Whether a header has a column that tells whom a row is about."""
    return any(field in WHO for field, _ in recognised(tuple(names))) or bool(WHO & {*mapped})


def is_data(cells: Iterable[str]) -> bool:
    """Whether a row that should be a header is a lead already: it holds a mail address."""
    return any("@" in cell and email(cell) is not None for cell in cells)


def comma_is_decimal(texts: Iterable[str]) -> bool | None:
    """What a column of amounts tells about its commas; None when nothing, or both things.

    "1.234" tells nothing; "45.000,00", "12,5" and "1.234.567" tell of a decimal comma.
    """
    told_by = {_mark(numeral) for text in texts for numeral in _NUMERAL.findall(text)} - {None}
    return told_by == {","} if len(told_by) == 1 else None


def _mark(numeral: str) -> str | None:
    """The decimal mark that a number has, or must have as the other one groups its digits."""
    marks = [sign for sign in numeral if sign in ".,"]
    if not marks:
        return None
    last = marks[-1]
    if len(set(marks)) > 1:
        return last
    if len(marks) > 1:
        return "," if last == "." else "."
    before, _, after = numeral.partition(last)
    is_group = len(after) == _THREE and len(before) <= _THREE and before.strip("0") != ""
    return None if is_group else last
