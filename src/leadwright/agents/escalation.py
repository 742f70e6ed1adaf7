"""Escalation: tells a person in a few words why a lead stopped and what would help."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, Reply
from leadwright.agents.quoting import quoted
from leadwright.models.journal import SegmentJournal
from leadwright.models.playbook import Turn
from leadwright.review.given import additions

NAME = "escalation"
LONGEST_LINE = 400
LONGEST_SUMMARY = 400
LONGEST_STEP = 300
_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
_ENDING = re.compile(r"(?<=\w{3})(?:['\u2019]s|es|ed|ing|s)$")


class EscalationOutput(BaseModel):
    """What the person reads first: the reasons in other words, and one of the steps."""

    model_config = ConfigDict(extra="forbid")

    summary: str = Field(min_length=1, max_length=LONGEST_SUMMARY)
    next_step: str = Field(
        max_length=LONGEST_STEP, description="one of the steps given, word for word"
    )


def play(turn: Turn) -> dict[str, JsonValue]:
    """Say the first reasons in full sentences, and the step that the first one suggests."""
    reasons = [x[7:] for x in turn.prompt.splitlines() if x.startswith("reason ")]
    steps = [x[5:] for x in turn.prompt.splitlines() if x.startswith("step ")]
    return {"summary": _fitting(reasons), "next_step": " ".join(steps[:1])[:LONGEST_STEP]}


def _fitting(reasons: Sequence[str]) -> str:
    """As many whole reasons as there is room for; of the first, as many whole words."""
    said = reasons[0] if reasons else ""
    if len(said) > LONGEST_SUMMARY:
        return said[:LONGEST_SUMMARY].rpartition(" ")[0]
    for reason in reasons[1:]:
        if len(said) + 1 + len(reason) <= LONGEST_SUMMARY:
            said = f"{said} {reason}"
    return said


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
        return await self.colleagues.ask(
            SPEC,
            prompt(reasons, steps),
            journal=journal,
            check=lambda output: faults(output, reasons, steps),
        )


def prompt(reasons: Sequence[str], steps: Sequence[str]) -> str:
    """Reasons and steps, one a line."""
    lines = [*(f"reason {x}" for x in reasons), *(f"step {x}" for x in steps)]
    return "\n".join(quoted(line, LONGEST_LINE) for line in lines)


def faults(output: EscalationOutput, reasons: Sequence[str], steps: Sequence[str]) -> list[str]:
    """Where a note tells more than it was given. A person acts on it, so its words are few.

    The step is one of those given; the summary is made of their words and of connecting ones,
    among which no word denies, counts or promises anything.
    """
    if _folded(output.next_step) not in {_folded(quoted(step, LONGEST_STEP)) for step in steps}:
        return ["next_step: repeat one of the steps word for word"]
    given = "\n".join((*reasons, *steps))
    known = {*_stems(given), *_connecting()}
    new = [word for word in dict.fromkeys(_stems(output.summary)) if word not in known]
    told = [f"{word!r} was not given; tell only what is given" for word in new[:3]]
    return told or additions(output.summary, given)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stems(text: str) -> list[str]:
    return [_ENDING.sub("", word.casefold()) for word in _WORD.findall(text)]


@cache
def _connecting() -> frozenset[str]:
    text = files("leadwright.agents").joinpath("connecting_words.txt").read_text(encoding="utf-8")
    return frozenset(_stems(text))
