"""The ideal customer profile: weighed CEL terms that say whom we want to talk to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from leadwright.errors import Misconfigured
from leadwright.leads.fit import Fit, combine
from leadwright.review.rules.facts import Flat
from leadwright.review.rules.language.compiler import Language
from leadwright.review.rules.language.condition import Condition, Truth
from leadwright.review.rules.language.diagnosis import ConditionInvalid
from leadwright.review.rules.variables import fit_variables


class IcpInvalid(Misconfigured):
    """The `[icp]` settings cannot be used; the message names every term, column and fix."""

    code: ClassVar[str] = "icp_invalid"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("[icp] cannot be used. " + " ".join(f"{fault}." for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitFacts(Flat):
    """The variables of `[icp]`; `rules/data/variables.json` says what each means."""

    title: str | None = None
    industry: str | None = None
    country: str | None = None
    employees: int | None = None
    founded_year: int | None = None
    total_funding_usd: Decimal | None = None
    last_round: str | None = None
    decision_makers: int = 0
    has_news: bool = False
    deal_value: Decimal | None = None
    source: str | None = None
    campaign: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class IcpTerm:
    """A trait of the ideal customer as settings state it."""

    name: str
    when: str  # CEL over the variables of FitFacts
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class IcpVerdict:
    """How a lead fits by what is known, and how it would fit if all unknown terms held."""

    fit: Fit
    at_best: float
    min_fit: float
    unknown: tuple[str, ...] = ()  # terms that hang on something not known

    @property
    def disqualifies(self) -> bool:
        """Whether the lead does not fit, whatever the unknown turns out to be."""
        return self.at_best < self.min_fit

    def why(self) -> str:
        """The score as a sentence, with what is not known."""
        said = self.fit.why()
        if self.disqualifies:
            said = f"{said} At least {self.min_fit:.2f} is wanted."
        return f"{said} Not known: {', '.join(self.unknown)}." if self.unknown else said


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Icp:
    """Compiled terms; share it between leads. Without terms every lead fits."""

    terms: tuple[tuple[IcpTerm, Condition], ...]
    min_fit: float
    language: Language

    @classmethod
    def load(cls, terms: Sequence[IcpTerm], *, min_fit: float = 0.0) -> Self:
        """Check and compile the terms.

        Raises:
            IcpInvalid: with every fault.
        """
        language = Language(fit_variables())
        compiled: list[tuple[IcpTerm, Condition]] = []
        faults = _shape_faults(terms, min_fit)
        for term in terms:
            try:
                compiled.append((term, language.compile(term.when)))
            except ConditionInvalid as error:
                faults.append(f"Term {term.name!r}, {error}")
        if faults:
            raise IcpInvalid(faults)
        return cls(terms=tuple(compiled), min_fit=min_fit, language=language)

    def judge(self, facts: FitFacts) -> IcpVerdict:
        """Weigh the terms for a lead. What is unknown or breaks counts as not held."""
        situation = self.language.situation(facts.known())
        truths = [(term, condition.judge(situation).truth) for term, condition in self.terms]
        fit = combine([(term.name, term.weight, truth is Truth.YES) for term, truth in truths])
        best = combine([(term.name, term.weight, truth is not Truth.NO) for term, truth in truths])
        return IcpVerdict(
            fit=fit,
            at_best=best.score,
            min_fit=self.min_fit,
            unknown=tuple(t.name for t, truth in truths if truth not in (Truth.YES, Truth.NO)),
        )


def _shape_faults(terms: Sequence[IcpTerm], min_fit: float) -> list[str]:
    faults = [
        f"Term {term.name!r}: weight must be a number above 0, not {term.weight!r}"
        for term in terms
        if not (math.isfinite(term.weight) and term.weight > 0)
    ]
    names = [term.name for term in terms]
    faults += [
        f"Two terms are called {name!r}; names must differ"
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if not 0 <= min_fit <= 1:
        faults.append(f"min_fit must be between 0 and 1, not {min_fit!r}")
    return faults
