"""Coordinator: which legal move comes next? Rules decide; a model is asked only in the grey.

Its model sees no untrusted text, and may only choose a move of equal or lower autonomy than the
one the rules propose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, NoGoodAnswer
from leadwright.memory.session import Tier
from leadwright.models.journal import SegmentJournal
from leadwright.models.playbook import Turn
from leadwright.review.given import additions

NAME = "coordinator"


class Move(StrEnum):
    """What may be done with a lead next, from most to least autonomy."""

    RESEARCH = "research"
    DRAFT = "draft"
    ESCALATE = "escalate"
    DISQUALIFY = "disqualify"
    MERGE = "merge"
    REST = "rest"


# Only these may replace one another by a model's choice, in falling autonomy.
AUTONOMY = (Move.DRAFT, Move.ESCALATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The trusted numbers a decision rests on."""

    legal: frozenset[Move]
    twin: bool = False  # an earlier lead is the same person
    retry: bool = False  # a person asked for another try
    reasons: tuple[str, ...] = ()  # escalation reasons that hold
    researched: bool = False
    resting: bool = False  # it stands where only an event moves it
    blocked: str = ""  # why nobody may be contacted at all
    misfit: str = ""  # why the lead does not fit the ideal customer
    confidence: float = 0.0
    known_facts: int = 0
    value_usd: float | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The next move and why."""

    move: Move
    reason: str
    by: str  # "rules" or the model's name


class CoordinatorOutput(BaseModel):
    """A choice among the moves offered."""

    model_config = ConfigDict(extra="forbid")

    move: Move
    reason: str = Field(max_length=200)


def play(turn: Turn) -> dict[str, JsonValue]:
    """Follow the rules' proposal."""
    first = turn.prompt.splitlines()[0].removeprefix("moves: ").split(", ")[0]
    return {"move": first, "reason": "The rules propose it and nothing speaks against it"}


SPEC = AgentSpec(
    name=NAME,
    output=CoordinatorOutput,
    output_name="next_move",
    budget_tokens=600,
    max_output_tokens=80,
    tools=frozenset(),
    play=play,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """Decides moves. `ask_below` is the confidence under which a model is asked as well."""

    colleagues: Colleagues
    ask_below: float = 0.75

    async def decide(self, view: View, journal: SegmentJournal) -> Decision:
        """The next move: by rule, or by a model among the rule's move and a more careful one."""
        decision = by_rule(view)
        if decision.move is not Move.DRAFT or view.confidence >= self.ask_below:
            return decision
        options = [move for move in AUTONOMY if move in view.legal]
        text = prompt(view, options)
        try:
            reply = await self.colleagues.ask(
                SPEC, text, journal=journal, check=lambda output: _faults(output, options, text)
            )
        except NoGoodAnswer:
            return Decision(move=Move.ESCALATE, reason="No model could decide", by="rules")
        return Decision(move=reply.output.move, reason=reply.output.reason, by=reply.model)


def by_rule(view: View) -> Decision:
    """The move that the rules alone propose."""
    proposals = (
        (Move.MERGE, view.twin, "The same person came in earlier"),
        (Move.RESEARCH, view.retry, "A person asked for another try"),
        (Move.REST, view.resting, "A person decides now"),
        (Move.RESEARCH, not view.researched, "Nothing is known yet"),
        (Move.DISQUALIFY, bool(view.blocked), view.blocked),
        (Move.DISQUALIFY, bool(view.misfit), view.misfit),
        (Move.ESCALATE, bool(view.reasons), ", ".join(view.reasons)),
        (Move.DRAFT, True, "Enough is known, no rule speaks against it"),
    )
    for move, holds, reason in proposals:
        if holds and move in view.legal:
            return Decision(move=move, reason=reason, by="rules")
    return Decision(move=Move.REST, reason="No move is legal now", by="rules")


def prompt(view: View, options: Sequence[Move]) -> str:
    """Only numbers of the house; nothing a source wrote."""
    return (
        f"moves: {', '.join(options)}\n"
        f"confidence: {view.confidence:.2f}\nknown facts: {view.known_facts}"
    )


def _faults(output: CoordinatorOutput, options: Sequence[Move], given: str) -> list[str]:
    if output.move not in options:
        return [f"{output.move} is not offered; choose one of {', '.join(options)}"]
    return additions(output.reason, given)


def tier(view: View, *, high_value_usd: float = 100_000) -> Tier:
    """How strong a model the lead deserves: ambiguous or dear leads the strongest."""
    if view.ambiguous or (view.value_usd or 0) > high_value_usd:
        return Tier.COMPLEX
    return Tier.MEDIUM if view.known_facts else Tier.FAST
