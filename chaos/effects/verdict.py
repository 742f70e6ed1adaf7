"""What became of approved effects, in figures that should be zero."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Self

from chaos.effects import judges
from chaos.effects.evidence import Evidence

_TOLD: Final = 10
_Judge = Callable[[Evidence], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What should be zero, and why it is not."""

    sent: int = 0  # effects that reached somebody outside
    effects: int = 0  # that were begun
    for_people: int = 0  # of these, whose outcome a person must find out or decide
    double_sends: int = 0
    phantom_sends: int = 0
    lost_leads: int = 0
    lost_updates: int = 0
    sends_after_opt_out: int = 0
    lateness_s: float = 0.0
    details: tuple[str, ...] = field(default=())

    @property
    def wrong(self) -> int:
        """How much was not as it should be."""
        sends = self.double_sends + self.phantom_sends + self.sends_after_opt_out
        return sends + self.lost_leads + self.lost_updates

    @property
    def is_good(self) -> bool:
        """Whether all of it was."""
        return not self.wrong

    def __add__(self, other: Self) -> Self:
        summed = ("sent", "effects", "for_people", *_WRONG)
        sums = {name: getattr(self, name) + getattr(other, name) for name in summed}
        late = max(self.lateness_s, other.lateness_s)
        return replace(self, lateness_s=late, details=self.details + other.details, **sums)


_JUDGES: Final[dict[str, tuple[_Judge, ...]]] = {
    "double_sends": (judges.doubles,),
    "phantom_sends": (judges.phantoms,),
    "lost_leads": (judges.lost,),
    "lost_updates": (judges.updates, judges.paused),
    "sends_after_opt_out": (judges.leavers,),
}
_WRONG: Final = tuple(_JUDGES)


def judged(evidence: Evidence) -> Verdict:
    """What the judges say."""
    said = {
        name: [line for judge in some for line in judge(evidence)] for name, some in _JUDGES.items()
    }
    return Verdict(
        sent=sum(1 for _ in evidence.accepted),
        effects=len(evidence.begins),
        for_people=judges.for_people(evidence),
        lateness_s=judges.lateness_s(evidence),
        details=tuple(f"{name}: {line}" for name in said for line in said[name][:_TOLD]),
        **{name: len(lines) for name, lines in said.items()},
    )
