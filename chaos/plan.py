"""Dooms made from a seed: over the whole length of lives, and at named places."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from chaos.doom import Doom, Fault, Moment
from chaos.stage.child import BATCH, BORN, INTAKE, WORK
from leadwright.landmarks import Landmark

COLD_EVERY: Final = 17  # lives; at least one kill in twenty shall hit a fresh interpreter
_AFTER_KILLS: Final = (Landmark.RESUME.before, Landmark.RESUME.after)
FOUNDING: Final = (Landmark.FOUNDING.before, Landmark.FOUNDING.after)


class Fates(Protocol):
    """What lives meet, one after another; None: nothing more."""

    def next(self) -> Doom | None:
        """The doom of the next life."""
        ...

    def again(self) -> Doom | None:
        """The next doom of a life that survived its last."""
        ...

    def instead(self) -> Doom | None:
        """The doom of a life that has worked long and not come to its place; None: let it work."""
        ...


class Roll:
    """Every place once, from the founding on, then every fault once."""

    def __init__(self, *, seed: int, places: Sequence[str], faults: Sequence[Fault]) -> None:
        chance = random.Random(f"roll {seed}")  # noqa: S311 - a seed replays
        later = [place for place in sorted(places) if place not in FOUNDING]
        chance.shuffle(later)
        founding = [place for place in FOUNDING if place in places]
        self._places = [Doom(place=place) for place in (*founding, *later)]
        self._faults = [
            _befalling(chance, fault, Moment(name="work", after=WORK, calls=2))
            for fault in faults
            if fault is not Fault.KILL
        ]

    def next(self) -> Doom | None:
        """The next place."""
        return self._places.pop(0) if self._places else self.again()

    def again(self) -> Doom | None:
        """The next fault."""
        return self._faults.pop(0) if self._faults else None

    def instead(self) -> Doom | None:
        """Another run will come there; the places that are left come next."""
        return Doom(moment=Moment(name="work", after=WORK)) if self._places else self.again()


class Plan:
    """Hands out dooms without end. The first ones hit start-up, intake and the first commits."""

    def __init__(
        self,
        *,
        seed: int,
        calls: int,
        passed: Mapping[str, int],
        faults: Sequence[Fault] = (),
        only: str = "",
        workers: int = 1,
    ) -> None:
        """Plan a run for one worker or more.

        Args:
            seed: The same seed, the same plan.
            calls: How many are made between two faults, in the mean.
            passed: How often a life that nothing befalls passes which places.
            faults: Those that may come.
            only: The one place of all kills.
            workers: How many work at once; of more than one, somebody may take long to come back.
        """
        self._chance = random.Random(f"chaos {seed}")  # noqa: S311 - a seed replays
        self._most_calls = max(1, 2 * calls)
        self._faults = faults
        self._only = only
        self._absent = 0.03 if workers > 1 else 0.0
        self._passed = {**passed, **dict.fromkeys(_AFTER_KILLS, 1)}
        self._given = 0
        self._cold_at = self._chance.randrange(COLD_EVERY)
        self._first = [self._early, self._intake, self._first_commit]
        self._places: list[str] = []

    def next(self) -> Doom:
        """The doom of the next life."""
        is_cold = self._given % COLD_EVERY == self._cold_at
        self._given += 1
        if self._only:
            return Doom(place=self._only, passes=self._passes(self._only), is_cold=is_cold)
        if is_cold and self._chance.random() < 0.3:
            return Doom(moment=self._importing(), is_cold=True)
        doom = self._first.pop(0)() if self._first else self._any()
        if doom.fault is Fault.KILL and self._chance.random() < self._absent:
            doom = replace(doom, amount=self._chance.uniform(5, 12))
        return replace(doom, is_cold=is_cold)

    def again(self) -> Doom:
        """The next doom of a life that survived its last."""
        return self._some_fault(self._work())

    def instead(self) -> Doom | None:
        """Any moment will do, unless there is but one place."""
        return None if self._only else Doom(moment=self._work())

    def _any(self) -> Doom:
        dice = self._chance.random()
        if dice < 0.10:
            return Doom(moment=self._start())
        if dice < 0.18:
            return self._intake()
        if dice < 0.50:
            place = self._place()
            return Doom(place=place, passes=self._passes(place))
        return self._some_fault(self._work())

    def _some_fault(self, moment: Moment) -> Doom:
        others = [fault for fault in self._faults if fault is not Fault.KILL]
        if not others or (Fault.KILL in self._faults and self._chance.random() < 0.85):
            return Doom(moment=moment)
        fault = self._chance.choice(others)
        return _befalling(self._chance, fault, moment)

    def _early(self) -> Doom:
        founding = self._chance.choice(FOUNDING)
        if founding not in self._passed or self._chance.random() < 0.5:
            return Doom(moment=self._start())
        return Doom(place=founding, passes=self._passes(founding))

    def _intake(self) -> Doom:
        delay = self._chance.uniform(0, 0.05)
        return Doom(moment=Moment(name="intake", after=INTAKE, delay_s=delay))

    def _first_commit(self) -> Doom:
        delay = self._chance.uniform(0, 0.003)
        return Doom(moment=Moment(name="first commit", after=BATCH, delay_s=delay))

    def _start(self) -> Moment:
        return Moment(name="start", after=BORN, delay_s=self._chance.uniform(0, 0.25))

    def _importing(self) -> Moment:
        return Moment(name="imports", after="cold", delay_s=self._chance.uniform(0, 2.5))

    def _work(self) -> Moment:
        calls = self._chance.randint(0, self._most_calls)
        delay = self._chance.uniform(0, 0.04)
        return Moment(name="work", after=WORK, calls=calls, delay_s=delay)

    def _place(self) -> str:
        if not self._places:  # each comes before one comes twice
            self._places = sorted(self._passed.keys() - {*FOUNDING})
            self._chance.shuffle(self._places)
        return self._places.pop()

    def _passes(self, place: str) -> int:
        most = min(8, self._passed.get(place, 1) // 8)
        return self._chance.randint(0, max(0, most))


def reachable(passed: Mapping[str, int]) -> tuple[str, ...]:
    """The places that a life passes, or one after a kill, now and then."""
    return (*sorted(passed), *_AFTER_KILLS)


def _befalling(chance: random.Random, fault: Fault, moment: Moment) -> Doom:
    is_crash = fault is Fault.SERVER and chance.random() < 0.5
    return Doom(fault=fault, moment=moment, amount=_amount(chance, fault), is_crash=is_crash)


def _amount(chance: random.Random, fault: Fault) -> float:
    if fault is Fault.CLOCK:
        hours = chance.choice([1 / 3600, 1 / 60, 1, 25, 24 * 40])
        return chance.choice([-1, 1]) * hours * 3600
    longest = 12.0 if fault is Fault.ZOMBIE else 2.0
    return chance.uniform(0.05, longest)
