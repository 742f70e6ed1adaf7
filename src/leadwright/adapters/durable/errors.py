"""What can go wrong with the engine, and what to do about it."""

from typing import ClassVar

from leadwright.errors import Unavailable


class EngineBusy(Unavailable):
    """Another process works on this database."""

    code: ClassVar[str] = "engine_busy"


class SlotLost(Unavailable):
    """The connection that held a worker's slot has ended; another worker may have its leads now."""

    code: ClassVar[str] = "slot_lost"
