"""Time as a port: the only place that reads the machine's clock."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
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

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """A block that ends with TimeoutError when it takes longer."""
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

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """By the event loop's time."""
        return asyncio.timeout(seconds)


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

    async def sleep(self, seconds: float) -> None:
        """Wait for no time at all: nobody would ever move it on."""
        del seconds
        await asyncio.sleep(0)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """By the event loop's time, so that what hangs ends even here."""
        return asyncio.timeout(seconds)

    def advance(self, by: timedelta) -> None:
        """Move forward (or, with a negative delta, back)."""
        self._at += by


class Deadline:
    """How long a piece of work may still take. While it is paused, its time stands still."""

    def __init__(self, clock: Clock, seconds: float, *, outer: "Deadline | None" = None) -> None:
        self._clock = clock
        self._at = clock.seconds() + seconds
        self._outer = outer
        self._pauses = 0
        self._paused_at = 0.0

    def left(self) -> float:
        """The seconds left; none or less when it has passed."""
        now = self._paused_at if self._pauses else self._clock.seconds()
        own = self._at - now
        return own if self._outer is None else min(own, self._outer.left())

    def within(self, seconds: float) -> "Deadline":
        """A part of the work, which may take so long, and never longer than the whole."""
        return Deadline(self._clock, seconds, outer=self)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Time in here does not count; pauses may overlap."""
        self._pause()
        try:
            yield
        finally:
            self._go_on()

    def _pause(self) -> None:
        if not self._pauses:
            self._paused_at = self._clock.seconds()
        self._pauses += 1
        if self._outer is not None:
            self._outer._pause()  # noqa: SLF001 - one of us

    def _go_on(self) -> None:
        self._pauses -= 1
        if not self._pauses:
            self._at += self._clock.seconds() - self._paused_at
        if self._outer is not None:
            self._outer._go_on()  # noqa: SLF001 - one of us
