"""What a draft may say without evidence: whom we write to, who writes, and today's date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from leadwright.leads.resolution.names import bare_name
from leadwright.leads.resolution.vocabulary import english
from leadwright.review.grounding.atoms.names import NameBook, Role, person_parts, single_names
from leadwright.review.grounding.atoms.tokens import key
from leadwright.review.grounding.lexicon import Lexicon
from leadwright.review.seller import SellerProfile

_ASIDE = re.compile(r"\(([^)]*)\)")
_FORMERLY = re.compile(r"^(?:formerly|ex|fka|previously|was|aka|now)\b[\s:.-]*", re.IGNORECASE)
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/?$", re.IGNORECASE)
_MIN_SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The seller's own words: names, whole texts, and the only links a mail may hold."""

    company: str = ""
    sender_name: str = ""
    names: tuple[str, ...] = ()  # products, customers
    texts: tuple[str, ...] = ()  # value propositions, proof, calls to action, sign-off lines
    links: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anything about the seller is given."""
        return bool(self.company or self.sender_name or self.names or self.texts)

    @classmethod
    def of(cls, profile: SellerProfile) -> "Seller":
        """The parts of a seller profile that a draft may repeat."""
        propositions = [(item.sentence, item.problem) for item in profile.value_propositions]
        texts = (
            profile.helps,
            profile.product,
            *(text for pair in propositions for text in pair),
            profile.proof or "",
            *profile.calls_to_action,
            profile.sender_title,
            profile.sender_phone or "",
            profile.postal_address or "",
        )
        return cls(
            company=profile.company,
            sender_name=profile.sender_name,
            names=(profile.product,),
            texts=tuple(text for text in texts if text),
            links=profile.links,
        )


@dataclass(frozen=True, slots=True)
class Others:
    """Names of other leads and their companies; built once and shared by many checks."""

    book: NameBook = field(default_factory=lambda: NameBook({}, frozenset()))

    @classmethod
    def of(cls, names: Iterable[str]) -> "Others":
        """An index of names; a name that also belongs to the lead at hand does no harm."""
        return cls(
            NameBook.of((name, Role.OTHER) for name in names if len(key(name)) >= _MIN_SHORT)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that needs no finding.

    Attributes:
        person_name: The lead's person, as the lead states it.
        person_title: The title the lead states.
        company_name: The company as the lead states it.
        company_names: The company as resolved, and its other names.
        company_domain: The company's web address.
        seller: The seller's words.
        today: The day that "five years ago" counts from; unknown means no such words are proved.
        others: Names that must never appear.
    """

    person_name: str | None = None
    person_title: str | None = None
    company_name: str | None = None
    company_names: tuple[str, ...] = ()
    company_domain: str | None = None
    seller: Seller = field(default_factory=Seller)
    today: date | None = None
    others: Others = field(default_factory=Others)

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names of the company written to, as given."""
        given = (self.company_name, *self.company_names, self.company_domain)
        return tuple(name for name in given if name and key(name))


def book_of(context: Context, people: Iterable[str], words: Lexicon) -> NameBook:
    """The names that are recognised as wholes in a draft for this context."""
    entries: list[tuple[str, Role]] = []
    for name in context.own_names:
        entries += [(way, Role.OWN) for way in company_ways(name, words)]
        entries += [(part, Role.MENTIONED) for part in _named_within(name)]
    if context.person_name:
        entries += _person(context.person_name, Role.LEAD, words)
    for name in people:
        entries += _person(name, Role.PERSON, words)
    return NameBook.of(entries)


def seller_book(seller: Seller, words: Lexicon) -> NameBook:
    """The names of the seller's side."""
    entries: list[tuple[str, Role]] = []
    for name in (seller.company, *seller.names):
        entries += [(way, Role.SELLER) for way in company_ways(name, words)]
    entries += [(way, Role.SELLER) for way in person_parts(seller.sender_name, words)]
    entries += [(way, Role.SELLER) for way in single_names(seller.sender_name, words)]
    return NameBook.of(entries)


def _person(name: str, role: Role, words: Lexicon) -> list[tuple[str, Role]]:
    parts = [(way, role) for way in person_parts(name, words)]
    return parts + [(way, Role.PART) for way in single_names(name, words)]


def company_ways(name: str, words: Lexicon) -> frozenset[str]:
    """How a company is called in a letter: without legal form, field words or web ending."""
    plain_name = name.strip()
    ways = {plain_name}
    if _DOMAIN.match(plain_name):
        host = plain_name.split("//")[-1].removeprefix("www.").rstrip("/")
        ways |= {host, host.split(".")[0]}
    if "(" in plain_name:
        aside = [_FORMERLY.sub("", text) for text in _ASIDE.findall(plain_name)]
        ways |= {_ASIDE.sub("", plain_name), *(text for text in aside if _is_former(plain_name))}
    ways |= {bare_name(way, english()) for way in ways}
    for way in tuple(ways):
        ways |= _shorter(way, words)
    ways |= {way.replace("&", " and ") for way in ways if "&" in way}
    ways |= {re.sub(r"\band\b", "", way) for way in ways if " and " in way}
    return frozenset(way for way in ways if key(way))


def _is_former(name: str) -> bool:
    return any(_FORMERLY.match(text.strip()) for text in _ASIDE.findall(name))


def _shorter(name: str, words: Lexicon) -> set[str]:
    """A name without its last words, as long as they only tell the legal form or the field."""
    parts = [part.strip(",") for part in name.split() if part.strip(",")]
    found = {" ".join(parts)}
    if parts and parts[0].lower() == "the":
        parts = parts[1:]
        found.add(" ".join(parts))
    lists = words.lists
    while len(parts) > 1 and _says_little(parts[-1], lists["legal"], lists["descriptors"]):
        parts = parts[:-1]
        short = " ".join(parts).rstrip(",.&-")
        if len(key(short)) >= _MIN_SHORT:
            found.add(short)
    return found


def _says_little(word: str, legal: frozenset[str], descriptors: frozenset[str]) -> bool:
    low = word.lower().replace(".", "").strip("(),")
    return low in legal or low in descriptors


def _named_within(name: str) -> list[str]:
    """Both names of `Unit (Parent)` and `Parent / Unit`: they may be said, no more."""
    parts = [*_ASIDE.findall(name), *(part for part in re.split(r"\s+/\s+|\s+\|\s+", name))]
    return [part for part in parts if part != name and key(part)]
