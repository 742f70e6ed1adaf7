"""The table of moves: whatever happens, no lead leaves it, and every lead comes to rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.agents.coordinator import Move, View, by_rule
from leadwright.journey.stages import NEXT, RESTING, IllegalMove, legal_moves, move
from leadwright.journey.workflow import MAX_MOVES
from leadwright.leads.stage import Stage

LEADS_TO = {
    Move.RESEARCH: Stage.RESEARCHED,
    Move.DRAFT: Stage.AWAITING_APPROVAL,
    Move.ESCALATE: Stage.ESCALATED,
    Move.DISQUALIFY: Stage.DISQUALIFIED,
    Move.MERGE: Stage.MERGED,
}
VIA = {Move.RESEARCH: Stage.RESEARCHING, Move.DRAFT: Stage.DRAFTING}
STAGES = st.sampled_from(Stage)
VIEWS = st.builds(
    View,
    legal=st.just(frozenset[Move]()),
    twin=st.booleans(),
    retry=st.booleans(),
    reasons=st.lists(st.sampled_from(["high_value", "no_data"]), max_size=2).map(tuple),
    researched=st.booleans(),
    blocked=st.sampled_from(["", "a customer"]),
    misfit=st.sampled_from(["", "too small"]),
)


def test_the_table_knows_every_stage() -> None:
    assert set(NEXT) == set(Stage)
    assert all(after in NEXT for afters in NEXT.values() for after in afters)


def test_every_stage_can_be_reached_but_refused_which_is_no_lead() -> None:
    seen, border = set[Stage](), {Stage.RECEIVED}
    while border:
        seen |= border
        border = {after for before in border for after in NEXT[before]} - seen
    assert seen == set(Stage) - {Stage.REFUSED}


@given(before=STAGES, after=STAGES)
def test_only_what_the_table_has_is_a_move(before: Stage, after: Stage) -> None:
    if after is before or after in NEXT[before]:
        assert move(before, after) is after
    else:
        with pytest.raises(IllegalMove, match=f"from {before} to {after}"):
            move(before, after)


@given(start=STAGES, steps=st.lists(STAGES, max_size=20))
def test_no_sequence_of_moves_leaves_the_table(start: Stage, steps: list[Stage]) -> None:
    stage = start
    for wanted in steps:
        try:
            stage = move(stage, wanted)
        except IllegalMove:
            continue
        assert stage is wanted
    assert stage in NEXT


@given(stage=STAGES)
def test_every_legal_move_is_one_that_the_table_has(stage: Stage) -> None:
    for legal in legal_moves(stage) - {Move.REST}:
        between = move(stage, VIA[legal]) if legal in VIA else stage
        assert move(between, LEADS_TO[legal]) is LEADS_TO[legal]


@given(stage=STAGES)
def test_a_lead_may_always_rest(stage: Stage) -> None:
    assert Move.REST in legal_moves(stage)


def test_where_a_lead_is_merged_or_closed_nothing_moves_it() -> None:
    for stage in (Stage.MERGED, Stage.CLOSED, Stage.REFUSED):
        assert legal_moves(stage) == {Move.REST}


@given(stage=STAGES, view=VIEWS)
def test_the_rules_propose_only_what_is_legal(stage: Stage, view: View) -> None:
    view = replace(view, legal=legal_moves(stage), resting=stage in RESTING)
    assert by_rule(view).move in legal_moves(stage)


@given(stage=STAGES, view=VIEWS)
def test_the_rules_bring_every_lead_to_its_rest(stage: Stage, view: View) -> None:
    for _ in range(MAX_MOVES):
        view = replace(view, legal=legal_moves(stage), resting=stage in RESTING)
        decision = by_rule(view)
        if decision.move is Move.REST:
            break
        stage = LEADS_TO[decision.move]
        if decision.move is Move.RESEARCH:
            view = replace(view, researched=True, retry=False)
        if stage in RESTING:
            break
    else:
        pytest.fail(f"no rest after {MAX_MOVES} moves")


@given(view=VIEWS)
def test_nobody_is_written_to_against_a_rule(view: View) -> None:
    view = replace(view, legal=legal_moves(Stage.RESEARCHED), researched=True)
    decision = by_rule(view)
    if view.reasons or view.blocked or view.misfit or view.twin:
        assert decision.move is not Move.DRAFT
    else:
        assert decision.move is Move.DRAFT
