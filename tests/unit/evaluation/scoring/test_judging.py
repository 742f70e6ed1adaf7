"""One answer against the truth: whatever can be wrong is found."""

import pytest
from tests.unit.evaluation.known import (
    a_case,
    a_stranger,
    an_answer,
    failed,
    judged,
    missing,
    no_company,
    some_facts,
)

from leadwright.evaluation.scoring import judging
from leadwright.evaluation.scoring.judging import FIELDS, Judged, misses


def test_a_right_answer_has_no_miss() -> None:
    assert misses(judged()) == ()
    assert misses(judged(a_stranger(), no_company())) == ()


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"record_ids": ["new:other"]}, "company"),
        ({"record_ids": ["new:acme", "new:other"]}, "company"),
        ({"record_ids": []}, "company"),
        ({"resolution": "ambiguous"}, "company"),
        ({"action": "outreach"}, "action"),
        ({"action": None}, "action"),
        ({"facts": some_facts(founded_year=2008)}, "founded_year"),
        ({"facts": some_facts(employees=None)}, "employees"),
        ({"facts": some_facts(industry="internet")}, "industry"),
        ({"facts": some_facts(country="CA")}, "country"),
        ({"facts": some_facts(total_funding_usd=5_000_001)}, "total_funding_usd"),
        ({"facts": some_facts(last_round={"type": "seed", "date": "2013-01-10"})}, "last_round"),
        ({"decision_makers": []}, "decision_makers"),
        ({"recent_news": ["n1"]}, "recent_news"),
        ({"conflicts": []}, "conflicts"),
    ],
)
def test_whatever_is_wrong_is_named(parts: dict[str, object], what: str) -> None:
    assert [miss.what for miss in misses(judged(line=an_answer(**parts)))] == [what]


def test_part_of_the_records_is_the_right_company() -> None:
    assert judging.company_right(judged(line=an_answer(record_ids=["old:acme"])))


def test_unknown_is_right_where_the_truth_is_unknown() -> None:
    case = a_case(employees=None)
    assert judging.field_right(
        judged(case, an_answer(facts=some_facts(employees=None))), "employees"
    )
    assert not judging.field_right(judged(case), "employees")


@pytest.mark.parametrize(
    ("part", "value"),
    [("type", "series-b"), ("date", "2013-01-11"), ("amount_usd", None), ("amount_usd", 1)],
)
def test_every_part_of_a_round_counts(part: str, value: object) -> None:
    wrong = {"type": "series-a", "date": "2013-01-10", "amount_usd": 5_000_000, part: value}
    one = judged(line=an_answer(facts=some_facts(last_round=wrong)))
    assert not judging.field_right(one, "last_round")


@pytest.mark.parametrize(
    ("names", "score"),
    [
        (["Ann Vee", "Bob Eff"], 1.0),
        ([" ann  VEE", "Bob Eff"], 1.0),
        (["Bob Eff"], 2 / 3),
        (["Ann Vee", "Bob Eff", "Cal Tee"], 4 / 5),
        (["Cal Tee"], 0.0),
        ([], 0.0),
    ],
)
def test_people_are_scored_by_the_f1_of_their_names(names: list[str], score: float) -> None:
    people = [{"name": name, "title": "whatever"} for name in names]
    assert judging.people_f1(judged(line=an_answer(decision_makers=people))) == pytest.approx(score)


def test_nobody_where_there_is_nobody_is_right_and_somebody_is_wrong() -> None:
    case = a_case(decision_makers=[])
    assert judging.people_f1(judged(case, an_answer(decision_makers=[]))) == 1
    assert judging.people_f1(judged(case)) == 0


@pytest.mark.parametrize(
    "parts",
    [
        {"facts": {"country": {"value": "US", "confidence": 0.1}}},
        {"decision_makers": [{"name": "Ann Vee", "title": "CEO"}]},
        {"recent_news": ["n1"]},
        {"conflicts": ["founded_year"]},
        {
            "draft": {
                "subject": "Acme",
                "body": "You are 20 people.",
                "claims": [{"text": "You are 20 people.", "finding_ids": ["employees"]}],
            }
        },
    ],
)
def test_any_fact_without_a_company_is_an_invention(parts: dict[str, object]) -> None:
    assert judging.invents(judged(a_stranger(), no_company(**parts)))


def test_a_stranger_without_facts_and_an_acme_with_facts_invent_nothing() -> None:
    assert not judging.invents(judged(a_stranger(), no_company()))
    assert not judging.invents(judged())


@pytest.mark.parametrize("wrong", [missing(), failed()], ids=["missing", "failed"])
def test_a_lead_without_an_answer_is_wrong_throughout(wrong: Judged) -> None:
    assert not judging.company_right(wrong)
    assert not any(judging.field_right(wrong, field) for field in FIELDS)
    assert judging.people_f1(wrong) == 0
    assert not judging.action_right(wrong)
    assert not judging.escalated(wrong)
    assert not judging.news_right(wrong)
    assert not judging.conflicts_right(wrong)
    assert not wrong.research_right
    assert [miss.what for miss in misses(wrong)] == [judging.NO_ANSWER]


def test_a_failed_lead_may_still_have_invented() -> None:
    line = no_company(escalation_reasons=["internal_error"], recent_news=["n1"])
    assert judging.invents(judged(a_stranger(), line))


def test_research_about_a_stranger_is_right_when_nothing_is_said() -> None:
    assert judged(a_stranger(), no_company()).research_right
    assert not judged(a_stranger(), no_company(recent_news=["n1"])).research_right
    assert not judged(a_stranger(), no_company(resolution="ambiguous")).research_right


def test_answers_find_their_leads_by_the_files_id() -> None:
    pairs = judging.pair([a_case("A"), a_case("B")], [an_answer("B"), an_answer("Z")])
    assert [(one.case.lead_id, one.line is not None) for one in pairs] == [
        ("A", False),
        ("B", True),
    ]
