"""The four sources of the world, and which of them knows which company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from leadwright.sandbox.companies.company import Company, Kind, Quarrel
from leadwright.sandbox.dice import Dice

Row: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source, with the day it looked and how often it knows a fact."""

    name: str
    prefix: str
    day: date
    listed: float  # the share of companies it lists
    knows: Mapping[str, float]


REGISTER = Source(
    name="harbour-register",
    prefix="hr",
    day=date(2024, 2, 29),
    listed=0.7,
    knows={"domain": 0.3, "founded": 0.95, "employees": 0.5, "industry": 0.8, "rounds": 0.25},
)
LEDGER = Source(
    name="capital-ledger",
    prefix="cl",
    day=date(2024, 11, 15),
    listed=0.6,
    knows={"domain": 0.85, "founded": 0.6, "employees": 0.0, "industry": 0.6, "rounds": 1.0},
)
TRADEBOOK = Source(
    name="tradebook",
    prefix="tb",
    day=date(2025, 5, 20),
    listed=0.6,
    knows={"domain": 1.0, "founded": 0.4, "employees": 0.9, "industry": 0.9, "rounds": 0.4},
)
ROLL = Source(
    name="roll-of-trades",
    prefix="rt",
    day=date(2025, 8, 31),
    listed=0.15,
    knows={"domain": 0.0, "founded": 0.3, "employees": 0.0, "industry": 0.9, "rounds": 0.0},
)
KEYED = (REGISTER, LEDGER)  # they share their keys
SOURCES = (REGISTER, LEDGER, TRADEBOOK, ROLL)

_QUARRELS = {
    Quarrel.FOUNDED: (REGISTER, LEDGER),
    Quarrel.FOUNDED_TEXT: (REGISTER,),
    Quarrel.TOTAL: (LEDGER, TRADEBOOK),
    Quarrel.FALLS: (REGISTER, LEDGER),
}


def listing(company: Company, dice: Dice) -> tuple[Source, ...]:
    """The sources that list a company, oldest first; at least one that gives it a key."""
    chosen = {one.name for one in SOURCES if dice.chance(one.listed)}
    if company.quarrel is not None:
        chosen |= {one.name for one in _QUARRELS[company.quarrel]}
    if company.kind is Kind.RENAMED:
        chosen |= {REGISTER.name, LEDGER.name}
    if company.kind is Kind.SPARSE:
        chosen = {dice.choice((REGISTER, LEDGER, TRADEBOOK)).name}
    if chosen <= {ROLL.name}:
        chosen.add(dice.choice((REGISTER, LEDGER, TRADEBOOK)).name)
    return tuple(one for one in SOURCES if one.name in chosen)
