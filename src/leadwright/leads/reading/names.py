"""How alike two written names of people are."""

from enum import IntEnum

from leadwright.leads.resolution.people import person_words

LONG = 2  # a word of fewer letters is an initial


class Likeness(IntEnum):
    """How alike two names are; more is surer."""

    NONE = 0
    INITIALS = 1  # "J. Yaron" and "John Yaron"
    MIDDLE = 2  # "David Jones" and "David C. Jones"
    SAME = 3


def key(name: str) -> str:
    """One key for every way to write a name: accents, order and titles apart."""
    return " ".join(sorted(person_words(name))) or name.strip().casefold()


def likeness(left: str, right: str) -> Likeness:
    """How surely two written names are one name."""
    if key(left) == key(right):
        return Likeness.SAME if key(left) else Likeness.NONE
    one, two = person_words(left), person_words(right)
    if min(len(one), len(two)) < LONG or not all(map(_may_be_one, one[1:-1], two[1:-1])):
        return Likeness.NONE
    ends = ((one[0], two[0]), (one[-1], two[-1]))
    if all(a == b for a, b in ends):
        return Likeness.MIDDLE
    one_end_is_sure = any(a == b and len(a) >= LONG for a, b in ends)
    other_end_may_be = all(_may_be_one(a, b) for a, b in ends)
    return Likeness.INITIALS if one_end_is_sure and other_end_may_be else Likeness.NONE


def _may_be_one(left: str, right: str) -> bool:
    """Whether two words are equal or one is the other's initial."""
    short, long = sorted((left, right), key=len)
    return short == long or (len(short) < LONG and long.startswith(short))
