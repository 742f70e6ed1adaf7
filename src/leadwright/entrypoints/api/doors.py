"""What the routes need of the house."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from leadwright.clock import Clock
from leadwright.journey.opting_out import OptOuts
from leadwright.journey.outbox.unsubscribing import Unsubscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The parts of the house that strangers may knock at."""

    opt_outs: OptOuts
    unsubscriber: Unsubscriber
    clock: Clock
    release: str
    company: str  # who is meant by "us"
    ready: Callable[[], Awaitable[object]]  # raises where the database does not answer
