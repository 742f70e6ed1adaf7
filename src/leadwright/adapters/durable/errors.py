"""What can go wrong with the engine, and what to do about it."""

from typing import ClassVar

from leadwright.errors import Unavailable


class EngineBusy(Unavailable):
    """Another process works on this database."""

    code: ClassVar[str] = "engine_busy"
