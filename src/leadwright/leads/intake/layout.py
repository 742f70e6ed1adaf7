"""What a person, the header and the first rows tell about the columns of a file."""

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from leadwright.leads.intake.columns import (
    LONGEST_NAME,
    Column,
    field_named,
    recognised,
    synonyms,
)
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
_SHOWN_UNREAD: Final = 6
_GUESSED: Final = 100  # names looked at for slips
_SHORTEST_CUT, _SHORTEST_SLIP = 4, 5  # letters of a name that may be another one
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


def unread(names: Sequence[str], mapped: Mapping[Column, str]) -> Iterator[str]:
    """What a person should know of columns that are read as no field, a sentence each."""
    known = recognised(tuple(names))
    read = {*mapped.values(), *(name for _, name in known)}
    fields = {*mapped, *(field for field, _ in known)}
    rest = [name for name in names if name not in read]
    if not rest:
        return
    shown = ", ".join(shorten(name, _SHOWN) for name in rest[:_SHOWN_UNREAD])
    more = f" and {len(rest) - _SHOWN_UNREAD:,} more" if rest[_SHOWN_UNREAD:] else ""
    guesses = _guesses(rest[:_GUESSED], fields)
    hint = f"perhaps {guesses}" if guesses else "say so with --map FIELD=COLUMN"
    yield (
        f"Kept, but not read as fields of a lead: {shown}{more}. If one of them is a field, {hint}."
    )
    if Column.DEAL_VALUE not in fields:
        yield (
            "No column is read as the deal value, so rules about it stop no lead of this "
            "file; if one holds it: --map deal_value=COLUMN."
        )


def _guesses(names: Iterable[str], fields: Collection[Column]) -> str:
    """What columns with slips or cut names may be, each field that has none yet once."""
    found: dict[Column, str] = {}
    for name in names:
        field = _alike(keyed(name))
        if field and field not in fields:
            found.setdefault(field, f"--map {field}={shlex.quote(name)}")
    return " ".join(found.values())


def _alike(key: str) -> Column | None:
    """The field whose name is cut short here, or has one slip."""
    known = synonyms()
    alike = [name for name in known if len(key) >= _SHORTEST_CUT and name.startswith(key)]
    if not alike and len(key) >= _SHORTEST_SLIP:
        alike = [name for name in known if OSA.distance(key, name, score_cutoff=1) <= 1]
    return known[min(alike, key=len)][0] if alike else None


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
