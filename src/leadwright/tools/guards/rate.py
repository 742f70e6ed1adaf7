"""How often a source may be asked: a bucket that fills at its rate, for each tool there."""

from dataclasses import dataclass, field
from typing import Final

_BURST_S: Final = 5.0  # what may be asked at once, as seconds of the rate
_REST_S: Final = 1.0  # after "too many" that names no time


@dataclass(slots=True)
class Bucket:
    """Calls in hand at some moment; less than none means that callers stand in line."""

    per_s: float
    held: float
    at_s: float

    def held_at(self, now_s: float) -> float:
        """Calls in hand now."""
        most = max(1.0, self.per_s * _BURST_S)
        return min(most, self.held + max(0.0, now_s - self.at_s) * self.per_s)


@dataclass(slots=True)
class RateLimits:
    """Buckets by tool and source, and the sources that asked to be left alone."""

    _buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)
    _closed_until_s: dict[tuple[str, str], float] = field(default_factory=dict)

    def book(
        self, where: tuple[str, str], per_minute: int | None, *, now_s: float, most_s: float
    ) -> float:
        """How long to wait for a turn; where that is at most `most_s`, the turn is taken."""
        wait = max(0.0, self._closed_until_s.get(where, now_s) - now_s)
        if per_minute is None:
            return wait
        bucket = self._buckets.setdefault(where, _full(per_minute / 60, now_s))
        held = bucket.held_at(now_s)
        wait = max(wait, (1 - held) / bucket.per_s)
        if wait <= most_s:
            bucket.held, bucket.at_s = held - 1, now_s
        return wait

    def give_back(self, where: tuple[str, str]) -> None:
        """The turn was not used."""
        bucket = self._buckets.get(where)
        if bucket is not None:
            bucket.held += 1

    def leave_alone(self, where: tuple[str, str], asked_s: float | None, now_s: float) -> None:
        """The source said that it was asked too often."""
        until = now_s + (_REST_S if asked_s is None else asked_s)
        self._closed_until_s[where] = max(until, self._closed_until_s.get(where, until))


def _full(per_s: float, now_s: float) -> Bucket:
    return Bucket(per_s=per_s, held=max(1.0, per_s * _BURST_S), at_s=now_s)
