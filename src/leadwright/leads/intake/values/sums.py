"""The words of a sum of money: numbers, powers of ten, currencies, "about" and "to"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from leadwright.leads.intake.data import words
from leadwright.leads.intake.values.currencies import is_currency, sign_pattern

_WORDS = "words.toml"
_NUMBER = r"\d+(?:[\s.,']\d+)*(?:e[+-]?\d+\b)?"
_NO_CENTS = re.compile(r"[.,]-{1,2}(?=\s|[^\d\s]|$)")  # "12.500,-"
_THOUSANDS_OF = re.compile(r"(?<![a-z])t(?=€|eur\b)", re.IGNORECASE)  # "50 T€"
_ENDS_OF_A_RANGE = 2


@dataclass(frozen=True, slots=True)
class Numeral:
    """Digits with separators, and the power of ten that a word added."""

    digits: str
    power: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a text says about money, before anyone decides what its commas mean."""

    numerals: tuple[Numeral, ...]
    signs: tuple[str, ...]  # of currencies, as written
    rough: bool


@dataclass(slots=True)
class _Reader:
    """Walks over a text from left to right; `readable` ends at the first word it cannot place."""

    numerals: list[Numeral] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    early_power: int = 0  # a word that stood before its number: "k€ 50"
    rough: bool = False
    ranged: bool = False
    readable: bool = True

    def number(self, digits: str) -> None:
        """Take a number, with a power that came before it."""
        self.numerals.append(Numeral(digits, self.early_power))
        self.early_power = 0

    def word(self, word: str) -> None:
        """Take a word or a mark."""
        word = word.rstrip(".").lower() or word
        power = _powers().get(word, 0)
        if power:
            self._power(power)
        elif word in words(_WORDS, "between"):
            self.ranged = bool(self.numerals)
            self.readable &= bool(self.numerals) or word.isalpha()  # a loss: "-5000"
        elif word in words(_WORDS, "rough"):
            self.rough = self.rough or bool(self.numerals) or word != "+"
        elif word not in words(_WORDS, "filler"):
            self._name(word)

    def _power(self, power: int) -> None:
        if not self.numerals:
            self.early_power = power
        elif self.numerals[-1].power:
            self.readable = False
        else:
            self.numerals[-1] = replace(self.numerals[-1], power=power)

    def _name(self, word: str) -> None:
        """A currency by name, perhaps behind a power ("keur"); anything else is unreadable."""
        power = _powers().get(word[0], 0)
        if is_currency(word):
            self.signs.append(word)
        elif power and is_currency(word[1:]):
            self._power(power)
            self.signs.append(word[1:])
        else:
            self.readable = False


def read_sum(text: str) -> Sum | None:
    """The parts of a sum; None when the text holds anything else, or not one sum or range."""
    if text.startswith("("):
        return None  # how bookkeepers write a loss
    reader = _Reader()
    text = _NO_CENTS.sub(" ", _THOUSANDS_OF.sub("k ", text))
    for sign, digits, word in _tokens().findall(text):
        if sign:
            reader.signs.append(sign)
        elif digits:
            reader.number(digits)
        else:
            reader.word(word)
    ends = _ENDS_OF_A_RANGE if reader.ranged and len(reader.numerals) > 1 else 1
    if not reader.readable or len(reader.numerals) != ends:
        return None
    last = reader.numerals[-1]
    numerals = (replace(item, power=item.power or last.power) for item in reader.numerals)
    return Sum(
        numerals=tuple(numerals),
        signs=tuple(reader.signs),
        rough=reader.rough or ends > 1,
    )


@cache
def _tokens() -> re.Pattern[str]:
    """Signs before numbers before words, so that "US$" is not read as "US"."""
    signs = sign_pattern().pattern
    return re.compile(rf"({signs})|({_NUMBER})|([^\W\d_]+\.?|[^\s()])", re.IGNORECASE)


@cache
def _powers() -> Mapping[str, int]:
    return {word: ten for ten in (3, 5, 6, 7, 9) for word in words(_WORDS, f"power_{ten}")}
