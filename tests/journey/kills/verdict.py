"""What became of the leads, and of the money."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The figures of a trial. All but the first four should be zero."""

    seed: int
    kills: int
    leads: int
    paid_calls: int
    lost_leads: int
    doubled_leads: int
    unrested_leads: int
    different_sessions: int
    other_differences: int
    repeated_paid_calls: int
    calls_after_the_end: int
    repeated_in_flight: int  # rightly: nobody knows whether a call in flight was answered
    details: tuple[str, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled, changed or paid for twice."""
        wrong = (
            self.lost_leads,
            self.doubled_leads,
            self.unrested_leads,
            self.different_sessions,
            self.other_differences,
            self.repeated_paid_calls,
            self.calls_after_the_end,
        )
        return not any(wrong)

    def told(self) -> dict[str, object]:
        """As JSON."""
        return asdict(self)


def repeated(
    asked: Counter[str],
    done_before: Mapping[int, Counter[str]],
    calls: Mapping[int, Counter[str]],
) -> int:
    """How many calls were made although their answer was durable before their run.

    Several leads may ask the very same, so it is counted, not looked up: of `asked` rows with one
    end, a run may make the calls of those that were not done before it.
    """
    return sum(
        max(0, many - (asked[end] - done_before[run][end]))
        for run, made in calls.items()
        for end, many in made.items()
    )


def differences(
    calm: Mapping[str, Mapping[str, object]], storm: Mapping[str, Mapping[str, object]]
) -> Iterable[str]:
    """Of leads that both have: where they differ, one line a lead."""
    for name in sorted(calm.keys() & storm.keys()):
        places = list(_places(calm[name], storm[name], name))
        if places:
            yield "; ".join(places[:4])


def _places(one: object, other: object, where: str) -> Iterable[str]:
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _places(one.get(key), other.get(key), f"{where}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            yield from _places(mine, theirs, f"{where}[{n}]")
    else:
        yield f"{where}: {str(one)[:120]!r} became {str(other)[:120]!r}"
