"""How often the check catches planted errors, and how often it cries wolf."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.unit.review.grounding.drafting import Planter, Writer
from tests.unit.review.grounding.world import Facts

from leadwright.review.grounding import Checker, Others


@dataclass
class Tally:
    """Counts of honest drafts and planted errors, with what went wrong in words."""

    honest: int = 0
    alarms: list[str] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def alarm_share(self) -> float:
        """Honest drafts that were faulted."""
        return len(self.alarms) / self.honest

    @property
    def caught_share(self) -> float:
        """Planted errors that were caught."""
        return 1 - sum(self.missed.values()) / sum(self.planted.values())

    def caught_of(self, kind: str) -> float:
        """Planted errors of one kind that were caught."""
        return 1 - self.missed[kind] / self.planted[kind]

    def table(self) -> str:
        """The figures, one kind a line."""
        lines = [f"honest {self.honest}, alarms {self.alarm_share:.2%}"]
        lines.append(f"planted {sum(self.planted.values())}, caught {self.caught_share:.2%}")
        lines += [f"  {kind}: {self.caught_of(kind):.2%}" for kind in sorted(self.planted)]
        return "\n".join([*lines, *self.alarms[:5], *self.misses[:5]])


def measure(
    companies: Sequence[Facts], templates: dict[str, list[str]], rounds: int, seed: int
) -> Tally:
    """Write drafts about each company, honest and with one planted error, and check them all."""
    rng, checker, tally = random.Random(seed), Checker(), Tally()  # noqa: S311
    others = Others.of([name for facts in companies for name in (facts.lead, facts.name)])
    for facts in [facts for _ in range(rounds) for facts in companies]:
        findings, context = facts.findings(), facts.context(others)
        writer = Writer(facts, templates, rng)
        draft = writer.honest()
        if draft is not None:
            report = checker.check(draft, findings, context)
            tally.honest += 1
            if not report.ok:
                first = report.problems[0]
                tally.alarms.append(f"ALARM {facts.name}: {first.code} {first.span!r}")
        strangers = [f for f in companies if f.name != facts.name and f.lead != facts.lead]
        for kind, planted in Planter(writer, rng.choice(strangers), strangers).kinds():
            if planted is not None:
                tally.planted[kind] += 1
                if checker.check(planted, findings, context).ok:
                    tally.missed[kind] += 1
                    tally.misses.append(f"MISSED {kind} of {facts.name}: {planted.body!r}")
    return tally
