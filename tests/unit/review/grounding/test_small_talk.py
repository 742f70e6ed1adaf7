"""What cold mails are full of, and what states nothing."""

import pytest
from tests.unit.review.grounding.drafting import DATA
from tests.unit.review.grounding.world import fictional

from leadwright.review.draft import Draft
from leadwright.review.grounding import Checker, Others

SENTENCES = (DATA / "chatter.txt").read_text(encoding="utf-8").splitlines()
FACTS = fictional()[0]
FINDINGS, CONTEXT = FACTS.findings(), FACTS.context(Others())
CHECKER = Checker()


@pytest.mark.parametrize("text", SENTENCES)
def test_small_talk_needs_no_evidence(text: str) -> None:
    report = CHECKER.check(Draft(subject="", body=f"Hi Maria,\n\n{text}"), FINDINGS, CONTEXT)
    assert report.ok, report.problems
