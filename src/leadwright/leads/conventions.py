"""Conventions of one research corpus: what its sources mean, as settings and never as code.

The defaults fit any corpus: the newest observation wins, no source is special.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How the records of a corpus are linked, ordered and compared.

    Attributes:
        capture_order: Sources from oldest to newest; decides between captures of the same day.
        related_sources: Groups of sources that share one set of keys: the same `source_key` in
            one group is the same company.
        name_and_state_sources: List sources without keys or web addresses of their own; they
            join a company by normalised name and state when only one such company exists.
        name_and_state_targets: The sources such a company is looked for in; empty means all.
        code_alias_sources: Sources whose aliases are codes (stock tickers), no names to go by.
        industries: The words `industry` may hold; empty means any.
        regulated_industries: Those where a person must look before anything is said.
        founded_text_may_conflict: Whether a second year in a record's own text is a conflict.
        title_ranks: Regular expressions by rank, best rank first, searched in a title without
            regard to case; a title counts as the best rank it holds, one without any is no
            decision maker.
        decision_maker_limit: How many decision makers are named at most.
        round_source_order: Which source's type and amount to believe first for one round.
        same_round_days: How many days apart two listings of one round may stand.
        funding_comparable: Groups of sources whose totals must agree when they list the same
            last round and the same number of rounds.
        funding_never_falls: Sources whose total may not stand above a later one.
        funding_tolerance: The difference between totals that is still agreement (0.1: 10 %).
        news_days: How old news may be, counted back from the anchor.
        news_anchor_sources: Sources whose newest capture of the company is the anchor; empty
            means the day the whole house takes as today.
        news_limit: How many headlines are named at most.
        news_same_headline_once: Whether equal headlines count as one item.
        dated_sources: Sources that carry news and rounds; the newest capture among them is the
            corpus's own today unless `as_of` says otherwise. Empty means all sources.
        capture_days: The day of a source whose rows do not carry it themselves.
        as_of: The corpus's own today.
    """

    capture_order: tuple[str, ...] = ()
    related_sources: tuple[frozenset[str], ...] = ()
    name_and_state_sources: frozenset[str] = frozenset()
    name_and_state_targets: frozenset[str] = frozenset()
    code_alias_sources: frozenset[str] = frozenset()
    industries: tuple[str, ...] = ()
    regulated_industries: frozenset[str] = frozenset()
    founded_text_may_conflict: bool = True
    title_ranks: tuple[tuple[str, ...], ...] = ()
    decision_maker_limit: int = 8
    round_source_order: tuple[str, ...] = ()
    same_round_days: int = 31
    funding_comparable: tuple[frozenset[str], ...] = ()
    funding_never_falls: frozenset[str] = frozenset()
    funding_tolerance: float = 0.1
    news_days: int = 90
    news_anchor_sources: frozenset[str] = frozenset()
    news_limit: int = 3
    news_same_headline_once: bool = True
    dated_sources: frozenset[str] = frozenset()
    capture_days: tuple[tuple[str, date], ...] = ()
    as_of: date | None = None

    def capture_rank(self, source: str, observed_on: date) -> tuple[date, int]:
        """A sort key: higher is the newer capture."""
        place = self.capture_order.index(source) if source in self.capture_order else -1
        return (observed_on, place)

    def are_related(self, left: str, right: str) -> bool:
        """Whether equal keys in these two sources mean one company."""
        return left == right or any(
            left in group and right in group for group in self.related_sources
        )
