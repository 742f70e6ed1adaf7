"""The words company names are made of, read from a data file of the package."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypedDict


class _File(TypedDict):
    legal_endings: list[str]
    legal_phrases: list[str]
    legal_initials: list[str]
    legal_openings: list[str]
    articles: list[str]
    joiners: list[str]
    glued_forms: list[str]
    descriptors: list[str]
    patterns: list[str]
    free_mail: list[str]
    reserved_endings: list[str]
    second_labels: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Legal forms, filler words, ways to write two names in one, and hosts that say nothing."""

    legal_endings: frozenset[str]
    legal_phrases: tuple[tuple[str, ...], ...]  # the longest first
    legal_initials: frozenset[str]
    legal_openings: frozenset[str]
    articles: frozenset[str]
    joiners: frozenset[str]
    glued_forms: tuple[str, ...]
    descriptors: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    free_mail: frozenset[str]
    reserved_endings: frozenset[str]
    second_labels: frozenset[str]


@cache
def english() -> Vocabulary:
    """The vocabulary that ships with the package."""
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    raw: _File = tomllib.loads(text)  # type: ignore[assignment]
    phrases = (tuple(phrase.split()) for phrase in raw["legal_phrases"])
    return Vocabulary(
        legal_endings=frozenset(raw["legal_endings"]),
        legal_phrases=tuple(sorted(phrases, key=len, reverse=True)),
        legal_initials=frozenset(raw["legal_initials"]),
        legal_openings=frozenset(raw["legal_openings"]),
        articles=frozenset(raw["articles"]),
        joiners=frozenset(raw["joiners"]),
        glued_forms=tuple(raw["glued_forms"]),
        descriptors=frozenset(raw["descriptors"]),
        patterns=tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw["patterns"]),
        free_mail=frozenset(raw["free_mail"]),
        reserved_endings=frozenset(raw["reserved_endings"]),
        second_labels=frozenset(raw["second_labels"]),
    )
