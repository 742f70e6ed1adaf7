"""How well a lead fits whom we want to talk to: weighed terms, each with its part of the number."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.errors import Misconfigured


class FitTermWrong(Misconfigured):
    """A term of the ideal customer has a weight that cannot be weighed."""

    code = "fit_term_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class FitTerm:
    """One trait: how far it holds (0 to 1), what it weighs, what it adds to the score."""

    name: str
    weight: float
    holds: float
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """0 to 1, with the terms it is made of."""

    score: float
    terms: tuple[FitTerm, ...] = ()

    def reaches(self, minimum: float) -> bool:
        """Whether the lead fits well enough to be worked."""
        return self.score >= minimum

    def is_qualified(self, minimum: float, *, contact_valid: bool) -> bool:
        """Fits, and there is somebody to write to."""
        return contact_valid and self.reaches(minimum)

    def why(self) -> str:
        """The score as a sentence: what holds and what does not."""
        if not self.terms:
            return "Fits: no ideal customer is described."
        held = ", ".join(f"{t.name} (+{t.points:.2f})" for t in self.terms if t.holds > 0)
        missing = ", ".join(t.name for t in self.terms if t.holds <= 0)
        parts = [f"has {held}" if held else "", f"lacks {missing}" if missing else ""]
        return f"Fit {self.score:.2f}: {'; '.join(part for part in parts if part)}."


def combine(terms: Sequence[tuple[str, float, bool | float]]) -> Fit:
    """The weighed mean of (name, weight, how far it holds); without terms every lead fits.

    Raises:
        FitTermWrong: A weight is not above zero.
    """
    for name, weight, _ in terms:
        if not weight > 0:
            raise FitTermWrong(f"Give the term {name!r} of [icp] a weight above 0, not {weight!r}.")
    total = sum(weight for _, weight, _ in terms)
    weighed = tuple(
        FitTerm(
            name=name, weight=weight, holds=_share(holds), points=weight * _share(holds) / total
        )
        for name, weight, holds in terms
    )
    score = min(1.0, sum(term.points for term in weighed)) if weighed else 1.0
    return Fit(score=score, terms=weighed)


def _share(holds: bool | float) -> float:
    share = float(holds)
    return min(1.0, max(0.0, share)) if share == share else 0.0  # noqa: PLR0124 - not a number
