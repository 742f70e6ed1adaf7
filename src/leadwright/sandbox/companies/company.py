"""What a company of the world is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadwright.sandbox.names import Name


class Kind(StrEnum):
    """What a company is there for."""

    PLAIN = "plain"
    CONFLICT = "conflict"  # its sources disagree
    NAMESAKE = "namesake"  # others bear its name
    NEAR = "near"  # another's name is one letter or one word away
    SPARSE = "sparse"  # next to nothing is known
    RENAMED = "renamed"
    UNIT = "unit"  # belongs to another company


class Quarrel(StrEnum):
    """What the sources of a company disagree about."""

    FOUNDED = "founded"  # two captures, two years
    FOUNDED_TEXT = "founded_text"  # one text, two years
    TOTAL = "total"  # one list of rounds, two totals
    FALLS = "falls"  # an old total above a later one


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A funding round."""

    on: date
    kind: str
    amount: int
    currency: str
    investors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who works at the company, or did. `name` is written as sources write it."""

    name: str
    title: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company. Its name stands without the legal form."""

    key: str
    kind: Kind
    name: Name
    head: Name
    forms: tuple[str, ...]  # spellings of its legal form, the register's first
    domain: str
    country: str
    region: str
    town: str
    industry: str
    goods: str
    founded: int
    employees: int
    rounds: tuple[Round, ...] = ()
    staff: tuple[Worker, ...] = ()
    former: str | None = None
    parent: str | None = None
    quarrel: Quarrel | None = None

    @property
    def legal_name(self) -> str:
        """The name with its legal form."""
        return f"{self.name.own} {self.forms[0]}"

    @property
    def is_latin(self) -> bool:
        """Whether its own name stands in Latin letters."""
        return self.name.own == self.name.latin
