"""The facts of a company once more, read from the files by somebody who knows only their format."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]


def day(written: str) -> date:
    year, month, day_ = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day_)


@dataclass(frozen=True)
class SecondReader:
    tables: Mapping[str, Sequence[Row]]
    conventions: str

    @cached_property
    def rules(self) -> dict[str, Any]:
        return tomllib.loads(self.conventions)

    def rows(self, table: str, ids: Sequence[str]) -> list[Row]:
        return [row for row in self.tables[table] if row["record_id"] in ids]

    def facts(self, ids: Sequence[str]) -> dict[str, Any]:
        return {
            **{name: self.newest(ids, name) for name in ("founded_year", "employees", "industry")},
            **{name: self.newest(ids, name) for name in ("country", "total_funding_usd")},
            "last_round": self.last_round(ids),
            "people": self.people(ids),
            "news": self.news(ids),
            "conflicts": self.conflicts(ids),
        }

    def newest(self, ids: Sequence[str], name: str) -> Any:
        best: tuple[Any, ...] = ()
        for row in self.rows("companies", ids):
            if name in row:
                more = (row.get("funding_rounds", 0), row.get("last_funding_on", ""))
                best = max(best, (row["observed_on"], *more, row["record_id"], row[name]))
        return best[-1] if best else None

    def last_round(self, ids: Sequence[str]) -> tuple[str, str | None, int | None] | None:
        listed = self.rows("funding_rounds", ids)
        if not listed:
            return None
        newest = max(day(row["date"]) for row in listed)
        kinds: list[str] = []
        amounts: list[int] = []
        for source in self.rules["round_source_order"]:
            for row in listed:
                if row["source"] == source and day(row["date"]) == newest:
                    kinds += [row["round_type"]] if row["round_type"] else []
                    amounts += [row["amount_usd"]] if row["amount_usd"] else []
        return newest.isoformat(), kinds[0] if kinds else None, amounts[0] if amounts else None

    def people(self, ids: Sequence[str]) -> list[str]:
        names: list[str] = []
        taken: set[str] = set()
        here = [row for row in self.rows("people", ids) if row["is_current"]]
        for rank in self.rules["title_ranks"]:
            for row in sorted(here, key=lambda one: int(one["seq"])):
                fits = any(re.search(pattern, row["title"], re.IGNORECASE) for pattern in rank)
                if fits and row["name"] not in taken:
                    taken.add(row["name"])
                    names.append(row["name"])
        return names[: self.rules["decision_maker_limit"]]

    def news(self, ids: Sequence[str]) -> list[str]:
        anchors = self.rules["news_anchor_sources"]
        seen = [r["observed_on"] for r in self.rows("companies", ids) if r["source"] in anchors]
        dated = [self.rules["capture_days"][one] for one in self.rules["dated_sources"]]
        anchor = day(max(seen)) if seen else max(dated)
        told: dict[str, str] = {}
        for row in sorted(self.rows("news", ids), key=lambda one: one["date"] or "", reverse=True):
            recent = row["date"] and day(row["date"]) >= anchor - timedelta(self.rules["news_days"])
            if recent and row["headline"] not in told:
                told[row["headline"]] = row["news_id"]
        return list(told.values())[: self.rules["news_limit"]]

    def conflicts(self, ids: Sequence[str]) -> set[str]:
        rows = self.rows("companies", ids)
        years = {row["founded_year"] for row in rows if "founded_year" in row}
        texts = [set(re.findall(r"\b\d{4}\b", row.get("founded_raw", ""))) for row in rows]
        found = (
            {"founded_year"} if len(years) > 1 or any(len(text) > 1 for text in texts) else set()
        )
        pairs = [(a, b) for a in rows for b in rows if a["observed_on"] < b["observed_on"]]
        if any(self.quarrel(a, b) for a, b in pairs):
            found.add("total_funding_usd")
        return found

    def quarrel(self, older: Row, newer: Row) -> bool:
        old, new = older.get("total_funding_usd"), newer.get("total_funding_usd")
        if not old or not new or abs(old - new) <= self.rules["funding_tolerance"] * max(old, new):
            return False
        pair = [older["source"], newer["source"]]
        same = all(older.get(k) == newer.get(k) for k in ("funding_rounds", "last_funding_on"))
        falls = older["source"] in self.rules["funding_never_falls"] and old > new
        return falls or (same and pair in self.rules["funding_comparable"])
