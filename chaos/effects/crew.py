"""Who is there in a run of effects: workers, and the people."""

from typing import Final

from chaos.crew import Crew, Storm
from chaos.doom import Doom
from chaos.stage.child import Part
from leadwright.landmarks import Landmark

WORKER: Final = "chaos.effects.worker"
PEOPLE: Final = "chaos.effects.people"
# What people pass, and workers seldom or never.
_PLACES: Final = tuple(
    place for mark in (Landmark.CHANGE, Landmark.LISTS) for place in (mark.before, mark.after)
)


class EffectsCrew(Crew):
    """Workers that carry out effects, and people who decide meanwhile."""

    guests = (Part(number=0, is_guest=True, play=PEOPLE),)
    clock_s = 1.5  # or nothing would be decided and sent by it for the rest of the run

    _visited = 0

    def guest_doom(self) -> Doom | None:
        """People are killed at each of their places first, then at any moment."""
        if self._visited == len(_PLACES):
            return self.fates.again()
        self._visited += 1
        return Doom(place=_PLACES[self._visited - 1])

    def worker(self, place: int) -> Part:
        """The first of them works until nothing is left to do."""
        return Part(number=0, takes_in=place == 0, stays=place > 0, play=WORKER)

    def remember(self, storm: Storm, part: Part) -> None:
        """Those outside remember everything."""
