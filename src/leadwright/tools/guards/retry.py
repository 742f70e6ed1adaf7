"""When to try again: later each time, not all at once, and not too often over all calls."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

_FIRST_S: Final = 0.2
_LONGEST_S: Final = 5.0


@dataclass(slots=True)
class Backoff:
    """Pauses that double, each shortened by chance so that callers do not come back together."""

    chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - no secret

    def pause_s(self, retry: int, *, asked_s: float | None = None) -> float:
        """How long to wait before a retry (0 is the first), never less than the source asks."""
        pause = min(_LONGEST_S, _FIRST_S * 2.0**retry)
        return max(pause * self.chance.uniform(0.5, 1.0), asked_s or 0.0)


@dataclass(slots=True)
class RetryBudget:
    """So many retries for so many calls, so that an outage does not multiply them.

    Every call earns a part of a retry; what is saved up is small.
    """

    share: float = 0.2
    most: float = 20.0
    _saved: float = 20.0

    def earn(self) -> None:
        """A call was made."""
        self._saved = min(self.most, self._saved + self.share)

    def spend(self) -> bool:
        """Whether one more retry may be made; it counts."""
        if self._saved < 1:
            return False
        self._saved -= 1
        return True
