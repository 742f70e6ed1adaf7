"""An evaluation from file to report, with nobody working."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.fakes.works_leads import FakeWorksLeads, escalated
from tests.unit.evaluation.known import NO_TRUTH, a_halt, a_row, write_rows
from tests.unit.evaluation.scoring.test_drafts import JUDGE

from leadwright.evaluation.dataset import read_cases
from leadwright.evaluation.examine import Examined, Examinee, examine
from leadwright.evaluation.ports import Worked
from leadwright.leads.lead import Lead

EXAMINEE = Examinee(
    release="playbook-1", model="playbook", on=date(2026, 11, 2), as_of=date(2013, 12, 12)
)


async def examined(works: FakeWorksLeads, folder: Path) -> Examined:
    file = write_rows(folder, a_row("A"), a_row("B", ground_truth=NO_TRUTH))
    return await examine(file, read_cases(file), works=works, drafts=JUDGE, examinee=EXAMINEE)


async def test_answers_are_paired_with_the_truth_and_the_run_is_named(tmp_path: Path) -> None:
    found = await examined(FakeWorksLeads(), tmp_path)
    assert found.report.evaluation_run == "2026-11-02_playbook-1"
    assert [line.lead_id for line in found.lines] == ["A", "B"]
    assert found.report.results["company_resolution"] == 0.5
    assert found.report.results["escalation_accuracy"] == 1


async def test_leads_that_got_lost_are_wrong_and_still_counted(tmp_path: Path) -> None:
    class Loses(FakeWorksLeads):
        async def work(self, file: Path) -> None:
            await super().work(file)
            self.seen.pop()

    found = await examined(Loses(), tmp_path)
    assert len(found.report.leads) == 2
    assert len(found.lines) == 1
    assert found.report.results["escalation_accuracy"] == 0.5


async def test_leads_that_failed_are_wrong(tmp_path: Path) -> None:
    def fails(lead: Lead) -> Worked:
        one = escalated(lead)
        return replace(one, session=replace(one.session, halt=a_halt("internal_error")))

    found = await examined(FakeWorksLeads(rest=fails), tmp_path)
    assert found.report.results["company_resolution"] == 0
    assert found.report.results["escalation_recall"] == 0
