"""Parts of a whole in words: two thirds, nine tenths of it, by half, a quarter of their time."""

from decimal import Decimal

from leadwright.review.grounding.atoms.numbers import Read
from leadwright.review.grounding.atoms.tokens import Tokens, at
from leadwright.review.grounding.lexicon import Lexicon

SHARES = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_WHOLE = 100
_OF_NOBODY = frozenset(["an", "a", "my", "me", "us", "what", "all", "every", "these", "this", "it"])
_OF_TIME = frozenset(["way", "battle", "fun", "story", "point", "trouble"])


def read_part(tokens: Tokens, index: int, words: Lexicon) -> Read | None:
    """The part of a whole that begins at a token, in percent, if one does."""
    low, follow = at(tokens, index).low, at(tokens, index + 1).low
    if low in ("a", "one") and follow in SHARES:
        whole = SHARES[follow]
        return _part(1, whole, index + 2) if _is_part(tokens, index, index + 2) else None
    if low == "half":
        return _part(1, 2, index + 1) if _is_part(tokens, index, index + 1) else None
    gap = 1 if follow == "-" else 0
    many = at(tokens, index + 1 + gap).low
    count = words.numbers.get(low, 0)
    if count > 1 and many.endswith("s") and many[:-1] in SHARES:
        end = index + 2 + gap
        timed = many == "quarters" and at(tokens, end).low != "of"
        return None if timed or _is_of_nobody(tokens, end) else _part(count, SHARES[many[:-1]], end)
    return None


def _part(count: int, whole: int, end: int) -> Read:
    return Read(Decimal(count * _WHOLE) / whole, end)


def _is_part(tokens: Tokens, begin: int, end: int) -> bool:
    """`By half`, `in half`, `by a third`; `a quarter of your staff`, not of an hour."""
    before = at(tokens, begin - 1).low
    if before == "by" or (before == "in" and at(tokens, end - 1).low == "half"):
        return at(tokens, end).low != "an"
    return at(tokens, end).low == "of" and not _is_of_nobody(tokens, end)


def _is_of_nobody(tokens: Tokens, end: int) -> bool:
    """A quarter of an hour, half of my job, half of all meetings."""
    follow, noun = at(tokens, end + 1).low, at(tokens, end + 2).low
    return at(tokens, end).low == "of" and (follow in _OF_NOBODY or noun in _OF_TIME)
