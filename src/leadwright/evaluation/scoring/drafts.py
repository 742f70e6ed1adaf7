"""What the drafts are worth: how much of the rubric they keep, how much of them is grounded."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from leadwright.evaluation.ports import Worked
from leadwright.evaluation.rubric import Rubric, Setting
from leadwright.evaluation.rubric import Verdict as Marks
from leadwright.evaluation.scoring.scorers import Share
from leadwright.leads.findings import Findings
from leadwright.leads.lead import Lead
from leadwright.review.draft import Draft
from leadwright.review.grounding import Checker, Context, GroundingReport, Others, Verdict
from leadwright.review.seller import SellerProfile

ContextOf: TypeAlias = Callable[[Lead, Findings], Context]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftScores:
    """Scores of all drafts of a run, and what is wrong with them.

    Attributes:
        quality: The mean share of the rubric's rules that a draft keeps.
        grounded: Of the sentences that state facts, those that the evidence supports.
        broken: How many drafts break a rule of the rubric.
        ungrounded: Every sentence that should not be there, with its lead and its fault.
    """

    quality: Share
    grounded: Share
    broken: Mapping[str, int] = field(default_factory=dict)
    ungrounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftJudge:
    """Judges drafts apart from whoever wrote them. `context_of` says what needs no evidence."""

    rubric: Rubric
    checker: Checker
    seller: SellerProfile
    context_of: ContextOf

    def score(self, worked: Sequence[Worked]) -> DraftScores:
        """Score every draft; a name of another lead in one is a leak."""
        others = Others.of(_names(worked))
        drafted = [
            (one, one.session.draft, one.session.findings)
            for one in worked
            if one.session.draft and one.session.findings
        ]
        marks = [self._quality(one, draft, found) for one, draft, found in drafted]
        reports = {
            one.external_id or one.lead.lead_id: self._report(one, draft, found, others)
            for one, draft, found in drafted
        }
        return DraftScores(
            quality=Share(hits=sum(mark.share for mark in marks), n=len(marks), counts=False),
            grounded=grounded_share(reports.values()),
            broken=Counter(rule for mark in marks for rule in mark.broken),
            ungrounded=tuple(_faults(reports)),
        )

    def _quality(self, one: Worked, draft: Draft, findings: Findings) -> Marks:
        entity = findings.resolution.entity
        setting = Setting(
            person_name=one.lead.person.name,
            company=entity.name if entity else one.lead.company.name,
            seller=self.seller,
            facts_known=bool(findings.findings),
        )
        return self.rubric.judge(draft, setting)

    def _report(
        self, one: Worked, draft: Draft, findings: Findings, others: Others
    ) -> GroundingReport:
        context = replace(self.context_of(one.lead, findings), others=others)
        return self.checker.check(draft, findings, context)


def grounded_share(reports: Iterable[GroundingReport]) -> Share:
    """Of the sentences that state facts, those that the evidence supports."""
    verdicts = [sentence.verdict for report in reports for sentence in report.sentences]
    return Share(
        hits=verdicts.count(Verdict.GROUNDED),
        n=len(verdicts) - verdicts.count(Verdict.NO_FACTS),
    )


def _names(worked: Sequence[Worked]) -> set[str]:
    leads = [one.lead for one in worked]
    return {name for lead in leads for name in (lead.person.name, lead.company.name) if name}


def _faults(reports: Mapping[str, GroundingReport]) -> Iterable[str]:
    for lead_id, report in reports.items():
        for sentence in report.sentences:
            for problem in sentence.problems:
                yield f"{lead_id}: {problem.code}, {problem.message}: {sentence.text}"
