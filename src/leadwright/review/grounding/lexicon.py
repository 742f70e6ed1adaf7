"""The word lists of the grounding check, read once from the package's data files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias, cast

from leadwright.leads.intake.data import lists

Words: TypeAlias = frozenset[str]
Table: TypeAlias = Mapping[str, object]

_ENDINGS = (
    ("ies", "y"),
    ("'s", ""),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ily", "y"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("ment", ""),
    ("ness", ""),
    ("ful", ""),
    ("less", ""),
    ("able", ""),
    ("al", ""),
    ("ion", ""),
    ("ion", "e"),
    ("ability", "able"),
)
_MIN_STEM = 3
_LONGEST_CODE = 3  # shorter names of countries are codes
_HAPPENINGS = ("mishaps", "stirring", "shared_past", "meetings")
_ORDINARY = ("terms", "descriptors", "heads", "funding", "founding", "soft_titles")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """General English and trade words by class; knows no company and no person."""

    lists: Mapping[str, Words]
    numbers: Mapping[str, int]
    multipliers: Mapping[str, int]
    scales: Mapping[str, int]
    short_scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    months: Mapping[str, int]
    seasons: Mapping[str, tuple[int, int]]
    parts: Mapping[str, tuple[int, int]]
    decades: Mapping[str, int]
    currency_symbols: Mapping[str, str]
    dollar_prefixes: Mapping[str, str]
    currency_words: Mapping[str, str]
    dollar_nations: Mapping[str, str]
    title_same: Mapping[str, str]
    industries: Mapping[str, Words]
    industry_words: Mapping[str, Words]  # a word -> the industries it speaks of
    countries: Mapping[str, str]  # a name or an adjective of a country -> its code
    events: Mapping[str, tuple[tuple[str, str], ...]]  # a word -> its (event, form) readings
    event_starts: Words
    event_sources: Mapping[str, Words]
    new_things: Mapping[str, str]
    superlatives: Mapping[str, str]
    happenings: Words  # words at which something said to have happened may be found
    common: Words

    def is_common(self, low: str) -> bool:
        """Whether a word is ordinary English, in any of its regular forms."""
        if low in self.common or low in self.lists["function"]:
            return True
        return any(
            low.endswith(ending)
            and (
                _stem_is_common(low, ending, put_back, self.common)
                or _stem_is_common(low, ending, put_back, self.lists["function"])
            )
            for ending, put_back in _ENDINGS
        )


def _stem_is_common(low: str, ending: str, put_back: str, common: Words) -> bool:
    stem = low[: -len(ending)]
    if len(stem) < _MIN_STEM:
        return False
    doubled = len(stem) > _MIN_STEM and stem[-1] == stem[-2] and stem[:-1] in common
    return stem + put_back in common or (not put_back and doubled)


def _words(text: object) -> Words:
    return frozenset(str(text).split())


def _ints(table: object) -> dict[str, int]:
    return cast("dict[str, int]", table)


def _texts(table: object) -> dict[str, str]:
    return cast("dict[str, str]", table)


def _pairs(table: object) -> dict[str, tuple[int, int]]:
    return {word: (low, high) for word, (low, high) in cast("dict[str, list[int]]", table).items()}


def _events(table: object) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for event, forms in cast("dict[str, dict[str, str]]", table).items():
        for form, words in forms.items():
            for word in words.split():
                found.setdefault(word, []).append((event, form))
    return {word: tuple(readings) for word, readings in found.items()}


def _countries(raw: Table) -> dict[str, str]:
    found = {
        name.casefold(): code
        for code, names in lists("countries.json").items()
        for name in names
        if len(name) > _LONGEST_CODE
    }
    return found | _texts(raw["nationalities"]) | _texts(raw["country_names"])


def _spoken_of(industries: Mapping[str, Words]) -> dict[str, Words]:
    found: dict[str, set[str]] = {}
    for industry, words in industries.items():
        for word in words:
            found.setdefault(word, set()).add(industry)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def lexicon() -> Lexicon:
    """The lexicon, read from the data files at first use and immutable from then on."""
    folder = files("leadwright.review.grounding") / "data"
    raw: Table = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    told: Table = tomllib.loads((folder / "statements.toml").read_text(encoding="utf-8"))
    lists = (
        cast("dict[str, str]", raw["lists"])
        | cast("dict[str, str]", raw["industry_frames"])
        | cast("dict[str, str]", told["lists"])
    )
    industries = {name: _words(text) for name, text in _texts(raw["industries"]).items()}
    return Lexicon(
        lists={name: _words(text) for name, text in lists.items()},
        numbers=_ints(raw["numbers"]),
        multipliers=_ints(raw["multipliers"]),
        scales=_ints(raw["scales"]),
        short_scales=_ints(raw["short_scales"]),
        ordinals=_ints(raw["ordinals"]),
        months=_ints(raw["months"]),
        seasons=_pairs(raw["seasons"]),
        parts=_pairs(raw["parts"]),
        decades=_ints(raw["decades"]),
        currency_symbols=_texts(raw["currency_symbols"]),
        dollar_prefixes=_texts(raw["dollar_prefixes"]),
        currency_words=_texts(raw["currency_words"]),
        dollar_nations=_texts(raw["dollar_nations"]),
        title_same=_texts(raw["title_same"]),
        industries=industries,
        industry_words=_spoken_of(industries),
        countries=_countries(raw),
        events=_events(raw["events"]),
        event_starts=frozenset(
            {word.split("_")[0] for word in _events(raw["events"])}
            | {"new"}
            | {word.split("-")[0] for word in _texts(raw["superlatives"])}
        ),
        event_sources={name: _words(t) for name, t in _texts(raw["event_sources"]).items()},
        new_things=_texts(raw["new_things"]),
        superlatives=_texts(raw["superlatives"]),
        happenings=frozenset({"new", "as"}.union(*(_words(lists[name]) for name in _HAPPENINGS))),
        common=frozenset(
            _words((folder / "common.txt").read_text(encoding="utf-8"))
            | {word for name in _ORDINARY for word in _words(lists[name])}
            | {word for group in industries.values() for word in group}
        ),
    )
