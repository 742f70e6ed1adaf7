"""One sentence at a time: what a rep may say about Zendrix, and what not."""

import pytest
from tests.unit.review.grounding.drafting import load
from tests.unit.review.grounding.world import fictional

from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, GroundingReport, Others

SENTENCES = load("sentences.toml")
COMPANIES = fictional()
CHECKER = Checker()


def judged(text: str, ids: str) -> GroundingReport:
    facts = COMPANIES[0]
    cited = tuple(FindingId(finding_id) for finding_id in ids.split())
    draft = Draft(
        subject="Invoices",
        body=f"Hi Maria,\n\nA question about invoices. {text} Worth a chat?\n\nBest,\nSam Lee",
        claims=(Claim(text=text, finding_ids=cited),) if cited else (),
    )
    others = Others.of([name for other in COMPANIES for name in (other.lead, other.name)])
    return CHECKER.check(draft, facts.findings(), facts.context(others))


@pytest.mark.parametrize(("text", "ids"), SENTENCES["honest"])
def test_an_honest_sentence_stands(text: str, ids: str) -> None:
    report = judged(text, ids)
    assert report.ok, report.problems


@pytest.mark.parametrize(("text", "ids"), SENTENCES["wrong"])
def test_a_wrong_sentence_is_faulted(text: str, ids: str) -> None:
    assert not judged(text, ids).ok
