"""What befalls a life, and when."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What can befall a life."""

    KILL = "kill"  # kill -9
    STOP = "stop"  # it stands still, and goes on as if nothing had been
    CLOCK = "clock"  # somebody sets the clock, forwards or back
    DISK = "disk"  # no file may grow any more, for a while (SQLite)
    LOCK = "lock"  # the connection that holds its lock is cut (PostgreSQL)
    ZOMBIE = "zombie"  # that, while it stands still; others take over, then it goes on
    SERVER = "server"  # the database stops or crashes, and comes back

    @property
    def databases(self) -> tuple[str, ...]:
        """On which it can come."""
        if self is Fault.DISK:
            return ("sqlite",)
        return ("postgresql",) if self in _OF_SERVERS else ("sqlite", "postgresql")


_OF_SERVERS = {Fault.LOCK, Fault.ZOMBIE, Fault.SERVER}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """After a word of the child, after so many paid calls more, after a little while."""

    name: str
    after: str
    calls: int = 0
    delay_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.name} +{self.calls} calls +{self.delay_s * 1000:.0f} ms"


@dataclass(frozen=True, kw_only=True)
class Doom:
    """What befalls one life: at a moment, or at a place in the code, where it kills itself."""

    fault: Fault = Fault.KILL
    moment: Moment | None = None
    place: str = ""
    passes: int = 0
    is_cold: bool = False
    amount: float = 0.0  # seconds it lasts, or nobody steps in, or by which the clock is set
    is_crash: bool = False  # of the server

    def __str__(self) -> str:
        where = str(self.moment) if self.moment else f"{self.place}, time {self.passes + 1}"
        told = f"{self.fault} at {where}"
        if self.amount:
            told += f", {self.amount:.2f} s"
        return f"{told}, cold" if self.is_cold else told
