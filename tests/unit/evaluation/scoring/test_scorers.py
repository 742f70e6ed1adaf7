"""The metrics: each is 1 when all is right, and each can fail."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
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

from leadwright.evaluation.dataset import Act, Difficulty
from leadwright.evaluation.scoring import scorers
from leadwright.evaluation.scoring.judging import FIELDS, Judged
from leadwright.evaluation.scoring.scorers import Leads, Share

Metric = Callable[[Leads], Share]
OUTREACH: dict[str, object] = {"expected_action": "outreach", "escalation_reasons": []}
DONE: dict[str, object] = {"action": "outreach", "escalation_reasons": []}
RIGHT = [
    judged(),
    judged(a_stranger(), no_company()),
    judged(a_case(**OUTREACH), an_answer(**DONE)),
]


@pytest.mark.parametrize(
    ("metric", "wrong", "share"),
    [
        (scorers.company_resolution, judged(line=an_answer(record_ids=["new:other"])), 3 / 4),
        (scorers.company_resolution, judged(a_stranger(), an_answer()), 3 / 4),
        (scorers.research_accuracy, judged(line=an_answer(facts=some_facts(employees=1))), 17 / 18),
        (scorers.completeness, judged(line=an_answer(facts=some_facts(employees=None))), 2 / 3),
        (scorers.decision_maker_accuracy, judged(line=an_answer(decision_makers=[])), 2 / 3),
        (scorers.escalation_accuracy, judged(line=an_answer(action="outreach")), 3 / 4),
        (scorers.escalation_recall, judged(line=an_answer(action="outreach")), 2 / 3),
        (scorers.escalation_precision, judged(a_case(**OUTREACH)), 2 / 3),
        (scorers.news_accuracy, judged(line=an_answer(recent_news=[])), 2 / 3),
        (scorers.conflict_accuracy, judged(line=an_answer(conflicts=[])), 2 / 3),
        (scorers.lead_accuracy, judged(line=an_answer(facts=some_facts(employees=1))), 3 / 4),
    ],
)
def test_a_metric_is_one_when_all_is_right_and_falls_with_an_error(
    metric: Metric, wrong: Judged, share: float
) -> None:
    assert metric(RIGHT).value == 1
    assert metric([*RIGHT, wrong]).value == pytest.approx(share)


@pytest.mark.parametrize("wrong", [missing(), failed()], ids=["missing", "failed"])
@pytest.mark.parametrize(
    "metric",
    [
        scorers.company_resolution,
        scorers.research_accuracy,
        scorers.completeness,
        scorers.decision_maker_accuracy,
        scorers.escalation_accuracy,
        scorers.escalation_recall,
        scorers.lead_accuracy,
    ],
)
def test_a_lead_that_failed_or_is_missing_counts_as_wrong(metric: Metric, wrong: Judged) -> None:
    assert metric([wrong]).value == 0


def test_a_lead_of_which_nothing_can_be_known_is_incomplete_only_without_an_answer() -> None:
    nothing = dict.fromkeys(FIELDS)
    case = a_case(**nothing)
    assert scorers.completeness([judged(case)]).value == 1
    assert scorers.completeness([missing(case)]).value == 0


def test_facts_of_leads_without_a_unique_company_do_not_count_for_research() -> None:
    assert scorers.research_accuracy([judged(a_stranger(), no_company())]).n == 0
    assert scorers.research_accuracy([judged(a_stranger(), no_company())]).value is None


def test_inventions_are_counted_by_lead() -> None:
    facts = some_facts()
    liars = [judged(a_stranger(), no_company(facts=facts, recent_news=["n1"]))] * 2
    assert scorers.invented_facts([*RIGHT, *liars]) == 2
    assert scorers.invented_facts(RIGHT) == 0


def test_merging_is_an_action_of_its_own_and_no_escalation() -> None:
    twin = a_case(expected_action="merge_duplicate")
    assert scorers.escalation_accuracy([judged(twin)]).value == 0
    assert scorers.escalation_recall([judged(twin)]).n == 0
    merged = an_answer(action="merge_duplicate", escalation_reasons=[])
    assert scorers.escalation_accuracy([judged(twin, merged)]).value == 1


def test_each_reason_has_its_own_recall() -> None:
    half = judged(line=an_answer(escalation_reasons=["high_value"]))
    found = scorers.reason_recall([judged(), half, missing()])
    assert {why: (share.hits, share.n) for why, share in found.items()} == {
        "conflicting_data": (1, 3),
        "high_value": (2, 3),
    }


def test_reasons_of_leads_that_are_merged_need_not_be_named() -> None:
    twin = a_case(expected_action=Act.MERGE_DUPLICATE)
    assert scorers.reason_recall([judged(twin, an_answer(action=Act.MERGE_DUPLICATE))]) == {}


def test_cost_tokens_and_latency_are_added_up_over_what_was_answered() -> None:
    lines = [an_answer(cost_usd=0.25, tokens=100, latency_s=s) for s in (1.0, 3.0)]
    leads = [*(judged(line=line) for line in lines), missing()]
    assert scorers.total_cost(leads) == pytest.approx(0.5)
    assert scorers.total_tokens(leads) == 200
    assert scorers.mean_latency(leads) == pytest.approx(2)
    assert scorers.mean_latency([missing()]) == 0


def test_leads_are_grouped_by_difficulty_and_none_is_lost() -> None:
    groups = scorers.by_difficulty(RIGHT)
    assert {difficulty: len(group) for difficulty, group in groups.items()} == {
        Difficulty.EASY: 2,
        Difficulty.HARD: 1,
    }


def test_wilsons_interval_is_the_published_one() -> None:
    low, high = Share(hits=81, n=263).interval or (0, 0)  # Newcombe 1998, table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_of_nothing_there_is_no_share_and_a_mean_has_no_such_interval() -> None:
    assert Share(hits=0, n=0).value is None
    assert Share(hits=0, n=0).interval is None
    assert Share(hits=1.5, n=2, counts=False).interval is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_its_bounds(counts: tuple[int, int]) -> None:
    share = Share(hits=counts[0], n=counts[1])
    low, high = share.interval or (1.0, 0.0)
    assert 0 <= low <= (share.value or 0) + 1e-9
    assert (share.value or 0) - 1e-9 <= high <= 1
