"""Is the confidence worth its number? Bins, Brier score, calibration error, selective accuracy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from leadwright.evaluation.scoring import judging
from leadwright.evaluation.scoring.judging import FIELDS, Judged
from leadwright.evaluation.scoring.scorers import Share, share_of

BINS = 10
ASK = 0.7  # below it a person takes over


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How sure somebody was, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Guesses of like confidence, from `low` up to and without `high` (1 belongs to the last)."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How well confidence foretells being right; lower is better, 0 is perfect.

    Attributes:
        brier: The mean of (confidence - right)^2.
        ece: The mean distance of confidence and accuracy over the bins, each by its size.
    """

    n: int
    brier: float | None
    ece: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selective:
    """What is left when every lead below a confidence goes to a person: how many, how good."""

    coverage: Share
    accuracy: Share


def fact_guesses(leads: Iterable[Judged]) -> list[Guess]:
    """Every scalar fact that was stated: its confidence, and whether it is the truth."""
    return [
        Guess(confidence=fact.confidence, right=judging.field_right(judged, field))
        for judged in leads
        if judged.answer is not None
        for field in FIELDS
        if (fact := getattr(judged.answer.facts, field)).value is not None
    ]


def lead_guesses(leads: Iterable[Judged]) -> list[Guess]:
    """Every lead for which a company was named: its confidence, and whether all of it is right."""
    return [
        Guess(confidence=judged.answer.confidence, right=judged.research_right)
        for judged in leads
        if judged.answer is not None and judged.answer.record_ids
    ]


def calibrate(guesses: Sequence[Guess]) -> Calibration:
    """Hold confidence against what turned out right."""
    if not guesses:
        return Calibration(n=0, brier=None, ece=None, bins=())
    bins = tuple(_bins(guesses))
    return Calibration(
        n=len(guesses),
        brier=fmean((guess.confidence - guess.right) ** 2 for guess in guesses),
        ece=sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / len(guesses),
        bins=bins,
    )


def _bins(guesses: Sequence[Guess]) -> Iterable[Bin]:
    for number in range(BINS):
        inside = [g for g in guesses if min(int(g.confidence * BINS), BINS - 1) == number]
        if inside:
            yield Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                n=len(inside),
                confidence=fmean(guess.confidence for guess in inside),
                accuracy=fmean(guess.right for guess in inside),
            )


def select(leads: Sequence[Judged], threshold: float = ASK) -> Selective:
    """How many leads are at least so sure, and how many of these are right throughout."""
    sure = [j for j in leads if j.answer is not None and j.answer.confidence >= threshold]
    return Selective(
        coverage=Share(hits=len(sure), n=len(leads)),
        accuracy=share_of(sure, lambda judged: judged.research_right),
    )
