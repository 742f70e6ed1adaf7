"""Research: the model points at numbered evidence, and can neither invent nor overrule it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.builders import a_lead
from tests.unit.leads.reading.ledger import a_person, read, said

from leadwright.agents.research import (
    EVIDENCE_TOKENS,
    ResearchOutput,
    asked,
    disagreements,
    doubts,
    number_evidence,
    play,
    prompt,
)
from leadwright.leads.findings import FactField, Findings
from leadwright.models import tokens
from leadwright.models.playbook import Turn

Told = dict[str, list[int]]


def own() -> Findings:
    return read(
        said(2004, FactField.FOUNDED_YEAR, "old"),
        said(2005, FactField.FOUNDED_YEAR, "new"),
        said(40, FactField.EMPLOYEES, "new"),
        said("software", FactField.INDUSTRY, "mid"),
        a_person("Ann Lee", "CEO", seq=0),
        a_person("Bo Ray", "CTO", seq=1),
    )


def answered(findings: Findings) -> Told:
    """What the playbook says to these findings."""
    told = play(Turn(prompt=prompt(a_lead(), findings, number_evidence(findings)), feedback=()))
    return ResearchOutput.model_validate(told).findings


def test_the_playbook_agrees_with_the_reading() -> None:
    findings, numbered = own(), number_evidence(own())
    answer = ResearchOutput(findings=answered(findings))
    assert disagreements(answer, findings, numbered) == []


SPOILED: dict[str, Callable[[Told], Told]] = {
    "a number that is not there": lambda told: told | {"employees": [99]},
    "nought": lambda told: told | {"employees": [0]},
    "below nought": lambda told: told | {"employees": [-1]},
    "another field": lambda told: told | {"employees": told["industry"]},
    "what is contradicted": lambda told: told | {"founded_year": [told["founded_year"][0] + 1]},
    "a field left out": lambda told: {k: v for k, v in told.items() if k != "industry"},
    "a field without numbers": lambda told: told | {"industry": []},
    "a field of its own": lambda told: told | {"ceo": [1]},
    "nothing": lambda _: {},
}


@pytest.mark.parametrize("way", SPOILED)
def test_an_answer_that_differs_from_the_reading_is_refused(way: str) -> None:
    findings, numbered = own(), number_evidence(own())
    answer = ResearchOutput(findings=SPOILED[way](answered(findings)))
    assert disagreements(answer, findings, numbered)


def test_a_model_may_doubt_what_is_known_and_nothing_else() -> None:
    answer = ResearchOutput(findings={}, doubtful=["employees", "news", "ceo", "total_funding_usd"])
    assert doubts(answer, own()) == (FactField.EMPLOYEES,)


def test_evidence_is_numbered_from_one_by_field_the_best_first() -> None:
    findings = own()
    numbered = number_evidence(findings)
    assert list(numbered) == list(range(1, len(numbered) + 1))
    for field in {finding.field for finding in asked(findings)}:
        first = next(item for item in numbered.values() if item.field is field)
        best = findings.get(field)
        assert best is not None
        assert first.id in best.evidence_ids


@given(count=st.integers(1, 60), wall=st.integers(0, 400))
def test_evidence_stays_within_its_tokens_and_never_loses_what_counts(
    count: int, wall: int
) -> None:
    people = [a_person(f"Person {n}", "CEO" + " x" * wall, seq=n) for n in range(count)]
    many = [said(40, FactField.EMPLOYEES, "new", ref=f"r{n}") for n in range(count)]
    findings = read(*people, *many, said(2004, FactField.FOUNDED_YEAR))
    numbered = number_evidence(findings)
    shown = {item.id for item in numbered.values()}
    assert all(finding.evidence_ids[0] in shown for finding in asked(findings))
    lines = prompt(a_lead(), findings, numbered).splitlines()
    must = len(asked(findings))
    extra = sorted(lines, key=len)[: max(0, len(numbered) - must)]
    assert tokens.careful("\n".join(extra)) <= EVIDENCE_TOKENS


@given(
    name=st.text(max_size=60),
    title=st.text(st.characters() | st.sampled_from("|\n<>"), min_size=1, max_size=60),
)
def test_no_line_of_the_prompt_can_be_forged(name: str, title: str) -> None:
    people = [a_person(f"Ann {name}", f"CEO {title}")]
    findings = read(*people, said(40, FactField.EMPLOYEES))
    numbered = number_evidence(findings)
    lines = prompt(a_lead(), findings, numbered).splitlines()
    assert lines[1] == "<evidence>"
    assert lines[-1] == "</evidence>"
    assert [line.split(" ")[0] for line in lines[2:-1]] == [str(n) for n in numbered]
    assert all(line.count(" | ") == 2 for line in lines[2:-1])
    answer = ResearchOutput(findings=answered(findings))
    assert disagreements(answer, findings, numbered) == []
