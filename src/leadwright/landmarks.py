"""Places to pass with care: commits and calls to the outside, each with a before and an after.

Whoever wants to know what happens when a process ends right there hands in a `Passing`.
"""

from collections.abc import Callable
from enum import StrEnum

Passing = Callable[[str], None]


class Landmark(StrEnum):
    """What is either done or not; a process may end on both sides of it."""

    FOUNDING = "founding"  # commits: schema and keys of a new database
    ADMISSION = "admission"  # a batch of leads
    TWIN = "twin"  # who else is this person
    JOURNAL = "journal"  # calls and their answers
    CHANGE = "change"  # a session, with its approvals, intents and audit events
    CRM_RECORD = "crm-record"
    ANSWER = "answer"  # answers that cost money, and who asks for them
    TOOL_STATE = "tool-state"  # switches, breakers, failures
    LISTS = "lists"  # who must not be written to, and what stands still
    CLAIM = "claim"  # leads and the segments they begin
    RESUME = "resume"  # segments that were cut off
    ENGINE = "engine"  # the durable engine's own
    TOOL_CALL = "tool-call"  # calls to the outside
    MODEL_REQUEST = "model-request"
    DELIVERY = "delivery"  # an effect handed over to whoever carries it out
    LOOK_UP = "look-up"  # asking whether it was carried out

    @property
    def before(self) -> str:
        """The name of the place before it."""
        return f"before-{self}"

    @property
    def after(self) -> str:
        """The name of the place after it, where nobody else knows of it yet."""
        return f"after-{self}"


def unnoticed(place: str) -> None:
    """Pass without anybody knowing."""
    del place


def places() -> tuple[str, ...]:
    """All of them."""
    return tuple(name for mark in Landmark for name in (mark.before, mark.after))
