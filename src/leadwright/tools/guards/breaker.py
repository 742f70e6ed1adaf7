"""The breaker: a source that failed five times in a row is left alone for five minutes.

Then one call may try it. If that goes well, all may; if not, it is left alone again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

FAILURES: Final = 5
REST: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """What a call that was let through hands back when it says how it went; no two are alike."""


@dataclass(slots=True)
class Breaker:
    """The breaker of one tool at one source."""

    open_until: datetime | None = None
    _failures: int = 0
    _trial: Pass | None = None  # the one call that may try; only it decides
    _told: datetime | None = None  # what other processes were last heard to say

    def would_admit(self, now: datetime) -> bool:
        """Whether a call would be let through now."""
        return self.open_until is None or (now >= self.open_until and self._trial is None)

    def admits(self, now: datetime) -> Pass | None:
        """Let a call through, or not. Who is let through says later how it went."""
        if not self.would_admit(now):
            return None
        admitted = Pass()
        if self.open_until is not None:
            self._trial = admitted
        return admitted

    def went_well(self, admitted: Pass) -> bool:
        """Close, unless it opened since the call was let through; True when that is news."""
        is_news = admitted is self._trial
        if self.open_until is None or is_news:
            self.open_until, self._failures, self._trial = None, 0, None
        return is_news

    def failed(self, admitted: Pass, now: datetime) -> bool:
        """Count; True when it opened just now."""
        if self.open_until is None:
            self._failures += 1
        closed_but_enough = self.open_until is None and self._failures >= FAILURES
        if not (closed_but_enough or admitted is self._trial):
            return False  # also what was under way when it opened
        self.open_until, self._trial = now + REST, None
        return True

    def left_open(self, admitted: Pass) -> None:
        """The call was given up before anybody knew; if it was the trial, the next one may try."""
        if admitted is self._trial:
            self._trial = None

    def hear(self, open_until: datetime | None) -> None:
        """What another process knows of the same source."""
        if open_until == self._told:
            return
        self._told = open_until
        if self._trial is None:
            self.open_until, self._failures = open_until, 0


@dataclass(slots=True)
class Breakers:
    """A breaker for each tool at each source."""

    _all: dict[tuple[str, str], Breaker] = field(default_factory=dict)

    def of(self, tool: str, provider: str) -> Breaker:
        """The breaker of a tool at a source."""
        return self._all.setdefault((tool, provider), Breaker())
