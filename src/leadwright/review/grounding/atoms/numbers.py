"""Numbers in digits and in words: 1,200 and 1.2k, forty-five, a dozen, half a million."""

import re
from decimal import Decimal
from typing import NamedTuple

from leadwright.review.grounding.atoms.tokens import Tokens, at, touches
from leadwright.review.grounding.lexicon import Lexicon

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SEPARATORS = re.compile("[.,]")
_HALF = Decimal("0.5")
_HUNDRED = 100
_GROUP = 3


class Read(NamedTuple):
    """A number, and the index of the token behind it."""

    value: Decimal
    end: int


def digits(text: str) -> Decimal:
    """The value of digits with separators: 1,200 · 1.200.000 · 1,200.50 · 12.5 · 12,5."""
    if "," in text and "." in text:
        decimal_mark = max(",.", key=text.rfind)
        whole, _, part = text.rpartition(decimal_mark)
        return Decimal(f"{_SEPARATORS.sub('', whole)}.{part}")
    many = text.count(",") + text.count(".") > 1
    if _GROUPED.fullmatch(text) and (many or "," in text):
        return Decimal(text.replace(",", "").replace(".", ""))
    return Decimal(text.replace(",", ".") if not many else _SEPARATORS.sub("", text))


def read_number(tokens: Tokens, index: int, words: Lexicon, *, money: bool = False) -> Read | None:
    """The number that begins at a token, if one does."""
    token = at(tokens, index)
    read: Read | None
    if token.is_number:
        read = _read_groups(tokens, index)
    elif token.low == "half" and at(tokens, index + 1).low == "a":
        return _half_of(tokens, index + 2, words)
    else:
        read = _read_words(tokens, index, words)
    if read is None:
        return None
    return _scaled(tokens, _and_a_half(tokens, read), words, money=money)


def _read_groups(tokens: Tokens, index: int) -> Read:
    text, end = tokens[index].text, index + 1
    if len(text) <= _GROUP and text.isdecimal():
        while _is_group(tokens, end):
            text, end = text + tokens[end].text, end + 1
    return Read(digits(text), end)


def _is_group(tokens: Tokens, index: int) -> bool:
    token = at(tokens, index)
    return (
        token.is_number
        and len(token.text) == _GROUP
        and token.text.isdecimal()
        and token.start == tokens[index - 1].end + 1
    )


def _half_of(tokens: Tokens, index: int, words: Lexicon) -> Read | None:
    low = at(tokens, index).low
    whole = words.scales.get(low) or words.multipliers.get(low)
    return Read(whole * _HALF, index + 1) if whole else None


def _and_a_half(tokens: Tokens, read: Read) -> Read:
    follow = tuple(at(tokens, read.end + step).low for step in range(3))
    return Read(read.value + _HALF, read.end + 3) if follow == ("and", "a", "half") else read


def _scaled(tokens: Tokens, read: Read, words: Lexicon, *, money: bool) -> Read:
    """The number times the scale word behind it: million, k, bn."""
    value, end = read
    gap = 1 if at(tokens, end).text == "-" and at(tokens, end + 1).low in words.scales else 0
    token = at(tokens, end + gap)
    if token.low in words.scales:
        return _scaled(
            tokens, Read(value * words.scales[token.low], end + gap + 1), words, money=money
        )
    short = words.short_scales.get(token.low)
    of_round = at(tokens, end + 1).low in ("round", "raise", "-")
    spaced = money and token.text[:1].isupper() and not of_round
    close = touches(tokens, end) or spaced or len(token.low) > 1
    return Read(value * short, end + 1) if short and close else read


def _read_words(tokens: Tokens, index: int, words: Lexicon) -> Read | None:
    """A number in words; `a` counts as one before hundred, dozen, thousand and million."""
    total, part, end = Decimal(0), Decimal(0), index
    if at(tokens, index).low in ("a", "an"):
        if not _is_large(at(tokens, index + 1).low, words):
            return None
        part, end = Decimal(1), index + 1
    elif not _opens(at(tokens, index).low, words):
        return None
    while (step := _word_step(tokens, end, part, words)) is not None:
        low, after = step
        if low in words.scales:
            total, part = total + max(part, Decimal(1)) * words.scales[low], Decimal(0)
        elif low in words.multipliers:
            part = max(part, Decimal(1)) * words.multipliers[low]
        else:
            part += words.numbers[low]
        end = after
    return Read(total + part, end)


def _opens(low: str, words: Lexicon) -> bool:
    return low in words.numbers or low == "dozen"


def _is_large(low: str, words: Lexicon) -> bool:
    return low in words.scales or low in words.multipliers


def _word_step(tokens: Tokens, index: int, part: Decimal, words: Lexicon) -> tuple[str, int] | None:
    """The next number word that still belongs to the number, and the index behind it."""
    if part and (at(tokens, index).text == "-" or at(tokens, index).low == "and"):
        low = at(tokens, index + 1).low
        joins = at(tokens, index).text == "-" or part >= _HUNDRED
        return (low, index + 2) if joins and _fits(low, part, words) else None
    low = at(tokens, index).low
    return (low, index + 1) if _fits(low, part, words) else None


def _fits(low: str, part: Decimal, words: Lexicon) -> bool:
    if _is_large(low, words):
        return True
    value = words.numbers.get(low)
    if value is None:
        return False
    if not part:
        return True
    rest = part % _HUNDRED
    return not rest or (value < 10 and rest >= 20 and not rest % 10)  # noqa: PLR2004 - twenty-five
