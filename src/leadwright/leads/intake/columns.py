"""Which column holds what: headers are known by their usual names in several languages."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, TypeAlias, cast

from leadwright.leads.intake.data import lists
from leadwright.leads.intake.values.currencies import currency
from leadwright.leads.intake.values.keys import keyed, keys
from leadwright.leads.intake.values.text import given

_DEPTH = 3
_AGAIN = re.compile(r" \(column \d+\)$")  # a second column of one name
_UNIT = re.compile(
    r"[\s_(\[/-]+(?:in\s+)?(?:(?P<thousands>T|k|K|Tsd\.?)|(?P<millions>M|Mio\.?|Mn\.?))?\s*"
    r"(?P<sign>[A-Za-z]{3}|[€$£¥])[\])]?\s*$"
)  # "Amount (EUR)", "Wert in T€"
_POWERS: Final = (("thousands", 3), ("millions", 6))
_FARTHER: Final = 1_000  # ranks: what stands deeper is a worse name of its field
NOTHING_MAPPED: Mapping["Column", str] = {}
Fields: TypeAlias = Mapping["Column", str | float]
Read: TypeAlias = Mapping[str, tuple[int, "Column"]]  # the better names of a field come first
LONGEST_NAME: Final = 200
_KEPT_COLUMNS: Final = 64  # headers that are longer, or longer to read, are not kept
_KEPT_LETTERS: Final = 2_000


class Column(StrEnum):
    """The fields a row may speak of."""

    EXTERNAL_ID = "external_id"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY_NAME = "company_name"
    COMPANY_DOMAIN = "company_domain"
    COUNTRY = "country"
    DEAL_VALUE = "deal_value"
    CURRENCY = "currency"
    SOURCE = "source"
    OWNER = "owner"
    CAMPAIGN = "campaign"
    LAWFUL_BASIS = "lawful_basis"
    CONSENT_GIVEN_AT = "consent_given_at"
    CONSENT_CHANNEL = "consent_channel"
    CONSENT_WORDING = "consent_wording"


# What objects of a kind may tell of a lead; those of a person, anything.
_INSIDE: Mapping[str, Collection[Column]] = {
    "company": {Column.COMPANY_NAME, Column.COMPANY_DOMAIN, Column.COUNTRY},
    "place": {Column.COUNTRY},
    "deal": {Column.DEAL_VALUE, Column.CURRENCY, Column.SOURCE, Column.CAMPAIGN},
}


def recognised(header: tuple[str, ...]) -> tuple[tuple[Column, str], ...]:
    """The columns of a header whose meaning is known, the better names of a field first."""
    is_small = len(header) <= _KEPT_COLUMNS and sum(map(len, header)) <= _KEPT_LETTERS
    return _kept(header) if is_small else _recognised(header)


def reads(header: tuple[str, ...]) -> Read:
    """What `assign` needs to know of a header that many rows share, worked out once."""
    return {name: (place, column) for place, (column, name) in enumerate(recognised(header))}


def currency_of(header: str) -> str | None:
    """The currency that the name of a column speaks of: "Amount (EUR)", "Wert in €"."""
    found = _UNIT.search(header)
    return currency(found["sign"]) if found else None


def power_of(header: str) -> int:
    """The power of ten in which a column counts: 3 for "Wert in T€", 6 for "Mio. EUR"."""
    found = _UNIT.search(header)
    if not found or currency(found["sign"]) is None:
        return 0
    return next((power for name, power in _POWERS if found[name]), 0)


def field_named(name: str) -> Column | None:
    """The field a person means by a name of ours or a usual header."""
    if name in set(Column):
        return Column(name)
    return synonyms().get(keyed(name), (None, 0))[0]


def assign(
    values: Mapping[str, object],
    mapped: Mapping[Column, str] = NOTHING_MAPPED,
    read: Read | None = None,
) -> Fields:
    """The row by field, only what says anything; of several columns for a field the best first.

    Where `mapped` names the column of a field, no other is asked. Values are texts, except that a
    deal value given as a number stays one. `read` is what is known of the header of a table.
    """
    found: Sequence[tuple[Column, str]]
    if read is None:
        values = flat(values)
        found = recognised(tuple(values))
    else:
        found = [(read[name][1], name) for name in _there(read, values)]
    if mapped:
        rest = [item for item in found if item[0] not in mapped and item[1] not in mapped.values()]
        found = [*mapped.items(), *rest]
    fields: dict[Column, str | float] = {}
    for column, header in found:
        value = values.get(header)
        text = None if column in fields else given(value)
        if text is not None:
            is_amount = column is Column.DEAL_VALUE and isinstance(value, int | float)
            fields[column] = cast("float", value) if is_amount else text
    return fields


def _there(read: Read, values: Mapping[str, object]) -> Iterable[str]:
    """The columns worth a look; of a wide table only those that this row fills."""
    if len(read) <= _KEPT_COLUMNS:
        return read
    return sorted(values.keys() & read.keys(), key=read.__getitem__)


def flat(values: Mapping[str, object]) -> Mapping[str, object]:
    """The row with nested objects as columns: {"company": {"name": 1}} is "company.name"."""
    if any(type(value) is not str and isinstance(value, Mapping) for value in values.values()):
        return dict(_flat(values))
    return values


@lru_cache(maxsize=1024)  # objects leave out what is empty, each in its own way
def _kept(header: tuple[str, ...]) -> tuple[tuple[Column, str], ...]:
    return _recognised(header)


def _recognised(header: tuple[str, ...]) -> tuple[tuple[Column, str], ...]:
    places = ((name, _place(name)) for name in header if len(name) <= LONGEST_NAME)
    found = [(*place, name) for name, place in places if place]
    found.sort(key=lambda item: item[:2])
    return tuple((column, name) for column, _, name in found)


@lru_cache(maxsize=4096)
def _place(header: str) -> tuple[Column, int] | None:
    """The field of a column and its rank; the name of an amount may end with its currency."""
    known = synonyms()
    header = _AGAIN.sub("", header)
    place = known.get(keyed(header)) or _inside(header.split("."))
    if place or currency_of(header) is None:
        return place
    place = known.get(keyed(_UNIT.sub("", header)))
    return place if place and place[0] is Column.DEAL_VALUE else None


def _inside(path: Sequence[str]) -> tuple[Column, int] | None:
    """The field of a nested name by its last parts, where all around it only say whose it is."""
    meaning = "person"
    for depth in range(1, len(path)):
        kind = _containers().get(keyed(path[depth - 1]))
        if kind is None:
            return None
        meaning = meaning if kind == "wrapper" else kind
        place = synonyms().get(keyed(".".join(path[depth:])))
        if place is None:
            continue
        column = place[0]
        if meaning == "company" and column is Column.NAME:
            column = Column.COMPANY_NAME
        if column in _INSIDE.get(meaning, Column):
            return column, place[1] + depth * _FARTHER
    return None


@cache
def _containers() -> dict[str, str]:
    """What each known object around fields speaks of."""
    kinds = lists("containers.toml").items()
    return {key: kind for kind, names in kinds for name in names for key in keys(name)}


@cache
def synonyms() -> dict[str, tuple[Column, int]]:
    """Each known key with its field and its rank among the names of that field."""
    table = lists("columns.toml")
    return {
        key: (column, rank)
        for column in reversed(Column)
        for rank, name in reversed(list(enumerate(table[column])))
        for key in keys(name)
    }


def _flat(
    values: Mapping[str, object], before: str = "", depth: int = 1
) -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        path = f"{before}.{name}" if before else name
        if isinstance(value, Mapping) and depth < _DEPTH:
            yield from _flat(value, path, depth + 1)
        else:
            yield path, value
