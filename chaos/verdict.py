"""What became of the leads, and of the money."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from chaos.stage.bill import ANNOUNCED, ANSWERED, Line

_TOLD = 10


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What should be zero, and why it is not."""

    leads: int = 0
    lost_leads: int = 0
    double_phases: int = 0
    repeated_paid_calls: int = 0
    lost_updates: int = 0
    details: tuple[str, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled, changed or paid for twice."""
        wrong = (self.lost_leads, self.double_phases, self.repeated_paid_calls, self.lost_updates)
        return not any(wrong)

    def __add__(self, other: Self) -> Self:
        return replace(
            self,
            leads=self.leads + other.leads,
            lost_leads=self.lost_leads + other.lost_leads,
            double_phases=self.double_phases + other.double_phases,
            repeated_paid_calls=self.repeated_paid_calls + other.repeated_paid_calls,
            lost_updates=self.lost_updates + other.lost_updates,
            details=self.details + other.details,
        )


def compared(calm: Mapping[str, Any], storm: Mapping[str, Any]) -> Verdict:
    """What the storm made of the leads, by the portraits of two houses."""
    wanted, found = _by_name(calm), _by_name(storm)
    lost = sorted(wanted.keys() - found.keys())
    doubled = len(storm["leads"]) - len(found)
    surplus = {name: _surplus(wanted[name], found[name]) for name in wanted.keys() & found.keys()}
    phases = sum(counter.total() for counter in surplus.values())
    different = list(differences(wanted, found))
    others = [
        f"{name}: {calm[name]} became {storm[name]}"
        for name in ("refused", "unrested", "broken_journal_rows")
        if calm[name] != storm[name]
    ]
    twice = [f"{name}: twice {dict(more)}" for name, more in sorted(surplus.items()) if more]
    return Verdict(
        leads=len(found),
        lost_leads=len(lost),
        double_phases=phases + max(0, doubled),
        lost_updates=len(different) + len(others),
        details=(*(f"{name}: lost" for name in lost[:_TOLD]), *twice, *different[:_TOLD], *others),
    )


def repeated(lines: Sequence[Line], done_before: Mapping[int, frozenset[str]]) -> list[str]:
    """Paid calls that were made although their answer was durable.

    Either it was so before the life began, or some life had noted it before.
    """
    found: list[str] = []
    answered: set[str] = set()
    for line in lines:
        if line.what == ANSWERED:
            answered.add(line.key)
        elif line.what == ANNOUNCED and (
            line.key in answered or line.key in done_before.get(line.life, ())
        ):
            found.append(f"life {line.life} paid again for {line.key}")
    return found


def _by_name(portrait: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {lead["name"]: lead for lead in portrait["leads"]}


def _surplus(calm: Mapping[str, Any], storm: Mapping[str, Any]) -> Counter[str]:
    """What stands in the audit trail of a lead more often than it should."""
    return _steps(storm) - _steps(calm)


def _steps(lead: Mapping[str, Any]) -> Counter[str]:
    steps = lead.get("audit", lead.get("merges", ()))
    return Counter(json.dumps(step) for step in steps)


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
