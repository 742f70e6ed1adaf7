"""Time as a port: the only place that reads the machine's clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Protocol


class Clock(Protocol):
    """What the house knows of time."""

    def now(self) -> datetime:
        """The present instant, timezone-aware, UTC."""
        ...

    def today(self) -> date:
        """The day that freshness, windows and drafts are measured against (`--as-of`)."""
        ...

    def seconds(self) -> float:
        """Seconds since some moment, never going back; for measuring how long things take."""
        ...


class SystemClock:
    """The machine's clock; `as_of` pins what `today` means, never what `now` means.

    It is asked for only when somebody wants to know, because a corpus must be read to tell its day.
    """

    def __init__(self, *, as_of: Callable[[], date | None] = lambda: None) -> None:
        self._as_of = as_of
        self._pinned: date | None = None

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one reader of the clock

    def today(self) -> date:
        """The pinned day, else the day of `now`."""
        self._pinned = self._pinned or self._as_of()
        return self._pinned or self.now().date()

    def seconds(self) -> float:
        """The machine's performance counter."""
        return perf_counter()


class FrozenClock:
    """A clock that moves only when told; tests enter the house with it."""

    def __init__(self, at: datetime, *, as_of: date | None = None) -> None:
        self._at = at
        self._as_of = as_of

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def today(self) -> date:
        """The pinned day, else the day it was set to."""
        return self._as_of or self._at.date()

    def seconds(self) -> float:
        """Seconds of the instant it was set to."""
        return self._at.timestamp()

    def advance(self, by: timedelta) -> None:
        """Move forward (or, with a negative delta, back)."""
        self._at += by
