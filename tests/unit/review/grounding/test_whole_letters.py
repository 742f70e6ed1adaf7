"""Whole letters: all of it stands, and one wrong word is found in the middle of it."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.review.grounding.drafting import DATA
from tests.unit.review.grounding.world import fictional

from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, Others

LETTERS = tomllib.loads((DATA / "letters.toml").read_text(encoding="utf-8"))["letter"]
COMPANIES = fictional()
CHECKER = Checker()


def draft_of(letter: dict[str, Any]) -> Draft:
    return Draft(
        subject=letter["subject"],
        body=letter["body"],
        linkedin_message=letter.get("linkedin_message", ""),
        call_script=letter.get("call_script", ""),
        claims=tuple(
            Claim(text=text, finding_ids=tuple(FindingId(i) for i in ids.split()))
            for text, ids in letter["claims"]
        ),
    )


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_an_honest_letter_stands(number: int) -> None:
    letter, facts = LETTERS[number], COMPANIES[LETTERS[number]["company"]]
    report = CHECKER.check(draft_of(letter), facts.findings(), facts.context(Others()))
    assert report.ok, report.problems


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_the_same_letter_about_another_company_does_not(number: int) -> None:
    letter = LETTERS[number]
    facts = COMPANIES[(letter["company"] + 1) % len(COMPANIES)]
    report = CHECKER.check(draft_of(letter), facts.findings(), facts.context(Others()))
    assert not report.ok


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_a_letter_without_its_claims_does_not_stand(number: int) -> None:
    letter, facts = LETTERS[number], COMPANIES[LETTERS[number]["company"]]
    bare = replace(draft_of(letter), claims=())
    assert not CHECKER.check(bare, facts.findings(), facts.context(Others())).ok
