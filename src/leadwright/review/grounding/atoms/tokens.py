"""Text cut into tokens, folded for comparison; every reader of atoms walks over these."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Kind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    CLITIC = "clitic"  # the 's, 've, 're behind a word
    MARK = "mark"


class Token(NamedTuple):
    """One token: as written, folded, and where it stands."""

    text: str
    low: str
    start: int
    end: int
    kind: Kind

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.kind is Kind.WORD

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.kind is Kind.NUMBER

    @property
    def is_capitalised(self) -> bool:
        """Whether a capital stands anywhere in it: Acme, eBay, IBM."""
        return self.kind is Kind.WORD and self.text != self.text.lower()


Tokens: TypeAlias = Sequence[Token]
Span: TypeAlias = tuple[int, int]  # token indices, the end not included

END = Token("", "", -1, -1, Kind.MARK)

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:[^\W\d_]{1,2}\.){2,}|[^\W\d_]\w*(?:'(?!(?i:s|ve|re|ll|m)\b)[^\W\d_]+)*)"
    r"|(?P<clitic>'(?i:s|ve|re|ll|m)\b)"
    r"|(?P<mark>[^\s\w]|_)"
)
_KINDS = (Kind.MARK, Kind.NUMBER, Kind.WORD, Kind.CLITIC, Kind.MARK)  # by group
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u2032`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012", "-"),
    **dict.fromkeys("\u2013\u2014\u2015", " - "),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\t", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),  # cannot be seen
    **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e", ""),  # turn the direction
    "\u2026": "...",
}
_NOT_LETTERS = re.compile(r"[\W_]+")
_SPACES = re.compile(r" {2,}")
_PLAIN = str.maketrans(_SAME)


def plain(text: str) -> str:
    """One form of quotes, hyphens and spaces; what cannot be seen is taken out."""
    if text.isascii():
        return text.replace("\t", " ")
    same = unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)
    return _SPACES.sub(" ", same)


def fold(text: str) -> str:
    """Text without case and accents, for comparison only."""
    if text.isascii():
        return text.lower()
    marks = unicodedata.normalize("NFKD", text)
    return "".join(c for c in marks if not unicodedata.combining(c)).casefold()


def key(text: str) -> str:
    """Only the letters and digits, folded: `Red Hat` and `RedHat` are one key."""
    return _NOT_LETTERS.sub("", fold(text))


def cut(text: str) -> list[Token]:
    """The tokens of a text already made plain."""
    lower = str.lower if text.isascii() else fold
    return [
        Token(word := match.group(), lower(word), *match.span(), _KINDS[match.lastindex or 0])
        for match in _TOKEN.finditer(text)
    ]


def at(tokens: Tokens, index: int) -> Token:
    """The token at an index, or an empty one beyond either end."""
    return tokens[index] if 0 <= index < len(tokens) else END


def touches(tokens: Tokens, index: int) -> bool:
    """Whether a token stands right behind the one before it, without a space."""
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end


def written(text: str, tokens: Tokens, span: Span) -> str:
    """A span of tokens as it stands in the text."""
    begin, end = span
    return text[tokens[begin].start : tokens[end - 1].end]
