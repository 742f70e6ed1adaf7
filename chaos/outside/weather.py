"""What goes wrong outside, by a seed."""

import random
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """How one request fares."""

    WELL = "well"
    REFUSED = "refused"  # answered with a no; nothing was kept
    LOST = "lost"  # the line breaks before anything was kept
    UNANSWERED = "unanswered"  # kept, and the line breaks before the answer
    HANGS = "hangs"  # kept or not; no answer ever comes
    BUSY = "busy"  # 429, and when to come again
    BUSY_MUTE = "busy-mute"  # 429, and not a word about when
    STORM = "storm"  # 503: for a while, everybody gets one
    GATEWAY = "gateway"  # 502 from somebody in between; kept or not
    SLOW = "slow"  # kept, and answered late


RATES: Final[Mapping[Fate, float]] = {
    Fate.REFUSED: 0.05,
    Fate.LOST: 0.03,
    Fate.UNANSWERED: 0.06,
    Fate.HANGS: 0.01,
    Fate.BUSY: 0.02,
    Fate.BUSY_MUTE: 0.02,
    Fate.STORM: 0.01,
    Fate.GATEWAY: 0.01,
    Fate.SLOW: 0.04,
}
STORM_S: Final = 1.0
CALM: Final[Mapping[Fate, float]] = {}
# Those whose outcome the asker cannot know.
UNKNOWN: Final = frozenset({Fate.LOST, Fate.UNANSWERED, Fate.HANGS, Fate.GATEWAY})


class Weather:
    """Deals fates; a storm lasts for some requests, and not for long."""

    def __init__(
        self,
        seed: str,
        rates: Mapping[Fate, float] = RATES,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a seed replays
        self._rates = rates
        self._seconds = seconds
        self._storm = 0
        self._storm_until = 0.0

    def next(self) -> Fate:
        """The fate of the next request."""
        if self._storm and self._seconds() < self._storm_until:
            self._storm -= 1
            return Fate.STORM
        dice = self.chance.random()
        for fate, rate in self._rates.items():
            dice -= rate
            if dice < 0:
                self._storm = self.chance.randint(3, 8) if fate is Fate.STORM else 0
                self._storm_until = self._seconds() + STORM_S
                return fate
        return Fate.WELL
