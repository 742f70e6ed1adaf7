"""What is true of a company: computed from its rows, by the rules, and from nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from leadwright.sandbox.sources.money import first_day
from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.truth.rules import Rules

SCALARS = ("founded_year", "employees", "industry", "country", "total_funding_usd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The rows of the world, and what hangs on a record."""

    companies: Mapping[str, Row]
    people: Mapping[str, Sequence[Row]]
    rounds: Mapping[str, Sequence[Row]]
    news: Mapping[str, Sequence[Row]]

    @classmethod
    def of(
        cls,
        companies: Sequence[Row],
        people: Sequence[Row],
        rounds: Sequence[Row],
        news: Sequence[Row],
    ) -> "Tables":
        """The tables, joined by record."""
        return cls(
            companies={str(row["record_id"]): row for row in companies},
            people=_by_record(people),
            rounds=_by_record(rounds),
            news=_by_record(news),
        )


def _by_record(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    listed: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        listed[str(row["record_id"])].append(row)
    return listed


@dataclass(frozen=True, slots=True)
class Truth:
    """Answers about companies."""

    tables: Tables
    rules: Rules

    def facts(self, record_ids: Sequence[str]) -> Row:
        """Everything true of the company with these records."""
        rows = sorted((self.tables.companies[one] for one in record_ids), key=self._age)
        return {
            **{name: self._newest(rows, name) for name in SCALARS},
            "last_round": self._last_round(record_ids),
            "decision_makers": self._decision_makers(record_ids),
            "recent_news": self._recent_news(rows),
            "conflicts": self._conflicts(rows),
        }

    def contact(self, name: str, record_ids: Sequence[str]) -> bool | None:
        """Whether somebody works there now; None when the company lists nobody so called."""
        listed = [r for one in record_ids for r in self.tables.people[one] if r["name"] == name]
        return any(row["is_current"] for row in listed) if listed else None

    def _age(self, row: Row) -> tuple[int, int, str, str]:
        return (
            self.rules.said.capture_order.index(str(row["source"])),
            _whole(row, "funding_rounds"),
            str(row.get("last_funding_on", "")),
            str(row["record_id"]),
        )

    def _newest(self, rows: Sequence[Row], name: str) -> object:
        """Of the newest capture that has one."""
        return next((row[name] for row in reversed(rows) if row.get(name) is not None), None)

    def _last_round(self, record_ids: Sequence[str]) -> Row | None:
        listed = [row for one in record_ids for row in self.tables.rounds[one]]
        if not listed:
            return None
        newest = max(first_day(str(row["date"])) for row in listed)
        order = self.rules.said.round_source_order
        same = [row for row in listed if first_day(str(row["date"])) == newest]
        same.sort(key=lambda row: order.index(str(row["source"])))
        return {
            "type": next((r["round_type"] for r in same if r["round_type"]), None),
            "date": newest.isoformat(),
            "amount_usd": next((r["amount_usd"] for r in same if r["amount_usd"]), None),
        }

    def _decision_makers(self, record_ids: Sequence[str]) -> list[Row]:
        ranked = [
            (rank, _whole(row, "seq"), row)
            for one in record_ids
            for row in self.tables.people[one]
            if row["is_current"] and (rank := self.rules.rank(str(row["title"]))) is not None
        ]
        once: dict[str, Row] = {}
        for _, _, row in sorted(ranked, key=lambda entry: entry[:2]):
            once.setdefault(str(row["name"]), {"name": row["name"], "title": row["title"]})
        return list(once.values())[: self.rules.said.decision_maker_limit]

    def _recent_news(self, rows: Sequence[Row]) -> list[Row]:
        said = self.rules.said
        days = [
            said.capture_days[s]
            for r in rows
            if (s := str(r["source"])) in said.news_anchor_sources
        ]
        oldest = max(days, default=self.rules.today) - timedelta(said.news_days)
        dated = [
            (first_day(str(item["date"])), item)
            for row in rows
            for item in self.tables.news[str(row["record_id"])]
            if item["date"]
        ]
        once: dict[str, Row] = {}
        for on, item in sorted(dated, key=lambda entry: entry[0], reverse=True):
            if on >= oldest:
                kept = {name: item[name] for name in ("news_id", "date", "headline")}
                once.setdefault(str(item["headline"]), kept)
        return list(once.values())[: said.news_limit]

    def _conflicts(self, rows: Sequence[Row]) -> list[Row]:
        years = [row for row in rows if row.get("founded_year")]
        found: list[Row] = []
        if len({row["founded_year"] for row in years}) > 1 or any(map(_two_years, years)):
            found.append(_conflict("founded_year", years))
        totals = [row for row in rows if row.get("total_funding_usd")]
        if any(self._totals_differ(*pair) for pair in combinations(totals, 2)):
            found.append(_conflict("total_funding_usd", totals))
        return found

    def _totals_differ(self, older: Row, newer: Row) -> bool:
        old, new = _whole(older, "total_funding_usd"), _whole(newer, "total_funding_usd")
        if not self.rules.differ(old, new):
            return False
        sources = {str(older["source"]), str(newer["source"])}
        same_rounds = all(older[k] == newer[k] for k in ("funding_rounds", "last_funding_on"))
        comparable = any(sources == set(group) for group in self.rules.said.funding_comparable)
        falls = older["source"] in self.rules.said.funding_never_falls and old > new
        return (comparable and same_rounds) or falls


def _two_years(row: Row) -> bool:
    words = str(row.get("founded_raw", "")).replace("(", " ").replace(")", " ").split()
    return len({word for word in words if word.isdigit()}) > 1


def _conflict(name: str, rows: Sequence[Row]) -> Row:
    values = [
        {"source": row["source"], "record_id": row["record_id"], "value": row[name]} for row in rows
    ]
    return {"field": name, "values": values}


def _whole(row: Row, name: str) -> int:
    value = row.get(name, 0)
    return value if isinstance(value, int) else 0
