"""Facts as slots: what each finding lets a sentence say, dated when it is not fresh."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from leadwright.leads.findings import FactField
from leadwright.tools.catalogue.drafting.contract import FactItem
from leadwright.tools.catalogue.drafting.english import Day, money, with_article
from leadwright.tools.catalogue.drafting.naming import (
    PersonName,
    company_name,
    person_name,
    plain_text,
)
from leadwright.tools.catalogue.drafting.phrasebook import Headlines, Phrasebook
from leadwright.tools.catalogue.drafting.titles import joined_title, read_title
from leadwright.tools.catalogue.drafting.wording import Slot

_ROUND = re.compile(r"(?P<type>[a-z+ -]*)(?:, )?(?:(?P<amount>[\d.]+) USD)?", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[a-z]{3})\.$")  # but not of "in the U.S."
_TEAM, _SMALL, _LARGE = 2, 20, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads findings about one company on one day."""

    book: Phrasebook
    company: str | None
    contact: PersonName | None
    today: date
    names_colleagues: bool = True  # nobody at the top is asked for somebody else

    def slots(self, items: Iterable[FactItem]) -> dict[str, Slot]:
        """Everything the findings let a sentence say; of several headlines the newest is told."""
        slots: dict[str, Slot] = {}
        for item in sorted(items, key=_newest_news_first, reverse=True):
            read = _READERS.get(item.field)
            if read is None or (read is _colleague and not self._wants_colleague(slots)):
                continue
            for name, text in read(self, item).items():
                slots.setdefault(name, Slot(text, (item.id,)))
        return _without_repeats(slots)

    def _wants_colleague(self, slots: Mapping[str, Slot]) -> bool:
        return self.names_colleagues and "colleague" not in slots

    def recent(self, day: Day | None, kind: str) -> Day | None:
        """The day, unless it is too long ago to be worth a word."""
        return day if day and day.age_days(self.today) <= self.book.words.days[kind] else None

    def observed(self, on: str | None, kind: str) -> str | None:
        """When something was seen to be so: empty when that is fresh, None when it is too old."""
        day = Day.parse(on)
        if day is None or day.age_days(self.today) <= self.book.words.days["fresh"]:
            return ""
        return self.said(day) if self.recent(day, kind) else None

    def said(self, day: Day) -> str:
        """The day in words."""
        return day.said(fresh=self.fresh(day))

    def fresh(self, day: Day) -> bool:
        """Whether the date need not be said in full."""
        return 0 <= day.age_days(self.today) <= self.book.words.days["fresh"]


def _newest_news_first(item: FactItem) -> str:
    return (item.date or "") if item.field is FactField.NEWS else ""


Said = Mapping[str, str]


def _founded(reader: Reader, item: FactItem) -> Said:
    year = Day.parse(item.value)
    if year is None or year.month or year.year > reader.today.year:
        return {}
    days, age = reader.book.words.days, year.age_days(reader.today)
    young, old = age <= days["young"], age >= days["established"]
    mark = "?young" if young else "?established" if old else "?settled"
    return {"founded": str(year.year), mark: ""}


def _team(reader: Reader, item: FactItem) -> Said:
    count = int(item.value) if re.fullmatch(r"\d{1,8}", item.value) else 0
    seen = reader.observed(item.date, "team")
    if count < _TEAM or seen is None:
        return {}
    people = f"{count:,} people"
    size = "?small" if count < _SMALL else "?mid" if count < _LARGE else "?large"
    in_, from_ = (f" in {seen}", f", from {seen}") if seen else ("", "")
    return {
        "team_in": f"{people}{in_}",
        "team_from": f"{people}{from_}",
        "listed": f"{'was' if seen else 'is'} listed at {people}{in_}",
        size: "",
    }


def _industry(reader: Reader, item: FactItem) -> Said:
    known = reader.book.words.industries.get(item.value.lower())
    return {"an_industry": with_article(known[0]), "peers": known[1]} if known else {}


def _country(reader: Reader, item: FactItem) -> Said:
    known = reader.book.countries.get(item.value.upper())
    return {"place": f"in {known}"} if known else {}


def _total(reader: Reader, item: FactItem) -> Said:
    said = _sayable(item.value, reader, "total")
    seen = reader.observed(item.date, "total")
    if not said or seen is None:
        return {}
    verb, by = ("had", f" by {seen}") if seen else ("has", "")
    return {"total": said, "raised_total": f"{verb} raised {said} in total{by}"}


def _round(reader: Reader, item: FactItem) -> Said:
    day = reader.recent(Day.parse(item.date, padded=True), "round")
    found = _ROUND.fullmatch(item.value.strip())
    if day is None or found is None:
        return {}
    kind = found["type"].strip().lower()
    known = reader.book.words.rounds.get("other" if kind in {"", "round"} else kind)
    sum_said = _sayable(found["amount"] or "", reader, "round")
    phrase = (known[0].format(sum_said) if sum_said else known[1]) if known else ""
    if known is None or not phrase:
        return {}
    return {
        "a_round": with_article(phrase),
        "round": known[2],
        "round_when": f"in {reader.said(day)}",
        "?fresh_round" if reader.fresh(day) else "?stale_round": "",
    }


def _news(reader: Reader, item: FactItem) -> Said:
    day, rules = reader.recent(Day.parse(item.date), "news"), reader.book.words.headlines
    text = _FULL_STOP.sub("", plain_text(item.value))
    if day is None or reader.company is None:
        return {}
    deal = rules.bought.fullmatch(text)
    if deal:
        return _deal(reader, deal, reader.said(day))
    if not _quotable(text, reader):
        return {}
    return {"headline": f'"{text}"', "headline_when": f"from {reader.said(day)}"}


def _deal(reader: Reader, deal: re.Match[str], when: str) -> Said:
    names = reader.book.words.company
    target, buyer = company_name(deal["target"], names), company_name(deal["buyer"], names)
    if not target or not buyer or reader.company is None:
        return {}
    if _same(buyer, reader.company):
        return {"target": target, "target_when": f"in {when}"}
    if _same(target, reader.company):
        return {"buyer": buyer, "buyer_when": f"in {when}"}
    return {}


def _quotable(text: str, reader: Reader) -> bool:
    rules = reader.book.words.headlines
    return (
        len(text) <= rules.characters
        and not text.isupper()
        and not re.search(r"[\"?!<>{}@…]|\.\.|://|www\.", text)
        and (_speaks_of(reader.company or "-", text, rules) or bool(rules.own.search(text)))
        and not rules.sensitive.search(text)
    )


def _speaks_of(company: str, headline: str, rules: Headlines) -> bool:
    return _fold(company) in _fold(headline) and bool(rules.verbs.search(headline))


def _colleague(reader: Reader, item: FactItem) -> Said:
    raw_name, _, raw_title = (part.strip() for part in item.value.partition("|"))
    person = person_name(raw_name, None, reader.book.words.person)
    title = read_title(raw_title, reader.book.titles)
    day = Day.parse(item.date)
    himself = person and reader.contact and person.full == reader.contact.full
    if person is None or himself or not title.top or not title.said:
        return {}
    when = f" in {reader.said(day)}" if day and not reader.fresh(day) else ""
    listed = f"{person.full}, listed as {joined_title(raw_title, reader.book.titles)}{when}"
    return {"colleague": person.full, "colleague_listed": listed}


def _sayable(text: str, reader: Reader, kind: str) -> str | None:
    """A sum worth a word: neither tiny nor full of digits, and never rounded to get there."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount < reader.book.words.dollars[kind]:
        return None
    said = money(amount)
    return said if said.endswith(("million", "billion", ",000")) else None


def _fold(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _same(one: str, other: str) -> bool:
    return _fold(one) == _fold(other)


def _without_repeats(slots: dict[str, Slot]) -> dict[str, Slot]:
    """A total that is the last round and nothing else is no second fact."""
    total, last = slots.get("total"), slots.get("a_round")
    if total and last and total.text in last.text:
        slots = {
            name: slot for name, slot in slots.items() if name not in {"total", "raised_total"}
        }
    return slots


_READERS: Mapping[FactField, Callable[[Reader, FactItem], Said]] = {
    FactField.FOUNDED_YEAR: _founded,
    FactField.EMPLOYEES: _team,
    FactField.INDUSTRY: _industry,
    FactField.COUNTRY: _country,
    FactField.TOTAL_FUNDING_USD: _total,
    FactField.LAST_ROUND: _round,
    FactField.NEWS: _news,
    FactField.DECISION_MAKER: _colleague,
}
