"""Whole drafts in many voices: the honest ones stand, and one wrong word is found in each."""

import random

import pytest
from tests.unit.review.grounding.drafting import DATA
from tests.unit.review.grounding.letters import Post, fits, letters, wrongs
from tests.unit.review.grounding.world import fictional

from leadwright.review.draft import Draft
from leadwright.review.grounding import Checker, Others

VOICES = sorted(path.name for path in (DATA / "outreach").glob("*.txt") if "lies" not in path.name)
LIES = sorted(path.name for path in (DATA / "outreach").glob("lies_*.txt"))
COMPANIES = fictional()
CHECKER = Checker()
OTHERS = Others.of([name for facts in COMPANIES for name in (facts.lead, facts.name)])


@pytest.mark.parametrize("voice", VOICES)
def test_honest_drafts_stand(voice: str) -> None:
    rng, alarms, honest = random.Random(5), list[str](), 0  # noqa: S311
    for letter in letters(voice):
        able = [facts for facts in COMPANIES if fits(letter, facts)]
        assert able, letter.subject
        for facts in able:
            draft = Post(facts, rng).write(letter)
            report = CHECKER.check(draft, facts.findings(), facts.context(OTHERS))
            alarms += [f"{p.code} {p.span!r}: {draft.subject}" for p in report.problems[:1]]
            honest += 1
    assert len(alarms) / honest <= 0.02, alarms


@pytest.mark.parametrize("voice", VOICES)
def test_one_wrong_thing_is_found_in_them(voice: str) -> None:
    rng, missed, planted = random.Random(9), list[str](), 0  # noqa: S311
    for number, letter in enumerate(letters(voice)):
        able = [facts for facts in COMPANIES if fits(letter, facts)]
        facts = able[number % len(able)]
        other = COMPANIES[(COMPANIES.index(facts) + 1) % len(COMPANIES)]
        for kind, draft in wrongs(facts, other, letter, rng):
            report = CHECKER.check(draft, facts.findings(), facts.context(Others()))
            missed += [f"{kind}: {draft.subject} {draft.body}"] if report.ok else []
            planted += 1
    assert planted > len(letters(voice))
    assert len(missed) / planted <= 0.01, missed


@pytest.mark.parametrize("lies", LIES)
def test_a_lie_in_ordinary_words_is_found(lies: str) -> None:
    """No number and no name: your team fell by half, you are hiring, after the lawsuit."""
    missed, facts = list[str](), COMPANIES[1]
    said = (DATA / "outreach" / lies).read_text(encoding="utf-8").splitlines()
    for line in said:
        name = facts.name.rstrip(".")
        text = line.replace("{company_s}", f"{name}'s").replace("{company}", name)
        body = f"Hello,\n\nA question about invoices. {text} Worth a chat?\n\nBest,\nSam Lee"
        draft = Draft(subject="Invoices", body=body)
        report = CHECKER.check(draft, facts.findings(), facts.context(OTHERS))
        missed += [line] if report.ok else []
    assert len(missed) / len(said) <= 0.07, missed


def test_talk_of_you_is_no_statement() -> None:
    """Questions, conditions, offers and what a reader does with a letter."""
    alarms, facts = list[str](), COMPANIES[1]
    said = (DATA / "outreach" / "talk" / "of_you.txt").read_text(encoding="utf-8").splitlines()
    for line in said:
        text = line.replace("{company}", facts.name)
        body = f"Hello,\n\nA question about invoices. {text} Worth a chat?\n\nBest,\nSam Lee"
        draft = Draft(subject="Invoices", body=body)
        report = CHECKER.check(draft, facts.findings(), facts.context(OTHERS))
        alarms += [f"{p.span!r}: {line}" for p in report.problems[:1]]
    assert len(alarms) / len(said) <= 0.01, alarms
