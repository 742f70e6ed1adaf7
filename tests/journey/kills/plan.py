"""When to kill: seeded moments over the whole life of a run."""

import random
from dataclasses import dataclass

# A child tells where it is; these are its words, in the order it says them.
BORN, INTAKE, BATCH, WORK, REST = b"B", b"I", b"b", b"W", b"R"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """After a word of the child, after so many paid calls more, after a little while."""

    name: str
    after: bytes
    calls: int = 0
    delay_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.name} (+{self.calls} calls, +{self.delay_s * 1000:.0f} ms)"


class Plan:
    """Hands out moments without end. The first ones hit start-up, intake and the first commit."""

    def __init__(self, *, seed: int, kills: int, calls: int) -> None:
        """`calls` is what the whole work takes, so that the kills spread over it."""
        self._chance = random.Random(f"kills {seed}")  # noqa: S311 - a seed replays
        self._most_calls = max(1, 2 * calls // (kills + 1))
        self._first = [self._start, self._intake, self._first_commit]

    def next(self) -> Moment:
        """The next moment."""
        if self._first:
            return self._first.pop(0)()
        dice = self._chance.random()
        if dice < 0.15:
            return self._start()
        if dice < 0.25:
            return self._intake()
        return self._work()

    def _start(self) -> Moment:
        return Moment(name="start", after=BORN, delay_s=self._chance.uniform(0, 0.25))

    def _intake(self) -> Moment:
        return Moment(name="intake", after=INTAKE, delay_s=self._chance.uniform(0, 0.05))

    def _first_commit(self) -> Moment:
        return Moment(name="first commit", after=BATCH, delay_s=self._chance.uniform(0, 0.003))

    def _work(self) -> Moment:
        return Moment(
            name="work",
            after=WORK,
            calls=self._chance.randint(0, self._most_calls),
            delay_s=self._chance.uniform(0, 0.04),
        )
