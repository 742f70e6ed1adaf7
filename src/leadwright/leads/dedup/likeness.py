"""How two written names of people agree; who has another first name is another person."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from leadwright.leads.dedup.words import full_names
from leadwright.leads.resolution.names import words_of

_SPELT_OUT = re.compile(r"([aou])e")
Words: TypeAlias = tuple[str, ...]
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


class Likeness(StrEnum):
    """What two names say about being one person, the surest first."""

    SAME = "same"  # the same words in any order; a middle name may be missing
    SHORT = "short"  # "Mike Moore" and "Michael Moore"
    PARTLY = "partly"  # "J. Yaron" and "John Yaron", "Maria Garcia" and "Maria Garcia Lopez"
    UNNAMED = "unnamed"  # at least one of them has no name
    OTHER = "other"


def likeness(left: str | None, right: str | None) -> Likeness:
    """How two names agree; the same answer whichever stands first."""
    one, mine = _told_apart(left)
    two, theirs = _told_apart(right)
    if not one or not two:
        return Likeness.UNNAMED
    if mine and theirs and mine != theirs:
        return Likeness.OTHER  # father and son
    if sorted(one) == sorted(two) or sorted(unspelt(one)) == sorted(unspelt(two)):
        return Likeness.SAME
    one, two = sorted((one, two), key=lambda words: (len(words), words))
    return _part_of(one, two) or _ends_agree(one, two)


def name_words(name: str | None) -> Words:
    """The folded words of a name without "Jr." and the like."""
    return _told_apart(name)[0]


def unspelt(words: Sequence[str]) -> list[str]:
    """Umlauts that are spelt out folded like those that are not: "Juergen" is "Jürgen"."""
    return [_SPELT_OUT.sub(r"\1", word) if "e" in word else word for word in words]


def is_full(words: Sequence[str]) -> bool:
    """Whether a name has a given and a family name, neither of them an initial."""
    return len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1


def _part_of(one: Words, two: Words) -> Likeness | None:
    """Judges a single word, and a name with a word at either end less than the other."""
    if len(one) == 1:
        return Likeness.PARTLY if one[0] in (two[0], two[-1]) else Likeness.OTHER
    lacks_an_end = set(one) < set(two) and (one[0], one[-1]) != (two[0], two[-1])
    return Likeness.PARTLY if lacks_an_end else None


def _ends_agree(one: Words, two: Words) -> Likeness:
    """Compares first and last words; what stands between must not disagree."""
    if not all(_may_be(a, b) for a, b in zip(one[1:-1], two[1:-1], strict=False)):
        return Likeness.OTHER
    first, last = _may_be(one[0], two[0]), _may_be(one[-1], two[-1])
    whole_words = one[0] == two[0] and len(one[0]) > 1, one[-1] == two[-1] and len(one[-1]) > 1
    if all(whole_words):
        return Likeness.SAME
    if first and last and any(whole_words):
        return Likeness.PARTLY
    if whole_words[1] and full_names().get(one[0], frozenset()) & full_names().get(
        two[0], frozenset()
    ):
        return Likeness.SHORT
    return Likeness.OTHER


def _may_be(one: str, two: str) -> bool:
    """Whether two words are equal, or one is the other's initial."""
    return one == two or (one[0] == two[0] and 1 in (len(one), len(two)))


@lru_cache(maxsize=16_384)  # who shares a switchboard is compared with all who do
def _told_apart(name: str | None) -> tuple[Words, Words]:
    """The words of a name, and those that only tell father from son."""
    words = tuple(words_of(name)) if name else ()
    if _GENERATIONS.isdisjoint(words):
        return words, ()
    return (
        tuple(word for word in words if word not in _GENERATIONS),
        tuple(word for word in words if word in _GENERATIONS),
    )
