"""From weighed companies to a verdict: one, several, or none that we know."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.leads.findings import Candidate, Match, Resolution
from leadwright.leads.resolution.clues import Clue
from leadwright.leads.resolution.profile import Profile

_SHOWN = 5  # candidates worth showing a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A company with what speaks for and against it; odds are natural logarithms."""

    company: Profile
    odds: float
    clues: tuple[Clue, ...]


def decide(weighed: Sequence[Weighed], *, sure: float) -> Resolution:
    """Share belief between the companies and "none of them", and say who has enough of it.

    Odds of 0 are worth as much as "none of them". Ambiguous means that the best would be the one
    if the others were not there; weak candidates do not become strong by being many.
    """
    ranked = sorted(weighed, key=lambda one: (-one.odds, one.company.entity_id))
    beliefs = [math.exp(min(one.odds, 50.0)) for one in ranked]
    total = 1.0 + sum(beliefs)
    known = 1.0 - 1.0 / total
    candidates = tuple(_candidate(one) for one in ranked[:_SHOWN])
    if beliefs and beliefs[0] / total >= sure:
        return _unique(candidates, beliefs[0] / total)
    likely = [one for one in ranked if one.odds > 0]
    if len(likely) > 1 and _share(likely[0].odds) >= sure:
        return _ambiguous(likely, known)
    return _none(candidates, 1.0 / total)


def _candidate(one: Weighed) -> Candidate:
    return Candidate(
        entity_id=one.company.entity_id,
        name=one.company.name,
        record_ids=one.company.record_ids,
        score=round(_share(one.odds), 4),
        reasons=tuple(clue.reason for clue in one.clues),
        domains=tuple(sorted(one.company.domains)),
    )


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def _unique(candidates: tuple[Candidate, ...], belief: float) -> Resolution:
    best = candidates[0]
    return Resolution(
        match=Match.UNIQUE,
        candidates=candidates,
        confidence=round(belief, 4),
        reason=f"{best.name}: {'; '.join(best.reasons)}.",
    )


def _ambiguous(likely: Sequence[Weighed], known: float) -> Resolution:
    candidates = tuple(_candidate(one) for one in likely)
    names = ", ".join(f"{one.name} ({one.entity_id})" for one in candidates[:_SHOWN])
    return Resolution(
        match=Match.AMBIGUOUS,
        candidates=candidates,
        confidence=round(known, 4),
        reason=f"{len(likely)} companies fit and nothing in the lead decides: {names}.",
    )


def _none(candidates: tuple[Candidate, ...], belief: float) -> Resolution:
    if not candidates:
        return Resolution(match=Match.NONE, confidence=1.0, reason="No known company is like it.")
    best = candidates[0]
    return Resolution(
        match=Match.NONE,
        candidates=candidates,
        confidence=round(belief, 4),
        reason=f"No known company fits; the closest is {best.name}: {'; '.join(best.reasons)}.",
    )
