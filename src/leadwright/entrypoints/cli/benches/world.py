"""A fictional world for a bench: companies that sources describe, and leads that work there.

The same seed makes the same files, in the format of a corpus directory. No company
is like another and every lead can be written to, so each one goes the whole way to its approval.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

TODAY = date(2026, 11, 1)
REGISTER, PRESS = "register-2026", "press-2026"
LISTED = 6  # people of a company that the register knows
CONVENTIONS = f"""\
capture_order = ["{REGISTER}", "{PRESS}"]
related_sources = [["{REGISTER}", "{PRESS}"]]
name_and_state_sources = []
funding_comparable = []
funding_never_falls = []
round_source_order = ["{PRESS}"]
news_anchor_sources = []
news_days = 90
dated_sources = ["{PRESS}"]
as_of = {TODAY.isoformat()}
"""
HEADER = (
    "lead_id",
    "name",
    "title",
    "email",
    "phone",
    "company_name",
    "company_domain",
    "country",
    "deal_value",
    "currency",
    "source",
)
# How people write: the share of names in capitals, of companies in small letters, of no domain.
SHOUTED, WHISPERED, WITHOUT_DOMAIN = 0.1, 0.2, 0.25
AREAS = (212, 312, 415, 512, 617, 702, 720, 808)
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company as both sources know it."""

    key: str
    name: str
    industry: str
    founded: int
    employees: int
    city: str
    state: str

    @property
    def domain(self) -> str:
        """Its web address; `.example` belongs to nobody."""
        return f"{self.key}.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where the files of a world lie, and who lives in it."""

    place: Path
    companies: Sequence[Company]
    seed: int

    @property
    def corpus(self) -> Path:
        """The directory of the sources."""
        return self.place / "corpus"

    def write_leads(self, name: str, *, start: int, number: int) -> Path:
        """A CSV file of leads; the same number is the same lead, whatever file it stands in."""
        file = self.place / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(HEADER)
            writer.writerows(_lead(self, one) for one in range(start, start + number))
        return file


@cache
def words() -> Mapping[str, Any]:
    """The words that names and headlines are made of."""
    text = (files(__package__) / "words.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def build(place: Path, *, companies: int, seed: int) -> World:
    """Write the corpus of a world into a directory."""
    random = Random(seed)  # noqa: S311 - a made-up world, not a secret
    world = World(place=place, companies=_companies(random, companies), seed=seed)
    tables: dict[str, list[Row]] = {"companies": [], "people": [], "funding_rounds": [], "news": []}
    for number, company in enumerate(world.companies):
        rounds = _rounds(random, company)
        tables["companies"] += _records(company, rounds)
        tables["people"] += _people(company, number)
        tables["funding_rounds"] += rounds
        tables["news"] += _news(random, company)
    world.corpus.mkdir(parents=True)
    for name, rows in tables.items():
        _write(world.corpus / f"{name}.jsonl", rows)
    (world.corpus / "corpus.toml").write_text(CONVENTIONS, encoding="utf-8")
    return world


def _companies(random: Random, number: int) -> list[Company]:
    names = [first + second for first in words()["first"] for second in words()["second"]]
    random.shuffle(names)
    made = []
    for name in names[:number]:
        kind, industry = random.choice(words()["kind"])
        city, state = random.choice(words()["city"])
        made.append(
            Company(
                key=f"{name}{kind}".lower(),
                name=f"{name} {kind}",
                industry=industry,
                founded=random.randint(1995, 2022),
                employees=random.randint(12, 900),
                city=city,
                state=state,
            )
        )
    return made


def _records(company: Company, rounds: Sequence[Row]) -> Iterator[Row]:
    shared: Row = {
        "source_key": company.key,
        "name": company.name,
        "domain": company.domain,
        "country": "US",
        "source_url": f"https://{company.domain}/about",
    }
    yield shared | {
        "record_id": f"{REGISTER}:{company.key}",
        "source": REGISTER,
        "observed_on": (TODAY - timedelta(days=32)).isoformat(),
        "region": company.state,
        "city": company.city,
        "industry": company.industry,
        "founded_year": company.founded,
        "founded_raw": str(company.founded),
        "employees": company.employees,
        "description": f"{company.name} of {company.city} serves customers in {company.state}.",
    }
    total = sum(int(str(row["amount"])) for row in rounds)
    yield shared | {
        "record_id": f"{PRESS}:{company.key}",
        "source": PRESS,
        "observed_on": (TODAY - timedelta(days=1)).isoformat(),
        "founded_year": company.founded,
        "total_funding_usd": total,
        "total_funding_text": f"${total // 1_000_000}M",
        "funding_rounds": len(rounds),
        "last_funding_on": rounds[-1]["date"],
    }


def _people(company: Company, number: int) -> Iterator[Row]:
    for seat in range(LISTED):
        name, title = _person(number, seat)
        yield {
            "person_id": f"{company.key}-{seat}",
            "record_id": f"{REGISTER}:{company.key}",
            "source": REGISTER,
            "name": name,
            "title": title,
            "is_current": True,
            "seq": seat,
        }


def _person(company: int, seat: int) -> tuple[str, str]:
    """The same person for the same seat; nobody sits twice in one company."""
    given, family, title = words()["given"], words()["family"], words()["title"]
    one = company * 7 + seat
    return (
        f"{given[one % len(given)]} {family[(one // len(given) + seat) % len(family)]}",
        title[seat % len(title)],
    )


def _rounds(random: Random, company: Company) -> list[Row]:
    day = TODAY - timedelta(days=random.randint(900, 1500))
    made: list[Row] = []
    for kind, amount in words()["round"][: random.randint(1, 3)]:
        made.append(
            {
                "round_id": f"r-{company.key}-{kind}",
                "record_id": f"{PRESS}:{company.key}",
                "source": PRESS,
                "round_type": kind,
                "date": day.isoformat(),
                "date_precision": "day",
                "amount": amount,
                "currency": "USD",
                "amount_usd": amount,
                "investors": [f"{random.choice(words()['family'])} Partners"],
            }
        )
        day += timedelta(days=random.randint(200, 400))
    return made


def _news(random: Random, company: Company) -> Iterator[Row]:
    for number, pattern in enumerate(random.sample(words()["headline"], 3)):
        day = TODAY - timedelta(days=random.randint(5, 60) + 40 * number)
        yield {
            "news_id": f"n-{company.key}-{number}",
            "record_id": f"{PRESS}:{company.key}",
            "source": PRESS,
            "kind": "milestone",
            "date": day.isoformat(),
            "date_precision": "day",
            "headline": pattern.format(company=company.name, city=company.city),
            "derived": False,
        }


def _lead(world: World, one: int) -> list[str]:
    """A lead as carelessly written as people write; seat after seat, all companies in turn."""
    random = Random(f"{world.seed} {one}")  # noqa: S311 - a made-up world, not a secret
    place, seat = one % len(world.companies), one // len(world.companies)
    company = world.companies[place]
    name, title = _person(place, seat)
    phone = f"+1 {random.choice(AREAS)} 555 {random.randint(100, 199):04}"
    written = company.name + random.choice(words()["suffix"])
    return [
        f"B-{one:07}",
        name.upper() if random.random() < SHOUTED else name,
        title,
        f"{name.lower().replace(' ', '.')}.{seat}@{company.domain}",
        phone if seat < LISTED else "",  # there are few made-up lines; hundreds would share one
        written.lower() if random.random() < WHISPERED else written,
        "" if random.random() < WITHOUT_DOMAIN else company.domain,
        random.choice(("US", "USA", "United States")),
        random.choice(("{}000", "{}k", "${},000")).format(random.randint(5, 90)),
        "USD",
        random.choice(words()["source"]),
    ]


def _write(file: Path, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
