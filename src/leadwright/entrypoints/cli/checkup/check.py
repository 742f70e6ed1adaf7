"""What a check says of a part."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a part is."""

    FINE = "fine"
    LOOK = "look"  # it works, and something about it should be known
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One part: how it is, what was seen, what to do."""

    part: str
    state: State
    says: str
    todo: str = ""


def fine(part: str, says: str) -> Check:
    """It works."""
    return Check(part=part, state=State.FINE, says=says)


def look(part: str, says: str, todo: str) -> Check:
    """It works, but somebody should know."""
    return Check(part=part, state=State.LOOK, says=says, todo=todo)


def broken(part: str, says: str, todo: str = "") -> Check:
    """It does not work."""
    return Check(part=part, state=State.BROKEN, says=says, todo=todo)
