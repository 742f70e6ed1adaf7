"""Time as a port: the only place that reads the machine's clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the house knows of time."""

    def now(self) -> datetime:
        """The present instant, timezone-aware, UTC."""
        ...

    def today(self) -> date:
        """The day that freshness, windows and drafts are measured against (`--as-of`)."""
        ...


class SystemClock:
    """The machine's clock; `as_of` pins what `today` means, never what `now` means."""

    def __init__(self, *, as_of: date | None = None) -> None:
        self._as_of = as_of

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one reader of the clock

    def today(self) -> date:
        """The pinned day, else the day of `now`."""
        return self._as_of or self.now().date()


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

    def advance(self, by: timedelta) -> None:
        """Move forward (or, with a negative delta, back)."""
        self._at += by
