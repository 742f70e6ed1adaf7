"""The outcome of an evaluation as numbers: the public JSON, and the gates that hold or fail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar, TypeAlias

from leadwright.errors import Misconfigured, Refused
from leadwright.evaluation.scoring import calibration, scorers
from leadwright.evaluation.scoring.drafts import DraftScores
from leadwright.evaluation.scoring.judging import FIELDS, Judged
from leadwright.evaluation.scoring.scorers import Share

Number: TypeAlias = float | int | None
DIGITS = 4

# Metrics where less is better; a gate on one of these is a ceiling.
CEILINGS = frozenset(
    {
        "invented_facts",
        "avg_latency_seconds",
        "avg_cost_per_lead",
        "total_cost",
        "avg_tokens_per_lead",
        "brier",
        "ece",
    }
)


# What a gate can name.
METRICS = (
    "company_resolution",
    "research_accuracy",
    "completeness",
    "decision_maker_accuracy",
    "escalation_accuracy",
    "escalation_recall",
    "escalation_precision",
    "email_quality_score",
    "grounded_share",
    "news_accuracy",
    "conflict_accuracy",
    *sorted(CEILINGS),
)


class GateFailed(Refused):
    """A metric is worse than its gate allows; the message names each one."""

    code: ClassVar[str] = "gate_failed"


class GateUnknown(Misconfigured):
    """A gate names no metric or no number; the message says how it is written."""

    code: ClassVar[str] = "gate_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An evaluation: which release answered which leads how well. `model` says who played."""

    evaluation_run: str
    release: str
    model: str
    as_of: str
    leads: Sequence[Judged]
    drafts: DraftScores

    @property
    def shares(self) -> Mapping[str, Share]:
        """Every metric that is a share, by its public name."""
        leads = self.leads
        return {
            "company_resolution": scorers.company_resolution(leads),
            "research_accuracy": scorers.research_accuracy(leads),
            "completeness": scorers.completeness(leads),
            "decision_maker_accuracy": scorers.decision_maker_accuracy(leads),
            "escalation_accuracy": scorers.escalation_accuracy(leads),
            "escalation_recall": scorers.escalation_recall(leads),
            "escalation_precision": scorers.escalation_precision(leads),
            "email_quality_score": self.drafts.quality,
            "grounded_share": self.drafts.grounded,
            "news_accuracy": scorers.news_accuracy(leads),
            "conflict_accuracy": scorers.conflict_accuracy(leads),
        }

    @property
    def results(self) -> dict[str, Number]:
        """The public results, unrounded."""
        shares, n = self.shares, len(self.leads) or 1
        cost = scorers.total_cost(self.leads)
        names = (
            "company_resolution",
            "research_accuracy",
            "completeness",
            "decision_maker_accuracy",
            "escalation_accuracy",
            "escalation_recall",
        )
        return {
            **{name: shares[name].value for name in names},
            "invented_facts": scorers.invented_facts(self.leads),
            "email_quality_score": shares["email_quality_score"].value,
            "avg_latency_seconds": scorers.mean_latency(self.leads),
            "avg_cost_per_lead": cost / n,
            "total_cost": cost,
            "avg_tokens_per_lead": scorers.total_tokens(self.leads) / n,
        }

    @property
    def figures(self) -> dict[str, Number]:
        """Everything a gate can name."""
        facts = calibration.calibrate(calibration.fact_guesses(self.leads))
        others = {name: share.value for name, share in self.shares.items()}
        return {**others, **self.results, "brier": facts.brier, "ece": facts.ece}


def as_json(report: Report) -> dict[str, object]:
    """The public JSON of an evaluation, figures rounded to four digits."""
    selective = calibration.select(report.leads)
    return {
        "evaluation_run": report.evaluation_run,
        "release": report.release,
        "dataset_size": len(report.leads),
        "results": {name: rounded(value) for name, value in report.results.items()},
        "by_difficulty": by_difficulty(report),
        "calibration": {
            "facts": _calibration(calibration.fact_guesses(report.leads)),
            "leads": _calibration(calibration.lead_guesses(report.leads)),
        },
        "selective": {
            "coverage": rounded(selective.coverage.value),
            "accuracy": rounded(selective.accuracy.value),
        },
        "model": report.model,
        "as_of": report.as_of,
        "details": {
            "metrics": {name: share_json(share) for name, share in report.shares.items()},
            "fields": {f: share_json(scorers.field_accuracy(report.leads, f)) for f in FIELDS},
            "reasons": {
                reason: share_json(share)
                for reason, share in scorers.reason_recall(report.leads).items()
            },
            "rubric_broken": dict(report.drafts.broken),
            "selective": {
                "threshold": calibration.ASK,
                "coverage": share_json(selective.coverage),
                "accuracy": share_json(selective.accuracy),
            },
        },
    }


def by_difficulty(report: Report) -> dict[str, dict[str, Number]]:
    """For each difficulty: the share of leads with all research right, seconds a lead, leads."""
    return {
        difficulty.value: {
            "accuracy": rounded(scorers.lead_accuracy(group).value),
            "latency": rounded(scorers.mean_latency(group)),
            "n": len(group),
        }
        for difficulty, group in scorers.by_difficulty(report.leads).items()
    }


def share_json(share: Share) -> dict[str, object]:
    """A share with what it rests on and its 95 % interval."""
    low, high = share.interval or (None, None)
    return {
        "value": rounded(share.value),
        "hits": rounded(share.hits),
        "n": share.n,
        "low": rounded(low),
        "high": rounded(high),
    }


def _calibration(guesses: Sequence[calibration.Guess]) -> dict[str, object]:
    found = calibration.calibrate(guesses)
    return {
        "n": found.n,
        "brier": rounded(found.brier),
        "ece": rounded(found.ece),
        "bins": [{k: rounded(v) for k, v in asdict(b).items()} for b in found.bins],
    }


def rounded(value: Number) -> Number:
    """Four digits; whole counts stay whole."""
    return round(value, DIGITS) if isinstance(value, float) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A bound that a metric must hold: a floor, or a ceiling where less is better."""

    metric: str
    bound: float

    def holds(self, value: Number) -> bool:
        """Whether a value is within the bound. What was not measured is not."""
        if value is None:
            return False
        return value <= self.bound if self.metric in CEILINGS else value >= self.bound

    def sentence(self, value: Number, model: str) -> str:
        """What was asked, what was measured, and which model played."""
        asked = "at most" if self.metric in CEILINGS else "at least"
        got = "was not measured" if value is None else f"is {value:.6g} ({model})"
        return f"{self.metric} {got}, {asked} {self.bound:g} is asked"


def read_gate(text: str) -> Gate:
    """A gate as the command line writes it: `research_accuracy=0.98`.

    Raises:
        GateUnknown: it has another form, or no such metric exists.
    """
    metric, _, bound = text.partition("=")
    if metric.strip() not in METRICS:
        raise GateUnknown(f"gate {text!r} names no metric; there are: {', '.join(METRICS)}")
    try:
        return Gate(metric=metric.strip(), bound=float(bound))
    except ValueError:
        raise GateUnknown(f"gate {text!r} needs a number, like {metric.strip()}=0.98") from None


def failed_gates(report: Report, gates: Iterable[Gate]) -> list[str]:
    """A sentence for each gate that does not hold."""
    figures = report.figures
    return [
        gate.sentence(figures[gate.metric], report.model)
        for gate in gates
        if not gate.holds(figures[gate.metric])
    ]
