"""An evaluation from file to report: work the leads, hold the answers against the truth."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadwright.evaluation.answers import answers_of
from leadwright.evaluation.dataset import Case
from leadwright.evaluation.lines import AnswerLine
from leadwright.evaluation.ports import WorksLeads
from leadwright.evaluation.report import Report
from leadwright.evaluation.scoring.drafts import DraftJudge
from leadwright.evaluation.scoring.judging import pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Examinee:
    """What is examined: a release, the model that plays it, on which day, as of which."""

    release: str
    model: str
    on: date
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The report, and the answers it rests on."""

    report: Report
    lines: tuple[AnswerLine, ...]


async def examine(
    file: Path,
    cases: tuple[Case, ...],
    *,
    works: WorksLeads,
    drafts: DraftJudge,
    examinee: Examinee,
) -> Examined:
    """Work a file of leads and score what came of it; the truth is looked at only afterwards."""
    await works.work(file)
    worked = await works.worked()
    lines = answers_of(worked)
    report = Report(
        evaluation_run=f"{examinee.on.isoformat()}_{examinee.release}",
        release=examinee.release,
        model=examinee.model,
        as_of=examinee.as_of.isoformat(),
        leads=pair(cases, lines),
        drafts=drafts.score(worked),
    )
    return Examined(report=report, lines=lines)
