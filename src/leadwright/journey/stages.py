"""The table of legal moves between stages, and which stages wait for a person or for nothing."""

from collections.abc import Mapping
from typing import ClassVar

from leadwright.agents.coordinator import Move
from leadwright.errors import Bug
from leadwright.leads.stage import Stage

_NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset(
        {Stage.RESEARCHING, Stage.ESCALATED, Stage.MERGED, Stage.DISQUALIFIED}
    ),
    Stage.RESEARCHING: frozenset(
        {Stage.RESEARCHED, Stage.ESCALATED, Stage.MERGED, Stage.DISQUALIFIED}
    ),
    Stage.RESEARCHED: frozenset(
        {Stage.DRAFTING, Stage.ESCALATED, Stage.MERGED, Stage.DISQUALIFIED}
    ),
    Stage.DRAFTING: frozenset({Stage.AWAITING_APPROVAL, Stage.ESCALATED, Stage.MERGED}),
    Stage.AWAITING_APPROVAL: frozenset(
        {Stage.APPROVED, Stage.DRAFTING, Stage.ESCALATED, Stage.MERGED, Stage.CLOSED}
    ),
    Stage.APPROVED: frozenset({Stage.CONTACTED, Stage.AWAITING_APPROVAL, Stage.ESCALATED}),
    Stage.CONTACTED: frozenset({Stage.IN_CONVERSATION, Stage.FOLLOW_UP_DUE, Stage.CLOSED}),
    Stage.IN_CONVERSATION: frozenset(
        {Stage.MEETING_BOOKED, Stage.FOLLOW_UP_DUE, Stage.ESCALATED} | {Stage.CLOSED}
    ),
    Stage.FOLLOW_UP_DUE: frozenset({Stage.DRAFTING, Stage.IN_CONVERSATION, Stage.CLOSED}),
    Stage.MEETING_BOOKED: frozenset({Stage.IN_CONVERSATION, Stage.CLOSED}),
    Stage.ESCALATED: frozenset(
        {Stage.RESEARCHING, Stage.DRAFTING, Stage.MERGED, Stage.DISQUALIFIED, Stage.CLOSED}
        | {Stage.APPROVED, Stage.CONTACTED}  # a person sends again; a receipt that came late
    ),
    Stage.DISQUALIFIED: frozenset({Stage.RESEARCHING, Stage.MERGED, Stage.CLOSED}),
    Stage.MERGED: frozenset(),
    Stage.REFUSED: frozenset(),
    Stage.UNSUBSCRIBED: frozenset({Stage.RESEARCHING, Stage.CLOSED}),  # they came back to us
    Stage.CLOSED: frozenset(),
}

# For good: nobody is written to from there.
_ENDS = frozenset({Stage.MERGED, Stage.REFUSED, Stage.UNSUBSCRIBED, Stage.CLOSED})
# Whoever does not want to hear from us is left alone wherever their lead stands.
NEXT: Mapping[Stage, frozenset[Stage]] = {
    stage: after if stage in _ENDS else after | {Stage.UNSUBSCRIBED}
    for stage, after in _NEXT.items()
}

RESTING = frozenset(Stage) - {Stage.RECEIVED, Stage.RESEARCHING, Stage.RESEARCHED, Stage.DRAFTING}

_MOVES: Mapping[Move, Stage] = {
    Move.RESEARCH: Stage.RESEARCHING,
    Move.DRAFT: Stage.DRAFTING,
    Move.ESCALATE: Stage.ESCALATED,
    Move.DISQUALIFY: Stage.DISQUALIFIED,
    Move.MERGE: Stage.MERGED,
}


class IllegalMove(Bug):
    """A lead was about to change to a stage its own stage does not lead to."""

    code: ClassVar[str] = "illegal_move"

    def __init__(self, before: Stage, after: Stage) -> None:
        super().__init__(f"a lead cannot go from {before} to {after}; see journey/stages.py")


def legal_moves(stage: Stage) -> frozenset[Move]:
    """What may be done with a lead in this stage."""
    if stage is Stage.RESEARCHING:  # an interrupted look-up goes on
        return frozenset({Move.RESEARCH, Move.MERGE, Move.REST})
    if stage is Stage.DRAFTING:
        return frozenset({Move.DRAFT, Move.ESCALATE, Move.MERGE, Move.REST})
    return frozenset({m for m, after in _MOVES.items() if after in NEXT[stage]} | {Move.REST})


def move(before: Stage, after: Stage) -> Stage:
    """The new stage.

    Raises:
        IllegalMove: the table has no such move.
    """
    if after is not before and after not in NEXT[before]:
        raise IllegalMove(before, after)
    return after
