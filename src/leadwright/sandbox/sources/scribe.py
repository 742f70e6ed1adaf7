"""Writes the rows of a company, source by source."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadwright.sandbox.companies.company import Company, Kind, Quarrel
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.names import slug
from leadwright.sandbox.sources.money import Purse
from leadwright.sandbox.sources.press import Press
from leadwright.sandbox.sources.source import (
    KEYED,
    LEDGER,
    REGISTER,
    ROLL,
    TRADEBOOK,
    Row,
    Source,
    listing,
)
from leadwright.sandbox.vocabulary import Vocabulary

_HALF = ("1", "3", "5", "7", "9")
_STATUSES = ("operating", "operating", "operating", "acquired", "ipo")


@dataclass(slots=True)
class Scribe:
    """Fills the tables. `records` says which rows are one company."""

    dice: Dice
    words: Vocabulary
    purse: Purse
    press: Press
    rivals: Sequence[str] = ()
    companies: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    records: dict[str, list[str]] = field(default_factory=dict)

    def write(self, company: Company) -> None:
        """All that is said about a company."""
        sources = listing(company, self.dice)
        rows = [self._row(company, source, sources) for source in sources]
        twice = TRADEBOOK in sources and company.kind is Kind.PLAIN and self._chance(0.04)
        if twice:
            rows.append(self._second_profile(company, rows[sources.index(TRADEBOOK)]))
        self.companies += rows
        self.records[company.key] = [str(row["record_id"]) for row in rows]
        self._list_staff(company, rows)
        self.press.write(company, rows)

    def _row(self, company: Company, source: Source, all_: tuple[Source, ...]) -> Row:
        key = company.key if source in KEYED else f"{source.prefix}{self.dice.getrandbits(32):08x}"
        row: Row = {
            "record_id": f"{source.prefix}:{key}",
            "source": source.name,
            "source_key": key,
            "observed_on": source.day.isoformat(),
            "name": self._name(company, source),
            "aliases": self._aliases(company, source),
            "country": company.country,
            "region": company.region,
            "city": company.town,
            "status": self.dice.choice(_STATUSES),
            "source_url": f"https://{source.name}.example/{key}",
        }
        if source is ROLL:
            row |= {"city": None, "status": None}
        row["domain"] = self._domain(company, source, all_)
        self._industry(row, company, source)
        if company.kind is not Kind.SPARSE:
            self._founded(row, company, source)
            self._size(row, company, source)
            self.purse.count(row, company, source, all_)
        if source is TRADEBOOK:
            self._profile(row, company)
        row["parent"] = company.parent
        return {key: value for key, value in row.items() if value not in (None, [], "")}

    def _name(self, company: Company, source: Source) -> str:
        if source is REGISTER:
            return f"{company.former or company.name.own} {company.forms[0]}"
        if source is ROLL:
            return company.legal_name.upper() if company.is_latin else company.legal_name
        spellings = (company.name.own, company.name.own, company.legal_name)
        return self.dice.choice(spellings)

    def _aliases(self, company: Company, source: Source) -> list[str]:
        if source is ROLL:
            return [slug(company.name.latin, "")[:4].upper()]
        names = [] if company.is_latin else [company.name.latin]
        if company.former and source is not REGISTER:
            names.append(company.former)
        return names

    def _domain(self, company: Company, source: Source, all_: tuple[Source, ...]) -> str | None:
        """Where the tradebook and a keyed source both speak, the web address joins them."""
        joins = TRADEBOOK in all_ and source is (LEDGER if LEDGER in all_ else REGISTER)
        known = joins or (company.kind in {Kind.NAMESAKE, Kind.NEAR} and source is not ROLL)
        if known or self._chance(source.knows["domain"]):
            return company.domain
        return None

    def _industry(self, row: Row, company: Company, source: Source) -> None:
        if self._chance(source.knows["industry"]):
            others = [one.code for one in self.words.industries]
            row["industry"] = company.industry if self._chance(0.95) else self.dice.choice(others)
            row["industry_raw"] = str(row["industry"]).replace("_", " and ")

    def _founded(self, row: Row, company: Company, source: Source) -> None:
        year = company.founded
        differs = company.quarrel is Quarrel.FOUNDED
        if differs and source is LEDGER:
            year += self.dice.choice((-3, -1, 1, 2))
        certain = company.quarrel is Quarrel.FOUNDED_TEXT or (differs and source in KEYED)
        if not certain and not self._chance(source.knows["founded"]):
            return
        row["founded_year"] = year
        row["founded_raw"] = self.dice.choice((str(year), f"{year}-05", f"est. {year}"))
        if company.quarrel is Quarrel.FOUNDED_TEXT and source is REGISTER:
            row["founded_raw"] = f"{year} (in its present form {year + self.dice.randint(2, 30)})"

    def _size(self, row: Row, company: Company, source: Source) -> None:
        if self._chance(source.knows["employees"]):
            grown = 1 + 0.2 * (source.day.year - 2024) + self.dice.uniform(-0.1, 0.1)
            row["employees"] = max(1, round(company.employees * grown))

    def _profile(self, row: Row, company: Company) -> None:
        row["products"] = [company.goods]
        row["tags"] = [company.industry, company.goods.split()[-1]]
        row["competitors"] = self.dice.sample(list(self.rivals), min(2, len(self.rivals)))
        row["description"], row["overview"] = self.press.self_portrait(company)

    def _second_profile(self, company: Company, first: Row) -> Row:
        """Somebody entered the company twice; this one knows less about its rounds."""
        key = f"{first['source_key']}b"
        row = {
            name: value
            for name, value in first.items()
            if not name.startswith(("total", "last", "founded"))
        }
        first.setdefault("funding_rounds", 1)
        row |= {"record_id": f"tb:{key}", "source_key": key, "funding_rounds": 0}
        return row | {"employees": max(1, company.employees // 3)}

    def _list_staff(self, company: Company, rows: Sequence[Row]) -> None:
        """One source knows the people: their order there is the order that counts."""
        keepers = [row for row in rows if row["source"] in {REGISTER.name, TRADEBOOK.name}]
        if not keepers or not company.staff:
            return
        keeper = keepers[0] if company.key.endswith(_HALF) else keepers[-1]
        for place, worker in enumerate(company.staff):
            self.people.append(
                {
                    "person_id": f"p-{company.key.lower()}-{slug(worker.name) or place}",
                    "record_id": keeper["record_id"],
                    "source": keeper["source"],
                    "name": worker.name,
                    "title": worker.title,
                    "is_current": worker.is_current,
                    "seq": place,
                }
            )

    def _chance(self, share: float) -> bool:
        return self.dice.chance(share)
