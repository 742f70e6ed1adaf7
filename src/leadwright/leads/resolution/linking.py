"""Linking records into companies: which records of which sources describe the same one."""

from collections.abc import Iterable, Sequence

from leadwright.leads.conventions import Conventions
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.names import spell
from leadwright.leads.resolution.vocabulary import Vocabulary


def link(
    records: Sequence[CompanyRecord], conventions: Conventions, vocabulary: Vocabulary
) -> list[list[CompanyRecord]]:
    """Group records by company, in the order in which the companies first appear.

    Two records are one company when they share the key of related sources, or the web domain
    and the name; a record of a list source joins by name and state when only one company fits.
    """
    cores = [spell(record.name, vocabulary).core for record in records]
    groups = _Groups(len(records))
    _join_equal(groups, (_key(record, conventions) for record in records))
    _join_equal(groups, (_address(r, core) for r, core in zip(records, cores, strict=True)))
    _join_lists(groups, records, cores, conventions)
    return [[records[place] for place in places] for places in groups.listed()]


class _Groups:
    """Disjoint sets over places in a list."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, left: int, right: int) -> None:
        one, two = sorted((self.top(left), self.top(right)))
        self._above[two] = one

    def listed(self) -> list[list[int]]:
        places: dict[int, list[int]] = {}
        for place in range(len(self._above)):
            places.setdefault(self.top(place), []).append(place)
        return list(places.values())


def _join_equal(groups: _Groups, keys: Iterable[tuple[str, str] | None]) -> None:
    first: dict[tuple[str, str], int] = {}
    for place, key in enumerate(keys):
        if key is not None:
            groups.join(first.setdefault(key, place), place)


def _key(record: CompanyRecord, conventions: Conventions) -> tuple[str, str]:
    for number, group in enumerate(conventions.related_sources):
        if record.source in group:
            return (f"group {number}", record.source_key)
    return (record.source, record.source_key)


def _address(record: CompanyRecord, core: str) -> tuple[str, str] | None:
    return (record.domain, core) if record.domain and core else None


def _join_lists(
    groups: _Groups,
    records: Sequence[CompanyRecord],
    cores: Sequence[str],
    conventions: Conventions,
) -> None:
    lists, targets = conventions.name_and_state_sources, conventions.name_and_state_targets
    homes: dict[tuple[str, str], set[int]] = {}
    joining: list[tuple[int, tuple[str, str]]] = []
    for place, (record, core) in enumerate(zip(records, cores, strict=True)):
        if not record.region or not core:
            continue
        if record.source in lists:
            joining.append((place, (core, record.region)))
        elif not targets or record.source in targets:
            homes.setdefault((core, record.region), set()).add(groups.top(place))
    for place, home in joining:
        if len(homes.get(home, ())) == 1:
            groups.join(next(iter(homes[home])), place)
