"""Slips of the hand: when a name is another spelling of a name, and not another name."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

ONE_EDIT_FROM = 4  # letters; in a shorter name one other letter is another name
TWO_EDITS_FROM = 9
_SHORTEST_WORD = 3  # of several words, one of "FM", "A" is another name and no slip


class Edit(StrEnum):
    """How two spellings of a name may differ by a slip of the hand."""

    SLIP = "slip"  # letters swapped, doubled, dropped or added
    SWAP_IN = "swap_in"  # one letter in place of another, as often another name as a typo
    TWO = "two"


class Slip(NamedTuple):
    """A slip, and how many letters speak for its being one."""

    edit: Edit
    letters: int


def typo(left: str, right: str) -> Edit | None:
    """The kind of slip that turns one compact name into the other, if it is one."""
    shorter = min(len(left), len(right))
    if shorter < ONE_EDIT_FROM or left == right or _digits(left) != _digits(right):
        return None
    distance = OSA.distance(left, right, score_cutoff=2)
    if distance == 1:
        same_letters = len(left) != len(right) or sorted(left) == sorted(right)
        return Edit.SLIP if same_letters else Edit.SWAP_IN
    return Edit.TWO if distance == 2 and shorter >= TWO_EDITS_FROM else None  # noqa: PLR2004


def slip_between(
    left: Sequence[str], right: Sequence[str], descriptors: AbstractSet[str]
) -> Slip | None:
    """The slip between two names, judged by the word it happened in where there is just one.

    Words that are equal beside it speak for a slip, words that only describe do not: "Fox
    Technologies" and "Box Technologies" are as far apart as "Fox" and "Box".
    """
    edit = typo("".join(left), "".join(right))
    if edit is None:
        return None
    letters = min(sum(map(len, left)), sum(map(len, right)))
    different = [(one, two) for one, two in zip(left, right, strict=False) if one != two]
    if len(left) == len(right) > 1 == len(different):
        letters = min(map(len, different[0]))
        if letters < _SHORTEST_WORD:
            return None
        equal = [one for one, two in zip(left, right, strict=True) if one == two]
        letters += sum(len(word) for word in equal if word not in descriptors) // 2
    return None if edit is Edit.TWO and letters < TWO_EDITS_FROM else Slip(edit, letters)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
