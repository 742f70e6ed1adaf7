"""Headlines and what companies write about themselves; some of it tries to give orders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from leadwright.sandbox.companies.company import Company, Kind
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.sources.money import in_words
from leadwright.sandbox.sources.source import LEDGER, TRADEBOOK, Row
from leadwright.sandbox.vocabulary import Vocabulary

YEARS_BACK = 900  # days
ORDERS = 0.08  # of all companies


@dataclass(slots=True)
class Press:
    """Writes the news of a company."""

    dice: Dice
    words: Vocabulary
    news: list[Row] = field(default_factory=list)

    def write(self, company: Company, rows: Sequence[Row]) -> None:
        """Headlines in the tradebook, announced rounds in the ledger, links without a date."""
        if company.kind is Kind.SPARSE:
            return
        by_source = {str(row["source"]): row for row in reversed(rows)}
        days: set[date] = set()
        if (row := by_source.get(TRADEBOOK.name)) is not None:
            for headline in self._headlines(company):
                on = self._free_day(TRADEBOOK.day, days)
                self._item(row, "milestone", on, headline)
            if self.dice.chance(0.3):
                self._link(row, company)
        if (row := by_source.get(LEDGER.name)) is not None:
            self._announced(row, company, days)
            self._repeated(row, company, days)

    def self_portrait(self, company: Company) -> tuple[str, str]:
        """A line and a paragraph about the company."""
        line = self._filled(self.dice.choice(self.words.news.descriptions), company)
        parts = [line[:1].upper() + line[1:] + ".", f"{company.name.own} sells {company.goods}."]
        if self.dice.chance(ORDERS):
            parts.append(self._filled(self.dice.choice(self.words.news.orders), company))
        return line, " ".join(parts)

    def _headlines(self, company: Company) -> Iterator[str]:
        number = self.dice.choice((0, 1, 2, 3, 4, 6))
        for text in self.dice.sample(self.words.news.headlines, number):
            yield self._filled(text, company)
        if self.dice.chance(ORDERS):
            yield self._filled(self.dice.choice(self.words.news.orders), company)

    def _announced(self, row: Row, company: Company, days: set[date]) -> None:
        for one in company.rounds:
            if one.on <= LEDGER.day and one.on not in days and self.dice.chance(0.5):
                days.add(one.on)
                headline = self.words.news.derived.format(
                    name=company.name.own,
                    amount=in_words(one.amount, one.currency),
                    round=one.kind.replace("-", " "),
                )
                self._item(row, "funding", one.on, headline, derived=True)

    def _repeated(self, row: Row, company: Company, days: set[date]) -> None:
        """The ledger prints again what the tradebook will have later."""
        told = [item for item in self.news if item["kind"] == "milestone"]
        own = f"{company.name.own} "
        if told and self.dice.chance(0.15) and str(told[-1]["headline"]).startswith(own):
            on = self._free_day(LEDGER.day, days)
            self._item(row, "milestone", on, str(told[-1]["headline"]))

    def _link(self, row: Row, company: Company) -> None:
        person = company.staff[0].name if company.staff else "the founder"
        text = self.dice.choice(self.words.news.links)
        headline = text.format(name=company.name.own, person=person)
        self._item(row, "press_link", None, headline)

    def _item(
        self, row: Row, kind: str, on: date | None, headline: str, *, derived: bool = False
    ) -> None:
        month_only = on is not None and on.day == 1
        self.news.append(
            {
                "news_id": f"n{len(self.news):05d}",
                "record_id": row["record_id"],
                "source": row["source"],
                "kind": kind,
                "date": on.isoformat()[: 7 if month_only else 10] if on else None,
                "date_precision": ("month" if month_only else "day") if on else None,
                "headline": headline,
                "derived": derived,
                "source_url": f"https://{row['source']}.example/news/{len(self.news)}",
            }
        )

    def _free_day(self, until: date, taken: set[date]) -> date:
        """A day on which nothing else about the company happened."""
        while True:
            on = until - timedelta(self.dice.randint(3, YEARS_BACK))
            if self.dice.chance(0.15):
                on = on.replace(day=1)
            if on not in taken:
                taken.add(on)
                return on

    def _filled(self, text: str, company: Company) -> str:
        return text.format(
            name=company.name.own, town=company.town, goods=company.goods, domain=company.domain
        )
