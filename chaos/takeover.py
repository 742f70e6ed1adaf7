"""How long segments lie that a killed life had in hand."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class _Left:
    since: float
    segments: set[str]
    last: float | None = None  # when one of them was begun again


class Takeovers:
    """From each kill until every segment that was in hand is worked again.

    What is never begun again had ended, and the kill came before that was told.
    """

    def __init__(self, *, is_alone: bool) -> None:
        """`is_alone`: there is one life at a time, and after a kill nobody else to take over."""
        self._is_alone = is_alone
        self._left: list[_Left] = []
        self._seconds: list[float] = []

    def killed(self, segments: set[str], now: float) -> None:
        """A life with these in hand is gone."""
        if self._is_alone:
            for left in self._left:
                left.since = now
        if segments:
            self._left.append(_Left(since=now, segments=set(segments)))

    def begun(self, segment: str, now: float) -> None:
        """A life works it."""
        for left in [left for left in self._left if segment in left.segments]:
            left.segments.remove(segment)
            left.last = now
            if not left.segments:
                self._left.remove(left)
                self._seconds.append(now - left.since)

    def seconds(self) -> list[float]:
        """How long each took."""
        late = [left.last - left.since for left in self._left if left.last is not None]
        return self._seconds + late


def p95(seconds: list[float]) -> float:
    """The value that 95 in 100 do not exceed."""
    ordered = sorted(seconds)
    return round(ordered[-(-len(ordered) * 95 // 100) - 1], 2) if ordered else 0.0
