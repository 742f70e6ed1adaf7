"""What sources say about money: rounds, and totals in dollars or in words."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from leadwright.sandbox.companies.company import Company, Quarrel, Round
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.sources.source import LEDGER, REGISTER, TRADEBOOK, Row, Source

MILLION = 1_000_000
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def in_words(amount: int, currency: str) -> str:
    """An amount as headlines write it: "$4.2M"."""
    return f"{SIGNS[currency]}{amount / MILLION:.1f}M".replace(".0M", "M")


@dataclass(slots=True)
class Purse:
    """Lists rounds and adds them up, as well as each source can."""

    dice: Dice
    rounds: list[Row] = field(default_factory=list)

    def count(self, row: Row, company: Company, source: Source, all_: tuple[Source, ...]) -> None:
        """List the rounds a source knows, and put its total into the row."""
        certain = company.quarrel in {Quarrel.TOTAL, Quarrel.FALLS}
        seen = [one for one in company.rounds if one.on <= source.day]
        share = source.knows["rounds"]
        if not seen or not share or not (certain or self.dice.chance(share)):
            return
        first = next((one for one in (LEDGER, TRADEBOOK, REGISTER) if one in all_), source)
        for place, one in enumerate(seen):
            is_last = place == len(seen) - 1
            self._list(row, one, source, exact=is_last, told_first=source is first)
        row |= {"funding_rounds": len(seen), "last_funding_on": seen[-1].on.isoformat()}
        row["total_funding_text"] = in_words(sum(one.amount for one in seen), seen[0].currency)
        if all(one.currency == "USD" for one in seen):
            row["total_funding_usd"] = self._total(seen, company, source)
            row["total_funding_text"] = in_words(int(str(row["total_funding_usd"])), "USD")

    def _total(self, seen: list[Round], company: Company, source: Source) -> int:
        total = sum(one.amount for one in seen)
        too_much = (company.quarrel is Quarrel.TOTAL and source is TRADEBOOK) or (
            company.quarrel is Quarrel.FALLS and source is REGISTER
        )
        return round(total * self.dice.uniform(16, 30) / 1_000_000) * 100_000 if too_much else total

    def _list(self, row: Row, one: Round, source: Source, *, exact: bool, told_first: bool) -> None:
        """One round. Who tells it second may have another day or, on the same day, another word."""
        on, kind, written = one.on, one.kind, ""
        if not told_first and self.dice.chance(0.3):
            on -= timedelta(self.dice.randint(1, 9))
        elif not told_first and self.dice.chance(0.2):
            kind = "venture"
        if not exact and self.dice.chance(0.2):
            written = on.isoformat()[:7]
        self.rounds.append(
            {
                "round_id": f"{row['record_id']}/r{len(self.rounds)}",
                "record_id": row["record_id"],
                "source": source.name,
                "round_type": kind,
                "date": written or on.isoformat(),
                "date_precision": "month" if written else "day",
                "amount": one.amount,
                "currency": one.currency,
                "amount_usd": one.amount if one.currency == "USD" else None,
                "investors": list(one.investors),
                "source_url": row["source_url"],
            }
        )


def first_day(written: str) -> date:
    """A year, a month or a day as the day it begins."""
    return date.fromisoformat(written + "-01-01"[len(written) - 4 :])
