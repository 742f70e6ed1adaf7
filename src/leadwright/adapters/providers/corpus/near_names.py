"""Finding names a slip or two away without comparing with all of them.

A slip leaves the beginning or the end of a name as it was, so names are kept by length with their
first and by length with their last letters; only names that share one of them are compared.
"""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from leadwright.leads.resolution.slips import ONE_EDIT_FROM, typo

_REACH = 2  # slips
_SHORT = 6  # a slip in a short name may leave no more than its first letter


class NearNames:
    """Names by their ends."""

    def __init__(self) -> None:
        self._names: defaultdict[tuple[str, int, str], set[str]] = defaultdict(set)

    def add(self, name: str) -> None:
        """Keep a name."""
        if len(name) >= ONE_EDIT_FROM:
            for bucket in _buckets(name, len(name)):
                self._names[bucket].add(name)

    def near(self, name: str) -> list[str]:
        """The names that differ from this one by what may be slips, the nearest first."""
        lengths = range(max(ONE_EDIT_FROM, len(name) - _REACH), len(name) + _REACH + 1)
        buckets = [bucket for length in lengths for bucket in _buckets(name, length)]
        alike = set().union(*(self._names[bucket] for bucket in buckets if bucket in self._names))
        near = process.extract(name, alike, scorer=OSA.distance, score_cutoff=_REACH, limit=None)
        ranked = sorted((distance, other) for other, distance, _ in near)
        return [other for _, other in ranked if typo(name, other)]


def _buckets(name: str, length: int) -> Iterator[tuple[str, int, str]]:
    ends = 1 if length <= _SHORT else 3
    yield ("first", length, name[:ends])
    yield ("last", length, name[-ends:])
