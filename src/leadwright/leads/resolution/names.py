"""Names made comparable: folding, legal forms, the readings of a name, and typos."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from leadwright.leads.resolution.hosts import host_in, label_of
from leadwright.leads.resolution.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+")
_JOINED_DOT = re.compile(r"\.(?=\S)")  # "S.A.", "point.io": one word, as in a slug
_LETTERS = str.maketrans(
    {"\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"&": " and ", "'": None, "\u2019": None, "`": None}
)
ONE_EDIT_FROM = 4  # letters; in a shorter name one other letter is another name
TWO_EDITS_FROM = 9


class Part(StrEnum):
    """What a piece of a written name stands for."""

    WHOLE = "whole"
    UNIT = "unit"
    ALSO = "also"  # another name of the same company
    PARENT = "parent"
    HOST = "host"  # the label of a web address written as a name


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written name, ready to compare."""

    part: Part
    core: str  # compact, without legal forms
    full: str  # compact, with them
    stem: str  # compact, without words that only describe
    host: str | None = None


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and inner dots."""
    if not text.isascii():
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
    found = [(part, *spell(piece, vocabulary)) for part, piece in _pieces(text, vocabulary)]
    host = host_in(text)
    readings = [Reading(part, core, full, stem) for part, core, full, stem in found if core]
    if host:
        label = compact(label_of(host, vocabulary))
        readings.append(Reading(Part.HOST, label, label, label, host))
    return tuple(readings)


def spell(text: str, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """The core, the full and the stem form of a name."""
    for glued in vocabulary.glued_forms:
        text = text.replace(glued, " ")
    words = words_of(text)
    core = without_legal_forms(words, vocabulary)
    stem = [word for word in core if word not in vocabulary.descriptors]
    return "".join(core), "".join(words), "".join(stem)


def _pieces(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Part, str]]:
    if text:
        yield Part.WHOLE, text
    for pattern in vocabulary.patterns:
        match = pattern.fullmatch(text)
        if match:
            for name, piece in match.groupdict().items():
                yield Part(name), piece
            if match["unit"] and match.groupdict().get("parent"):
                yield Part.ALSO, f"{match['parent']} {match['unit']}"  # "Lilly (Eli)"
            return


class Edit(StrEnum):
    """How two spellings of a name may differ by a slip of the hand."""

    SLIP = "slip"  # letters swapped, doubled, dropped or added
    SWAP_IN = "swap_in"  # one letter in place of another, as often another name as a typo
    TWO = "two"


def typo(left: str, right: str) -> Edit | None:
    """The kind of slip that turns one core into the other, if it is one."""
    shorter = min(len(left), len(right))
    if shorter < ONE_EDIT_FROM or left == right or _digits(left) != _digits(right):
        return None
    distance = OSA.distance(left, right, score_cutoff=2)
    if distance == 1:
        same_letters = len(left) != len(right) or sorted(left) == sorted(right)
        return Edit.SLIP if same_letters else Edit.SWAP_IN
    return Edit.TWO if distance == 2 and shorter >= TWO_EDITS_FROM else None  # noqa: PLR2004


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
