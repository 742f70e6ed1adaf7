"""The world's conventions as its truth needs them."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

HIGH_VALUE_USD = 100_000
BANDS = (10, 50, 200, 500, 1000, 5000, 10000)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    capture_order: tuple[str, ...]
    regulated_industries: frozenset[str]
    title_ranks: tuple[tuple[str, ...], ...]
    decision_maker_limit: int
    round_source_order: tuple[str, ...]
    funding_comparable: tuple[tuple[str, ...], ...]
    funding_never_falls: frozenset[str]
    funding_tolerance: float
    news_days: int
    news_anchor_sources: frozenset[str]
    news_limit: int
    dated_sources: frozenset[str]
    capture_days: dict[str, date]


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts, in which order, for how long."""

    said: _File

    @property
    def today(self) -> date:
        """The world's own day: the newest of the sources that carry dates."""
        return max(self.said.capture_days[one] for one in self.said.dated_sources)

    def rank(self, title: str) -> int | None:
        """How much a title decides; the best rank it holds, None for none."""
        for place, patterns in enumerate(self.said.title_ranks):
            if any(re.search(pattern, title, re.IGNORECASE) for pattern in patterns):
                return place
        return None

    def differ(self, left: int, right: int) -> bool:
        """Whether two totals are further apart than sources may be."""
        return abs(left - right) > self.said.funding_tolerance * max(left, right)


def text() -> str:
    """The conventions as a corpus keeps them in `corpus.toml`."""
    return files("leadwright.sandbox").joinpath("conventions.toml").read_text(encoding="utf-8")


@cache
def rules() -> Rules:
    """The rules of the world."""
    return Rules(_File.model_validate(tomllib.loads(text())))


def band(employees: int | None) -> str | None:
    """The head count as a band: 11-50."""
    if employees is None:
        return None
    low = 1
    for high in BANDS:
        if employees <= high:
            return f"{low}-{high}"
        low = high + 1
    return f"{low}+"
