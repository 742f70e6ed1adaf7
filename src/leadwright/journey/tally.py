"""What a run amounts to: counts, cost and how long leads took, of this process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from leadwright.models.ports import CallKind, JournalRow


@dataclass(slots=True)
class Tally:
    """Adds up segments as they end."""

    segments: int = 0
    model_calls: int = 0
    tool_calls: int = 0
    cache_hits: int = 0
    tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    failures: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, rows: Sequence[JournalRow], *, seconds: float) -> None:
        """Count one segment."""
        self.segments += 1
        self.seconds.append(seconds)
        for row in rows:
            self.cost_usd += row.cost_usd
            self.tokens += row.tokens_in + row.tokens_out
            self.cache_hits += row.cached
            if row.kind is CallKind.MODEL:
                self.model_calls += 1
            else:
                self.tool_calls += 1

    def percentile(self, share: float) -> float:
        """The time within which `share` of the segments ended, in seconds."""
        if not self.seconds:
            return 0.0
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
