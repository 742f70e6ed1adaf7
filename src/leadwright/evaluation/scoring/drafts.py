"""What the drafts are worth: how much of the rubric they keep, how much of them is grounded."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadwright.evaluation.scoring.scorers import Share
from leadwright.review.grounding.report import GroundingReport, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftScores:
    """Scores of all drafts of a run, and every sentence that should not be there."""

    quality: Share
    grounded: Share
    ungrounded: tuple[str, ...] = ()


def grounded_share(reports: Iterable[GroundingReport]) -> Share:
    """Of the sentences that state facts, those that the evidence supports."""
    verdicts = [sentence.verdict for report in reports for sentence in report.sentences]
    return Share(
        hits=verdicts.count(Verdict.GROUNDED),
        n=len(verdicts) - verdicts.count(Verdict.NO_FACTS),
    )


def mean_quality(marks: Iterable[float]) -> Share:
    """The mean share of the rubric's rules that a draft keeps."""
    given = list(marks)
    return Share(hits=sum(given), n=len(given), counts=False)
