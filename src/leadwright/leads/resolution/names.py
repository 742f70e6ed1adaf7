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
_INITIALS = re.compile(r"[\s,]+(\w{1,3}(?:[./]\s?\w{1,3})+)[.\s]*$")  # "S.p.A.", "A/S"
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

    @property
    def bag(self) -> str:
        """The words in the order of the alphabet; empty when there is just one."""
        return " ".join(sorted(self.words)) if len(self.words) > 1 else ""


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and inner dots."""
    if text.isascii():
        if _MARKS.isdisjoint(text):
            return text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _JOINED_DOT.sub("", text.casefold().replace(" + ", " & ").translate(_LETTERS))


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


def compact(text: str) -> str:
    """The folded letters and digits of a text, nothing between them."""
    return "".join(words_of(text))


def without_legal_forms(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words that name the company; never empty when `words` is not."""
    core = _shorn(words, vocabulary)
    while len(core) > 1 and core[-1] in vocabulary.joiners and len(core) < len(words):
        core.pop()
    core = _shorn(core, vocabulary, also=vocabulary.articles)
    while len(core) > 1 and core[0] in vocabulary.articles | vocabulary.legal_openings:
        core.pop(0)
    return core


def _shorn(
    words: list[str], vocabulary: Vocabulary, also: frozenset[str] = frozenset()
) -> list[str]:
    """A copy without the legal forms at its end; something is left."""
    core = list(words)
    while size := _form_at_end(core, vocabulary) or int(len(core) > 1 and core[-1] in also):
        del core[-size:]
    return core


def _form_at_end(words: list[str], vocabulary: Vocabulary) -> int:
    """How many words at the end are a legal form, with something before it."""
    for phrase in vocabulary.legal_phrases:
        if len(phrase) < len(words) and tuple(words[-len(phrase) :]) == phrase:
            return len(phrase)
    return int(len(words) > 1 and words[-1] in vocabulary.legal_endings)


def _without_initials(text: str, vocabulary: Vocabulary) -> str:
    """A text without a legal form of dotted or stroked letters at its end."""
    found = _INITIALS.search(text)
    is_form = found is not None and compact(found[1]) in vocabulary.legal_initials
    return text[: found.start()] if found and is_form else text


def readings_of(text: str | None, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Every way to read a written name, the whole of it first."""
    text = (text or "").strip()
    pieces = {Part.WHOLE: [(text, "")]} | _pieces(_without_initials(text, vocabulary), vocabulary)
    readings = []
    for part, texts in pieces.items():
        for piece, beside in texts:
            spelled = spell(piece, vocabulary)
            if spelled.core and (part is Part.WHOLE or len(spelled.core) > 1):
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
    if core == words:
        core = words_of(_without_initials(text, vocabulary))
    stem = [word for word in core if word not in vocabulary.descriptors]
    return Spelling(tuple(core), "".join(core), "".join(words), "".join(stem))


def _silent(vocabulary: Vocabulary) -> frozenset[str]:
    return vocabulary.legal_endings | vocabulary.articles


def bare_name(text: str, vocabulary: Vocabulary) -> str:
    """A name as written, without the legal form at its end ("Foo Sp. z o.o." is "Foo")."""
    core = spell(text, vocabulary).core
    tokens = text.split()
    for size in range(1, len(tokens)):
        opening = " ".join(tokens[:size]).rstrip(" ,.&-(/")
        if spell(opening, vocabulary).core == core:
            return opening
    return text.strip()


def _pieces(text: str, vocabulary: Vocabulary) -> dict[Part, list[tuple[str, str]]]:
    pieces: dict[Part, list[tuple[str, str]]] = {}
    for pattern in vocabulary.patterns:
        match = pattern.fullmatch(text)
        if match:
            found = match.groupdict()
            inner = found.get("inner") or ""
            if inner and all(word in _silent(vocabulary) for word in words_of(inner)):
                continue  # "Foo AB (publ)", "Foo Company (The)"
            for name, piece in found.items():
                pieces.setdefault(Part(name), []).append((piece, inner if name == "unit" else ""))
            if inner:  # "Lilly (Eli)"
                pieces.setdefault(Part.ALSO, []).append((f"{inner} {found['unit']}", ""))
    return pieces
