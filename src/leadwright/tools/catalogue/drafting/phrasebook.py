"""The phrasebook: frames, hooks and words, read from the package's data files."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, TypeAdapter

from leadwright.review.seller import Tone
from leadwright.tools.catalogue.drafting.contract import Wish
from leadwright.tools.catalogue.drafting.wording import Wording
from leadwright.tools.contract import ToolModel


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _any_word(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _any_beginning(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def _ending(forms: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
    return re.compile(rf"(?<!&)(?<! and)[ ,]+(?:{'|'.join(longest_first)})\.?$", flags)


def _ending_in_any_case(forms: Sequence[str]) -> re.Pattern[str]:
    return _ending(forms, re.IGNORECASE)


Line = Annotated[Wording, BeforeValidator(Wording.parse)]
Place = tuple[Line, ...]  # the wordings for one sentence
AnyOf = Annotated[re.Pattern[str], BeforeValidator(_any_of)]
AnyWord = Annotated[re.Pattern[str], BeforeValidator(_any_word)]
LegalForm = Annotated[re.Pattern[str], BeforeValidator(_ending_in_any_case)]
LegalFormAsWritten = Annotated[re.Pattern[str], BeforeValidator(_ending)]
AnyBeginning = Annotated[re.Pattern[str], BeforeValidator(_any_beginning)]


class Frame(ToolModel):
    """The structure of a mail."""

    name: str
    plain: bool = False  # says nothing about the company
    about: str = ""  # the kind of hook it is made for; empty for any
    prefer_when: str = ""
    subjects: Place
    body: tuple[tuple[Place, ...], ...]


class Hook(ToolModel):
    """What can be said about a company from one kind of fact."""

    name: str
    opening: Place
    clause: Place
    reason: Place
    link: Place
    topic: Place

    def places(self) -> tuple[tuple[str, Place], ...]:
        """Its slots by name, with their wordings."""
        return (
            ("opening", self.opening),
            ("clause", self.clause),
            ("reason", self.reason),
            ("link", self.link),
            ("topic", self.topic),
        )


class Manners(ToolModel):
    """How a tone greets and ends."""

    greeting: Place
    nameless: str
    ending: tuple[str, ...]
    spelled_out: Mapping[str, str] = {}


class EmailRules(ToolModel):
    """What a mail holds to, and what it falls back to."""

    subjects: Place
    calls_to_action: tuple[str, ...]
    words: tuple[int, int]
    subject_characters: int
    facts: int


class LinkedinRules(ToolModel):
    """Messages, and how long they may be."""

    characters: int
    messages: tuple[Place, ...]
    plain: tuple[Place, ...]
    last_resort: Place


class Channels(ToolModel):
    """All that is not the body of a mail."""

    tones: Mapping[Tone, Manners]
    email: EmailRules
    linkedin: LinkedinRules
    call: Mapping[str, Place]


class Role(ToolModel):
    """A kind of contact, and what such people ask first."""

    name: str
    patterns: AnyOf
    angles: Place


class Titles(ToolModel):
    """How titles are read and said."""

    roles: tuple[Role, ...]
    marks: Mapping[str, AnyOf]
    said: Mapping[str, str]
    shapes: Mapping[str, re.Pattern[str]]
    spelled: Mapping[str, str]


class CompanyNames(ToolModel):
    """What is not part of a company's name as people say it."""

    legal_forms: LegalForm
    legal_forms_as_written: LegalFormAsWritten
    small_words: frozenset[str]
    characters: int


class PersonNames(ToolModel):
    """What is not part of a person's name as people say it."""

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]


class Headlines(ToolModel):
    """Which headlines can be spoken of, and how."""

    sensitive: AnyBeginning
    verbs: AnyWord
    own: AnyOf
    bought: re.Pattern[str]
    characters: int


class Words(ToolModel):
    """Words of sources, and how people say them."""

    industries: Mapping[str, tuple[str, str]]  # one, several
    rounds: Mapping[str, tuple[str, str, str]]  # with amount, without, bare name
    company: CompanyNames
    person: PersonNames
    headlines: Headlines
    days: Mapping[str, int]
    dollars: Mapping[str, int]


class WishWords(ToolModel):
    """The words of a reviewer that ask for something."""

    name: Wish
    words: AnyBeginning


class Phrasebook(ToolModel):
    """Everything that can be said, in one tone."""

    tone: Tone
    frames: tuple[Frame, ...]
    hooks: tuple[Hook, ...]
    channels: Channels
    titles: Titles
    words: Words
    countries: Mapping[str, str]
    wishes: tuple[WishWords, ...]

    @property
    def manners(self) -> Manners:
        """How this tone greets and ends."""
        return self.channels.tones[self.tone]


def load_phrasebook(tone: Tone = Tone.FRIENDLY) -> Phrasebook:
    """Read the data files; done once, the result is handed around."""
    spelled_out = _read("channels", Channels).tones[tone].spelled_out
    return Phrasebook(
        tone=tone,
        frames=_read("frames", dict[str, tuple[Frame, ...]], spelled_out)["frames"],
        hooks=_read("hooks", dict[str, tuple[Hook, ...]], spelled_out)["hooks"],
        channels=_read("channels", Channels, spelled_out),
        titles=_read("titles", Titles, spelled_out),
        words=_read("words", Words),
        countries=json.loads(_text("countries.json")),
        wishes=_read("rejections", dict[str, tuple[WishWords, ...]])["wishes"],
    )


T = TypeVar("T")


def _read(name: str, shape: type[T], spelled_out: Mapping[str, str] | None = None) -> T:
    text = _text(f"{name}.toml")
    if spelled_out:
        text = _any_word(tuple(spelled_out)).sub(lambda m: _spell(m.group(), spelled_out), text)
    return TypeAdapter(shape).validate_python(tomllib.loads(text))


def _spell(short: str, spelled_out: Mapping[str, str]) -> str:
    return spelled_out.get(short) or spelled_out.get(short.lower(), short)


def _text(name: str) -> str:
    package = files("leadwright.tools.catalogue.drafting")
    return (package / "data" / name).read_text(encoding="utf-8")
