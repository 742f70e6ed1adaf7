"""The metrics: each takes all judged leads and says one number, with what it rests on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import TypeAlias

from leadwright.evaluation.dataset import Act, Difficulty
from leadwright.evaluation.scoring import judging
from leadwright.evaluation.scoring.judging import FIELDS, Judged

Leads: TypeAlias = Sequence[Judged]
Z95 = 1.96  # two-sided 95 % of the normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many. Of nothing there is no share.

    Attributes:
        counts: Whether each of the n is either right or wrong; a mean of marks has no interval.
    """

    hits: float
    n: int
    counts: bool = True

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval: honest near 0 and 1, where the usual one is not."""
        if not self.n or not self.counts:
            return None
        share, z2 = self.hits / self.n, Z95 * Z95
        middle = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        spread = share * (1 - share) / self.n + z2 / (4 * self.n * self.n)
        half = Z95 * sqrt(spread) / (1 + z2 / self.n)
        return (max(0.0, middle - half), min(1.0, middle + half))


def share_of(leads: Iterable[Judged], is_right: Callable[[Judged], bool]) -> Share:
    """The share of leads for which something holds."""
    verdicts = [is_right(judged) for judged in leads]
    return Share(hits=sum(verdicts), n=len(verdicts))


def unique(leads: Leads) -> list[Judged]:
    """The leads whose company can be told."""
    return [judged for judged in leads if judged.truth.is_unique]


def company_resolution(leads: Leads) -> Share:
    """Leads with the right resolution and, if unique, only records of the right company."""
    return share_of(leads, judging.company_right)


def research_accuracy(leads: Leads) -> Share:
    """Right scalar fields of all scalar fields of the leads whose company can be told."""
    verdicts = [judging.field_right(one, field) for one in unique(leads) for field in FIELDS]
    return Share(hits=sum(verdicts), n=len(verdicts))


def field_accuracy(leads: Leads, field: str) -> Share:
    """The same for one field."""
    return share_of(unique(leads), lambda judged: judging.field_right(judged, field))


def completeness(leads: Leads) -> Share:
    """Leads whose company can be told and of which every known field was found."""
    return share_of(
        unique(leads),
        lambda judged: (
            judged.answer is not None
            and all(judging.field_found(judged, field) for field in FIELDS)
        ),
    )


def decision_maker_accuracy(leads: Leads) -> Share:
    """The mean F1 of names, over the leads whose company can be told."""
    scores = [judging.people_f1(judged) for judged in unique(leads)]
    return Share(hits=sum(scores), n=len(scores), counts=False)


def escalation_accuracy(leads: Leads) -> Share:
    """Leads with the right action of outreach, escalate and merge."""
    return share_of(leads, judging.action_right)


def escalation_recall(leads: Leads) -> Share:
    """Of the leads a person must see, those that were escalated."""
    wanted = [judged for judged in leads if judged.truth.expected_action is Act.ESCALATE]
    return share_of(wanted, judging.escalated)


def escalation_precision(leads: Leads) -> Share:
    """Of the leads that were escalated, those a person must see."""
    asked = [judged for judged in leads if judging.escalated(judged)]
    return share_of(asked, lambda judged: judged.truth.expected_action is Act.ESCALATE)


def reason_recall(leads: Leads) -> Mapping[str, Share]:
    """For each reason to escalate: of the leads it holds for, those where it was named."""
    verdicts: dict[str, list[bool]] = {}
    for judged in leads:
        if judged.truth.expected_action is Act.ESCALATE:
            named = judged.answer.escalation_reasons if judged.answer else ()
            for reason in judged.truth.escalation_reasons:
                verdicts.setdefault(reason, []).append(reason in named)
    return {why: Share(hits=sum(hits), n=len(hits)) for why, hits in sorted(verdicts.items())}


def invented_facts(leads: Leads) -> int:
    """Leads without a unique company that carry any fact."""
    return sum(judging.invents(judged) for judged in leads)


def news_accuracy(leads: Leads) -> Share:
    """Leads whose company can be told with exactly the recent headlines."""
    return share_of(unique(leads), judging.news_right)


def conflict_accuracy(leads: Leads) -> Share:
    """Leads whose company can be told with exactly the conflicts."""
    return share_of(unique(leads), judging.conflicts_right)


def lead_accuracy(leads: Leads) -> Share:
    """Leads of which all research is right: company and scalar facts, nothing invented."""
    return share_of(leads, lambda judged: judged.research_right)


def mean_latency(leads: Leads) -> float:
    """Mean seconds a lead, over the leads that have an answer."""
    return fmean([j.line.latency_s for j in leads if j.line] or [0.0])


def total_cost(leads: Leads) -> float:
    """US dollars for all leads."""
    return float(sum(judged.line.cost_usd for judged in leads if judged.line))


def total_tokens(leads: Leads) -> int:
    """Tokens of all leads."""
    return sum(judged.line.tokens for judged in leads if judged.line)


def by_difficulty(leads: Leads) -> Mapping[Difficulty, Leads]:
    """The leads by how hard they are; only what occurs."""
    groups = {d: [one for one in leads if one.case.difficulty is d] for d in Difficulty}
    return {difficulty: group for difficulty, group in groups.items() if group}
