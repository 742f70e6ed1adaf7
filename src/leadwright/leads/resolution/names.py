"""Names made comparable: folding, legal forms, and the readings of a name."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leadwright.leads.resolution.hosts import host_in, label_of
from leadwright.leads.resolution.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+")
_JOINED_DOT = re.compile(r"\.(?=\S)")  # "S.A.", "point.io": one word, as in a slug
_LETTERS = str.maketrans(
    {"\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"&": " and ", "'": None, "\u2019": None, "`": None}
)
_MARKS = frozenset("&'`.")  # in ASCII, only these are more than letters of another case


class Part(StrEnum):
    """What a piece of a written name stands for."""

    WHOLE = "whole"
    UNIT = "unit"
    ALSO = "also"  # another name of the same company
    PARENT = "parent"
    INNER = "inner"  # in brackets: an owner, another name, a place, a class of shares
    HOST = "host"  # the label of a web address written as a name


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written name, ready to compare."""

    part: Part
    words: tuple[str, ...]  # folded, without legal forms
    core: str  # the same, compact
    full: str  # compact, with them
    stem: str  # compact, without words that only describe
    host: str | None = None
    beside: str = ""  # compact; what stood in brackets after this


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and inner dots."""
    if text.isascii():
        if _MARKS.isdisjoint(text):
            return text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _JOINED_DOT.sub("", text.casefold().translate(_LETTERS))


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


def compact(text: str) -> str:
    """The folded letters and digits of a text, nothing between them."""
    return "".join(words_of(text))


def without_legal_forms(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words that name the company; never empty when `words` is not."""
    core = list(words)
    while len(core) > 1 and core[-1] in vocabulary.legal_endings:
        core.pop()
    while len(core) > 1 and core[-1] in vocabulary.joiners and len(core) < len(words):
        core.pop()
    while len(core) > 1 and core[-1] in vocabulary.articles | vocabulary.legal_endings:
        core.pop()
    while len(core) > 1 and core[0] in vocabulary.articles:
        core.pop(0)
    return core


def readings_of(text: str | None, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Every way to read a written name, the whole of it first."""
    text = (text or "").strip()
    pieces = {Part.WHOLE: [(text, "")]} | _pieces(text, vocabulary)
    readings = []
    for part, texts in pieces.items():
        for piece, beside in texts:
            spelled = spell(piece, vocabulary)
            if spelled.core:
                readings.append(Reading(part, *spelled, beside=compact(beside)))
    host = host_in(text)
    if host:
        label = compact(label_of(host, vocabulary))
        readings.append(Reading(Part.HOST, (label,), label, label, label, host=host))
    return tuple(readings)


class Spelling(NamedTuple):
    """A name in the forms that are compared."""

    words: tuple[str, ...]
    core: str
    full: str
    stem: str


def spell(text: str, vocabulary: Vocabulary) -> Spelling:
    """The words, the core, the full and the stem form of a name."""
    for glued in vocabulary.glued_forms:
        text = text.replace(glued, " ")
    words = words_of(text)
    core = without_legal_forms(words, vocabulary)
    stem = [word for word in core if word not in vocabulary.descriptors]
    return Spelling(tuple(core), "".join(core), "".join(words), "".join(stem))


def _pieces(text: str, vocabulary: Vocabulary) -> dict[Part, list[tuple[str, str]]]:
    pieces: dict[Part, list[tuple[str, str]]] = {}
    for pattern in vocabulary.patterns:
        match = pattern.fullmatch(text)
        if match:
            found = match.groupdict()
            inner = found.get("inner") or ""
            for name, piece in found.items():
                pieces.setdefault(Part(name), []).append((piece, inner if name == "unit" else ""))
            if inner:  # "Lilly (Eli)"
                pieces.setdefault(Part.ALSO, []).append((f"{inner} {found['unit']}", ""))
    return pieces
