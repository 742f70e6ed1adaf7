"""Cases from outside: both forms, what may be missing, and what is refused."""

from typing import Any

import pytest

from leadwright.review.grounding import CaseInvalid, Checker, GroundingReport, parse_case

CHECKER = Checker()
FOUNDED = "Orbita was founded in 2009."
LAUNCH = "I saw that Orbita launched a payroll API in May 2013."
PRIYA = "Would Priya Nair, your VP Engineering, be the right person?"
EVIDENCE = [{"source": "listing", "quote": "founded 2009", "extra": 1}]
FINDINGS: list[dict[str, Any]] = [
    {"id": "f1", "field": "founded_year", "value": 2009, "evidence": EVIDENCE},
    {
        "id": "f2",
        "field": "decision_maker",
        "value": {"name": "Priya Nair", "title": "VP Engineering"},
    },
    {
        "id": "f3",
        "field": "news",
        "value": {"news_id": "n", "date": "2013-05-02", "headline": "Orbita launches payroll API"},
    },
]


def case(text: str, *ids: str, **more: object) -> dict[str, Any]:
    body = f"Hi Dana,\n\n{text}\n\nBest,\nAlex Kim\nPaperwise"
    claims = [{"text": text, "finding_ids": list(ids)}] if ids else []
    return {"draft": {"subject": "", "body": body, "claims": claims}, "findings": FINDINGS} | more


def judged(data: dict[str, Any]) -> GroundingReport:
    return CHECKER.check(*parse_case(data))


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"company_name": "Orbita"},
        {"lead": {"name": "Dana Cole", "title": "CTO", "company_name": "Orbita Inc."}},
        {"company": {"name": "Orbita"}, "seller": {"name": "Paperwise", "sender_name": "Alex Kim"}},
    ],
)
def test_much_may_be_missing(more: dict[str, Any]) -> None:
    assert judged(case(FOUNDED, "f1", **more)).ok
    assert judged(case(PRIYA, "f2", **more)).ok
    assert judged(case(LAUNCH, "f3", **more)).ok
    assert not judged(case(FOUNDED.replace("2009", "2008"), "f1", **more)).ok
    assert not judged(case(PRIYA.replace("VP", "SVP"), "f2", **more)).ok
    assert not judged(case(LAUNCH.replace("Orbita", "Hooli"), "f3", **more)).ok
    assert not judged(case(FOUNDED, **more)).ok


def test_findings_may_be_a_mapping() -> None:
    findings = {"founded_year": {"value": 2009}, "employees": {"value": "85"}}
    assert judged(case(FOUNDED, "founded_year", findings=findings)).ok
    assert judged(case("Orbita has 85 employees.", "employees", findings=findings)).ok


def answers(text: str, *ids: str) -> dict[str, Any]:
    fact = {
        "value": 2009,
        "confidence": 0.9,
        "evidence": [{"source": "a", "ref": "b", "quote": "c"}],
    }
    return case(text, *ids) | {
        "findings": None,
        "lead_id": "L1",
        "record_ids": ["cb12:orbita"],
        "facts": {"founded_year": fact, "employees": {"value": None}, "industry": None},
        "decision_makers": [{"name": "Priya Nair", "title": "VP Engineering"}],
        "recent_news": ["n-1"],
    }


def test_a_line_of_answers_is_a_case() -> None:
    assert judged(answers(FOUNDED, "founded_year")).ok
    assert judged(answers(PRIYA, "decision_maker:1")).ok
    assert judged(answers(PRIYA, "decision_maker:0")).ok
    assert not judged(answers(FOUNDED.replace("2009", "2007"), "founded_year")).ok
    assert not judged(answers(FOUNDED, "employees")).ok


def test_a_headline_is_known_only_where_it_is_given() -> None:
    text = 'I read "Orbita launches payroll API".'
    assert not judged(answers(text, "news:1")).ok
    told = answers(text, "news:1") | {"news": [{"news_id": "n-1", "headline": text[8:-2]}]}
    assert judged(told).ok


def test_the_newest_evidence_is_today_where_no_day_is_given() -> None:
    dated = [
        {**FINDINGS[0], "evidence": [{"quote": "2009", "observed_at": "2014-03-01T10:00:00Z"}]}
    ]
    assert judged(case("You founded Orbita five years ago.", "f1", findings=dated)).ok
    later = case("You founded Orbita five years ago.", "f1", findings=dated, today="2016-01-01")
    assert not judged(later).ok


def test_names_of_others_are_leaks() -> None:
    told = case(
        "Dana, Tom Whitfield likes it.", company_name="Orbita", other_names=["Tom Whitfield"]
    )
    assert [p.code for p in judged(told).problems if p.span == "Tom Whitfield"][-1] == "leak"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ([], "the file"),
        ({}, "draft"),
        ({"draft": "text"}, "draft"),
        ({"draft": None}, "draft"),
        ({"draft": {"body": 5}}, "draft.body"),
        ({"draft": {"body": "", "claims": [{"finding_ids": []}]}}, "draft.claims.0.text"),
        ({"draft": {}, "findings": [{"id": "a", "field": "revenue", "value": 1}]}, "revenue"),
        ({"draft": {}, "findings": [{"id": "a", "field": "employees", "value": [1]}]}, "employees"),
        ({"draft": {}, "findings": {"last_round": {"value": 3}}}, "last_round"),
        (
            {"draft": {}, "findings": {"decision_maker:1": {"value": {"title": "CEO"}}}},
            "decision_maker",
        ),
        ({"draft": {}, "today": "soon"}, "today"),
    ],
)
def test_wrong_shapes_are_refused_by_name(data: Any, place: str) -> None:
    with pytest.raises(CaseInvalid, match=place):
        parse_case(data)
