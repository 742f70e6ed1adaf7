"""The words the world is made of, read from the package."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a name, and how it is written in Latin letters."""

    own: str
    latin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Pieces of names in one language. `latin_` lists stand beside those in another script."""

    name: str
    starts: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]
    given: tuple[str, ...]
    family_ends: tuple[str, ...]
    script: str = "Latin"
    latin_starts: tuple[str, ...] = ()
    latin_middles: tuple[str, ...] = ()
    latin_ends: tuple[str, ...] = ()
    latin_given: tuple[str, ...] = ()
    latin_family_ends: tuple[str, ...] = ()

    def pieces(self, kind: str) -> tuple[Piece, ...]:
        """The pieces of a kind (`starts`), each with its Latin spelling."""
        own: tuple[str, ...] = getattr(self, kind)
        latin: tuple[str, ...] = getattr(self, f"latin_{kind}") or own
        return tuple(map(Piece, own, latin))


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country: how leads write it, its legal forms, telephone numbers that nobody has."""

    code: str
    tongue: str
    spellings: tuple[str, ...]
    regions: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    currency: str
    phones: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """An industry: words in the names of its companies, and what they sell."""

    code: str
    words: tuple[str, ...]
    goods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWords:
    """Titles, by how much they decide."""

    titles: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWords:
    """Hosts anybody may write from, and addresses that are none."""

    open_hosts: tuple[str, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWords:
    """Where leads come from."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsWords:
    """Headlines, and texts that try to command their reader."""

    headlines: tuple[str, ...]
    links: tuple[str, ...]
    derived: str
    orders: tuple[str, ...]
    descriptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All words."""

    tongues: tuple[Tongue, ...]
    countries: tuple[Country, ...]
    industries: tuple[Industry, ...]
    people: PeopleWords
    mail: MailWords
    leads: LeadWords
    news: NewsWords

    def country(self, code: str) -> Country:
        """The country of a code."""
        return next(one for one in self.countries if one.code == code)

    def tongue(self, code: str) -> Tongue:
        """The language names are made of in a country."""
        wanted = self.country(code).tongue
        return next(one for one in self.tongues if one.name == wanted)

    def industry(self, code: str) -> Industry:
        """The industry of a code."""
        return next(one for one in self.industries if one.code == code)


@cache
def words() -> Vocabulary:
    """The vocabulary that ships."""
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return TypeAdapter(Vocabulary).validate_python(tomllib.loads(text))
