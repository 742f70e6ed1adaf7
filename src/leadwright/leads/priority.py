"""Which lead is worked first: value, fit, freshness, source, and the time it has waited.

The score (0 to 100) is fixed when it is computed. Waiting lifts every lead by the same number of
points a day, so that two waiting leads never change places and the order needs no clock: `standing`
is the score less `lift_per_day` for each day from a fixed day to the lead's arrival. Sort by
`standing` descending, then by position; SQL can do that with an index. A lead that waits longer
than 100 / `lift_per_day` days comes before every lead that arrives now: nothing starves.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files

from leadwright.leads.fit import Fit
from leadwright.leads.lead import Lead

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_A_DAY = 86_400.0
_SCORE = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritySettings:
    """What counts how much.

    Attributes:
        value_points: Points of a deal at or above `value_top_usd`; they grow with the logarithm
            of the value, so that 5,000 and 10,000 differ as 50,000 and 100,000 do.
        value_top_usd: The deal that gets all points.
        value_scale_usd: Where the curve bends; deals far below it get next to nothing.
        fit_points: Points of a perfect fit; half of them while the fit is not known.
        freshness_points: Points of a lead that came this moment.
        freshness_half_life_days: The time in which they halve.
        source_points: Points of a source where somebody asked us.
        source_interest: Interest by source, 0 to 1; instead of the table that ships.
        unknown_value: The share of the value points for a value that is missing or in a
            currency without a rate.
        lift_per_day: Points that a day of waiting adds.
    """

    value_points: float = 50
    value_top_usd: float = 250_000
    value_scale_usd: float = 5_000
    fit_points: float = 25
    freshness_points: float = 10
    freshness_half_life_days: float = 7
    source_points: float = 15
    source_interest: Mapping[str, float] = field(default_factory=dict)
    unknown_value: float = 0.3
    lift_per_day: float = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One part of the score and the reason for it."""

    name: str
    points: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How urgent a lead is: the score with its terms, and its place in the queue."""

    score: float  # 0 to 100
    standing: float  # sort by this, the highest first
    terms: tuple[Term, ...]

    def explained(self) -> str:
        """Score and terms as JSON, to be kept beside the lead."""
        terms = [asdict(term) | {"points": round(term.points, 2)} for term in self.terms]
        return json.dumps({"score": round(self.score, 2), "terms": terms})


def score(
    lead: Lead,
    *,
    value_usd: Decimal | None,
    fit: Fit | None,
    now: datetime,
    settings: PrioritySettings,
) -> Priority:
    """The priority of a lead as of `now`, in which freshness is measured."""
    terms = (
        _value(value_usd, settings),
        _fit(fit, settings),
        _freshness(lead, now, settings),
        _source(lead.source, settings),
    )
    points = min(_SCORE, max(0.0, sum(term.points for term in terms)))
    return Priority(score=points, standing=_standing(points, lead, settings), terms=terms)


def urgency(priority: Priority, *, now: datetime, settings: PrioritySettings) -> float:
    """The score with the lift of waiting up to `now`: what `standing` orders by, made readable."""
    return priority.standing + settings.lift_per_day * _days(_EPOCH, now)


def _standing(points: float, lead: Lead, settings: PrioritySettings) -> float:
    return points - settings.lift_per_day * _days(_EPOCH, lead.received_at)


def _value(value_usd: Decimal | None, settings: PrioritySettings) -> Term:
    if value_usd is None:
        points = settings.value_points * settings.unknown_value
        return Term(name="value", points=points, why="value not known in US dollars")
    top = math.log1p(settings.value_top_usd / settings.value_scale_usd)
    share = math.log1p(max(0.0, float(value_usd)) / settings.value_scale_usd) / top
    points = settings.value_points * min(1.0, share)
    return Term(name="value", points=points, why=f"deal of ${value_usd:,.0f}")


def _fit(fit: Fit | None, settings: PrioritySettings) -> Term:
    known = 0.5 if fit is None else fit.score
    why = "fit not known yet" if fit is None else f"fit {fit.score:.2f}"
    return Term(name="fit", points=settings.fit_points * known, why=why)


def _freshness(lead: Lead, now: datetime, settings: PrioritySettings) -> Term:
    age = max(0.0, _days(lead.received_at, now))
    points = settings.freshness_points * 0.5 ** (age / settings.freshness_half_life_days)
    why = f"came {age:.0f} days ago" if age >= 1 else "came today"
    return Term(name="freshness", points=points, why=why)


def _source(source: str | None, settings: PrioritySettings) -> Term:
    key = "_".join((source or "").lower().replace("-", " ").replace("_", " ").split())
    interest = settings.source_interest.get(key, _interest().get(key, 0.5))
    why = f"source {source}" if source else "source not known"
    return Term(name="source", points=settings.source_points * interest, why=why)


def _days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / _A_DAY


@cache
def _interest() -> Mapping[str, float]:
    text = files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")
    return {name: float(share) for name, share in tomllib.loads(text).items()}
