"""From worked leads to answer lines."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.unit.evaluation.known import a_halt, worked

from leadwright.evaluation.answers import answers_of
from leadwright.evaluation.dataset import Act
from leadwright.evaluation.lines import write_lines
from leadwright.leads.findings import (
    Candidate,
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    Finding,
    FindingId,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.leads.stage import Stage
from leadwright.review.draft import Claim, Draft

ACME = Candidate(
    entity_id="e1", name="Acme", record_ids=("new:acme", "old:acme"), score=1.0, reasons=()
)


def said(number: int, field: FactField, value: FactValue) -> Evidence:
    return Evidence(
        id=EvidenceId(f"ev{number}"),
        source="new",
        record_id="new:acme",
        ref=f"row-{number}",
        url=None,
        observed_on=date(2013, 12, 2),
        field=field,
        value=value,
        quote=f"as written {number}",
    )


def concluded(number: int, field: FactField, value: FactValue, name: str = "") -> Finding:
    return Finding(
        id=FindingId(name or field.value),
        field=field,
        value=value,
        evidence_ids=(EvidenceId(f"ev{number}"),),
        confidence=0.8,
    )


VALUES: list[tuple[FactField, FactValue]] = [
    (FactField.EMPLOYEES, 20),
    (FactField.TOTAL_FUNDING_USD, Decimal(5_000_000)),
    (
        FactField.LAST_ROUND,
        RoundValue(type="series-a", date="2013-01-10", amount_usd=Decimal("2500000.5")),
    ),
    (FactField.DECISION_MAKER, PersonValue(name="Ann Vee", title="CEO")),
    (FactField.NEWS, NewsValue(news_id="n1", date="2013-02-01", headline="Acme grows")),
    (FactField.CONTACT, PersonValue(name="Ann Vee", title="CEO")),
]
FOUND = Findings(
    resolution=Resolution(match=Match.UNIQUE, candidates=(ACME,), confidence=1.0),
    findings=tuple(concluded(n, field, value) for n, (field, value) in enumerate(VALUES)),
    evidence=tuple(said(n, field, value) for n, (field, value) in enumerate(VALUES)),
    conflicts=(FactField.TOTAL_FUNDING_USD,),
)
MAIL = Draft(
    subject="Acme and 20 people",
    body="Hello Ann.\n\nYou are 20 people.",
    claims=(
        Claim(text="You are 20 people.", finding_ids=(FindingId("employees"),)),
        Claim(text="Said in a call only.", finding_ids=(FindingId("employees"),)),
    ),
)


def test_findings_become_facts_with_confidence_and_evidence() -> None:
    one = worked("A", Stage.ESCALATED, findings=FOUND, confidence=0.83, halt=a_halt("high_value"))
    (line,) = answers_of([one])
    assert (line.lead_id, line.action, line.confidence) == ("A", Act.ESCALATE, 0.83)
    assert (line.resolution, line.record_ids) == (Match.UNIQUE, ("new:acme", "old:acme"))
    assert line.escalation_reasons == ("high_value",)
    assert line.facts.employees.value == 20
    assert line.facts.employees.confidence == pytest.approx(0.8)
    assert [(e.source, e.ref, e.quote) for e in line.facts.employees.evidence] == [
        ("new", "row-0", "as written 0")
    ]
    assert line.facts.founded_year.value is None
    assert line.facts.founded_year.evidence == ()
    assert [person.name for person in line.decision_makers] == ["Ann Vee"]
    assert line.recent_news == ("n1",)
    assert line.conflicts == ("total_funding_usd",)


@pytest.mark.parametrize(
    ("stage", "action"),
    [
        (Stage.AWAITING_APPROVAL, Act.OUTREACH),
        (Stage.ESCALATED, Act.ESCALATE),
        (Stage.MERGED, Act.MERGE_DUPLICATE),
        (Stage.DISQUALIFIED, None),
        (Stage.RESEARCHING, None),
    ],
)
def test_where_a_lead_rests_tells_what_was_done(stage: Stage, action: Act | None) -> None:
    (line,) = answers_of([worked("A", stage)])
    assert line.action is action


def test_a_lead_whose_company_is_not_known_carries_no_fact() -> None:
    (line,) = answers_of([worked("A", Stage.ESCALATED, halt=a_halt("no_data"))])
    assert line.resolution is Match.NONE
    assert line.record_ids == ()
    assert all(fact["value"] is None for fact in line.facts.model_dump().values())


def test_only_claims_of_the_mail_are_told() -> None:
    (line,) = answers_of([worked("A", Stage.AWAITING_APPROVAL, findings=FOUND, draft=MAIL)])
    assert line.draft is not None
    assert [(c.text, c.finding_ids) for c in line.draft.claims] == [
        ("You are 20 people.", ("employees",))
    ]


def test_a_merged_lead_is_answered_by_the_one_that_lives_on_and_named_by_the_files_id() -> None:
    first = worked("A", Stage.ESCALATED, findings=FOUND, confidence=0.9, halt=a_halt("high_value"))
    second = worked("B", Stage.MERGED, into="A")
    third = worked("C", Stage.MERGED, into="B")
    _, *merged = answers_of([first, second, third])
    assert [line.facts.employees.value for line in merged] == [20, 20]
    assert [line.duplicate_of for line in merged] == ["A", "B"]
    assert {line.action for line in merged} == {Act.MERGE_DUPLICATE}
    assert {line.confidence for line in merged} == {0.9}
    assert all(line.escalation_reasons == () and line.draft is None for line in merged)


def test_leads_merged_in_a_circle_end_the_walk() -> None:
    lines = answers_of([worked("A", Stage.MERGED, into="B"), worked("B", Stage.MERGED, into="A")])
    assert [line.duplicate_of for line in lines] == ["B", "A"]


def test_a_failure_is_told_from_a_question_to_a_person() -> None:
    lines = answers_of(
        [
            worked("A", Stage.ESCALATED, halt=a_halt("internal_error")),
            worked("B", Stage.ESCALATED, halt=a_halt("no_good_answer", "high_value")),
            worked("C", Stage.ESCALATED, halt=a_halt("no_data")),
        ]
    )
    assert [line.failed for line in lines] == [True, True, False]


def test_a_line_has_the_public_shape(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    one = worked("A", Stage.AWAITING_APPROVAL, findings=FOUND, draft=MAIL, confidence=0.8)
    write_lines(file, answers_of([one, worked("B", Stage.ESCALATED)]))
    first, second = (json.loads(text) for text in file.read_text("utf-8").splitlines())
    wanted = (
        "lead_id resolution record_ids facts decision_makers recent_news conflicts action "
        "escalation_reasons duplicate_of confidence draft cost_usd tokens latency_s"
    )
    assert list(first) == list(second) == wanted.split()
    assert list(first["facts"]) == [
        "founded_year",
        "employees",
        "industry",
        "country",
        "total_funding_usd",
        "last_round",
    ]
    assert first["facts"]["total_funding_usd"]["value"] == 5_000_000
    assert first["facts"]["last_round"]["value"] == {
        "type": "series-a",
        "date": "2013-01-10",
        "amount_usd": 2_500_000.5,
    }
    assert first["facts"]["employees"]["evidence"] == [
        {"source": "new", "ref": "row-0", "quote": "as written 0"}
    ]
    assert first["decision_makers"] == [{"name": "Ann Vee", "title": "CEO"}]
    assert first["draft"]["claims"] == [
        {"text": "You are 20 people.", "finding_ids": ["employees"]}
    ]
    assert second["draft"] is None
    assert second["duplicate_of"] is None
    assert second["facts"]["employees"] == {"value": None, "confidence": 0.0, "evidence": []}
