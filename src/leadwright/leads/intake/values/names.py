"""Names of people: spoken order, no honorifics, and capitals where a shouted name lost them."""

import re

from leadwright.leads.intake.data import words
from leadwright.leads.intake.values.text import straight

_NAMES = "names.toml"
_INNER = re.compile(r"([-'.])")
_MC = re.compile(r"Mc([a-z])(?=[a-z]{2})")
# "O'neil", "D'angelo": a capital on both sides of the apostrophe; "J'neva" keeps its small one
# because only these short words are prefixes.
_PREFIXES = frozenset({"o", "d", "l", "dell", "mc"})
_INITIALS = 3


def person_name(text: str) -> str:
    """The name as one would write it in a letter ("HSU, ARNULF" is "Arnulf Hsu").

    A name in mixed case is left as its owner wrote it.
    """
    text = _in_spoken_order(straight(text).strip(" \"'\u201c\u201d\u201e,;"))
    parts = _without_honorifics(text.split())
    letters = "".join(parts)
    if letters.isupper() or letters.islower():
        shouted = letters.isupper()
        parts = [
            _capitalised(part, first=not index, shouted=shouted and len(parts) > 1)
            for index, part in enumerate(parts)
        ]
    return " ".join(parts)


def _in_spoken_order(text: str) -> str:
    if "," not in text:
        return text
    pieces = [piece for piece in (piece.strip() for piece in text.split(",")) if piece]
    while len(pieces) > 1 and _bare(pieces[-1]) in words(_NAMES, "credentials"):
        pieces.pop()
    ending = ""
    if len(pieces) > 1 and _bare(pieces[-1]) in words(_NAMES, "generations"):
        ending = f" {pieces.pop()}"
    if len(pieces) == 2:  # noqa: PLR2004 - family name, given names
        pieces.reverse()
    return " ".join(pieces) + ending


def _without_honorifics(parts: list[str]) -> list[str]:
    start, doctor = 0, False
    while start < len(parts) - 1 and _is_honorific(parts[start], after_doctor=doctor):
        doctor |= _bare(parts[start]) in {"dr", "prof"}
        start += 1
    return parts[start:]


def _is_honorific(word: str, *, after_doctor: bool) -> bool:
    is_subject = after_doctor and word.endswith(".")  # "Dr. rer. nat.", "Dr. h. c."
    known = words(_NAMES, "honorifics")
    return _bare(word) in known or (is_subject and _bare(word) in words(_NAMES, "subjects"))


def _bare(word: str) -> str:
    """In lower case without dots: "Dr.-Ing." is "dr-ing"."""
    return " ".join(word.lower().replace(".", " ").replace(" -", "-").split())


def _capitalised(word: str, *, first: bool, shouted: bool) -> str:
    lower = _lower(word)
    if not first and lower in words(_NAMES, "particles"):
        return lower
    if lower.strip(".") in words(_NAMES, "generations") - {"jr", "sr"}:
        return word.upper()
    if first and shouted and len(word) < _INITIALS and not set(lower) & set("aeiouy"):
        return word  # "JP Morgan", "TJ Lee": initials run together
    pieces = _INNER.split(lower)
    capitals = [_capital(piece, pieces[:index]) for index, piece in enumerate(pieces)]
    return _MC.sub(lambda found: f"Mc{found[1].upper()}", "".join(capitals))


def _capital(piece: str, before: list[str]) -> str:
    after_apostrophe = bool(before) and before[-1] == "'"
    if after_apostrophe and before[-2] not in _PREFIXES:
        return piece
    return piece[:1].upper() + piece[1:]


def _lower(word: str) -> str:
    """Lower case; the dotted Turkish capital must not leave a loose dot behind."""
    return word.replace("İ", "i").lower()
