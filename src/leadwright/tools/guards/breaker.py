"""The breaker: a source that failed five times in a row is left alone for five minutes.

Then one call may try it. If that goes well, all may; if not, it is left alone again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

FAILURES: Final = 5
REST: Final = timedelta(minutes=5)


@dataclass(slots=True)
class Breaker:
    """The breaker of one tool at one source."""

    open_until: datetime | None = None
    _failures: int = 0
    _probing: bool = False
    _told: datetime | None = None  # what other processes were last heard to say

    def admits(self, now: datetime) -> bool:
        """Whether a call may go through. Who is let through says later how it went."""
        if self.open_until is None:
            return True
        if now < self.open_until or self._probing:
            return False
        self._probing = True
        return True

    def went_well(self) -> bool:
        """Close; True when that is news."""
        is_news = self._probing
        if self.open_until is None or self._probing:
            self.open_until, self._failures, self._probing = None, 0, False
        return is_news

    def failed(self, now: datetime) -> bool:
        """Count; True when it opened just now."""
        self._failures += 1
        closed_but_enough = self.open_until is None and self._failures >= FAILURES
        if not (closed_but_enough or self._probing):
            return False  # also what was under way when it opened
        self.open_until, self._probing = now + REST, False
        return True

    def left_open(self) -> None:
        """The call was given up before anybody knew; the next one may try."""
        self._probing = False

    def hear(self, open_until: datetime | None) -> None:
        """What another process knows of the same source."""
        if open_until == self._told:
            return
        self._told = open_until
        if not self._probing:
            self.open_until, self._failures = open_until, 0


@dataclass(slots=True)
class Breakers:
    """A breaker for each tool at each source."""

    _all: dict[tuple[str, str], Breaker] = field(default_factory=dict)

    def of(self, tool: str, provider: str) -> Breaker:
        """The breaker of a tool at a source."""
        return self._all.setdefault((tool, provider), Breaker())
