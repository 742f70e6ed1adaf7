"""What it may say wrongly, and the record of what it said."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import TypedDict

from leadwright.models.sloppy.slips import Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """One thing said wrongly: words that are false, or words that cite the wrong findings."""

    slip: Slip
    text: str
    cited: tuple[str, ...] | None = None  # None: the words are false whatever they cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What it remembers of another lead, and should not tell."""

    person: str
    company: str
    email: str = ""
    headline: str = ""


NOBODY = Other(person="Ottoline Vexley", company="Wobbly Widgets", email="ottoline@wobbly.example")


class MailLies(TypedDict):
    """For mails, by kind."""

    inventions: list[str]
    subjects: list[str]
    promises: list[str]
    workings: list[str]
    obedience: list[str]
    greetings: list[str]
    beside: dict[str, list[str]]


class NoteLies(TypedDict):
    """For notes to colleagues."""

    inventions: list[str]
    obedience: list[str]
    leaks: list[str]


class Leaks(TypedDict):
    """About other leads, in mails."""

    mail: list[str]
    headline: list[str]


class Others(TypedDict):
    """Values that are nobody's."""

    persons: list[str]
    titles: list[str]
    industries: list[str]
    countries: list[str]
    rounds: list[str]


class Bent(TypedDict):
    """Words and what is put in their place."""

    words: list[tuple[str, str]]


class Book(TypedDict):
    """All of `lies.toml`."""

    mail: MailLies
    leaks: Leaks
    notes: NoteLies
    others: Others
    bent: Bent


@cache
def book() -> Book:
    """The lies that ship with the package."""
    text = files(__package__).joinpath("lies.toml").read_text(encoding="utf-8")
    raw: Book = tomllib.loads(text)  # type: ignore[assignment]  # our own file, held by tests
    return raw


def leak(templates: list[str], other: Other, chance: Random) -> str:
    """A sentence that tells of another lead."""
    named = {"person": other.person, "company": other.company, "email": other.email}
    fitting = [text for text in templates if other.email or "{email}" not in text]
    return chance.choice(fitting).format_map(named)
