"""Escalation: tells a person in a few words why a lead stopped and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, Reply
from leadwright.agents.quoting import quoted
from leadwright.models.journal import SegmentJournal
from leadwright.models.playbook import Turn
from leadwright.review.given import additions

NAME = "escalation"
LONGEST_LINE = 400


class EscalationOutput(BaseModel):
    """What the person reads first."""

    model_config = ConfigDict(extra="forbid")

    summary: str = Field(max_length=400)
    next_step: str = Field(max_length=300)


def play(turn: Turn) -> dict[str, JsonValue]:
    """Say the first reasons in full sentences, and the step that the first one suggests."""
    reasons = [x[7:] for x in turn.prompt.splitlines() if x.startswith("reason ")]
    steps = [x[5:] for x in turn.prompt.splitlines() if x.startswith("step ")]
    return {"summary": " ".join(reasons)[:400], "next_step": " ".join(steps[:1])[:300]}


SPEC = AgentSpec(
    name=NAME,
    output=EscalationOutput,
    output_name="escalation_note",
    budget_tokens=800,
    max_output_tokens=220,
    tools=frozenset(),
    play=play,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalator:
    """The escalation agent; shared by all leads."""

    colleagues: Colleagues

    async def explain(
        self, reasons: Sequence[str], steps: Sequence[str], journal: SegmentJournal
    ) -> Reply[EscalationOutput]:
        """Put reasons and suggested steps into words for a person.

        Raises:
            NoGoodAnswer: no model kept to the numbers and names it was given.
        """
        text = prompt(reasons, steps)
        return await self.colleagues.ask(
            SPEC,
            text,
            journal=journal,
            check=lambda output: additions(f"{output.summary}\n{output.next_step}", text),
        )


def prompt(reasons: Sequence[str], steps: Sequence[str]) -> str:
    """Reasons and steps, one a line."""
    lines = [*(f"reason {x}" for x in reasons), *(f"step {x}" for x in steps)]
    return "\n".join(quoted(line, LONGEST_LINE) for line in lines)
