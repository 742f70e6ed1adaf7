"""Companies for the planted-error set: fictional ones, and real ones where the corpus is there."""

import gzip
import json
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from leadwright.leads.findings import (
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    Finding,
    FindingId,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.review.grounding import Context, Others, Seller

HERE = Path(__file__).parent
SELLER = Seller(
    company="BrightPath",
    sender_name="Sam Lee",
    names=("BrightPath Match", "Halden Foods"),
    texts=(
        "BrightPath matches invoices to orders, so nobody types them twice.",
        "matching invoices by hand",
        "Our customers cut invoice handling by 30%.",
        "One customer, Halden Foods, closes its books three days earlier.",
        "Worth a 15-minute call next week?",
        "Account Executive",
        "+1 555 0100",
    ),
    links=("https://brightpath.example/meet",),
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is true of a company, and who is written to."""

    name: str
    stated: str
    aliases: tuple[str, ...] = ()
    domain: str | None = None
    year: int | None = None
    employees: int | None = None
    industry: str | None = None
    country: str | None = None
    total: Decimal | None = None
    round: RoundValue | None = None
    lead: str = ""
    lead_title: str = ""
    people: tuple[tuple[str, str], ...] = ()
    news: tuple[tuple[str, str], ...] = ()
    quotes: dict[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, tuple[FactField, FactValue]]:
        """Every fact by finding id."""
        found: dict[str, tuple[FactField, FactValue | None]] = {
            "founded_year": (FactField.FOUNDED_YEAR, self.year),
            "employees": (FactField.EMPLOYEES, self.employees),
            "industry": (FactField.INDUSTRY, self.industry),
            "country": (FactField.COUNTRY, self.country),
            "total_funding_usd": (FactField.TOTAL_FUNDING_USD, self.total),
            "last_round": (FactField.LAST_ROUND, self.round),
        }
        for number, (name, title) in enumerate(self.people, start=1):
            value = PersonValue(name=name, title=title)
            found[f"decision_maker:{number}"] = (FactField.DECISION_MAKER, value)
        for number, (day, headline) in enumerate(self.news, start=1):
            item = NewsValue(news_id=f"n{number}", date=day, headline=headline)
            found[f"news:{number}"] = (FactField.NEWS, item)
        return {key: (kind, value) for key, (kind, value) in found.items() if value is not None}

    def findings(self) -> Findings:
        """The facts as research would hand them over."""
        evidence, findings = [], []
        for key, (kind, value) in self.values().items():
            item = Evidence(
                id=EvidenceId(f"ev-{key}"),
                source="listing",
                record_id="r1",
                ref=key,
                url=None,
                observed_on=date(2013, 12, 2),
                field=kind,
                value=value,
                quote=self.quotes.get(key) or quote_of(key, value),
            )
            evidence.append(item)
            findings.append(
                Finding(
                    id=FindingId(key),
                    field=kind,
                    value=value,
                    evidence_ids=(item.id,),
                    confidence=0.9,
                )
            )
        return Findings(
            resolution=Resolution(match=Match.UNIQUE),
            findings=tuple(findings),
            evidence=tuple(evidence),
        )

    def context(self, others: Others) -> Context:
        """What may be said about it without evidence."""
        return Context(
            person_name=self.lead,
            person_title=self.lead_title,
            company_name=self.stated,
            company_names=(self.name, *self.aliases),
            company_domain=self.domain,
            seller=SELLER,
            today=date(2013, 12, 12),
            others=others,
        )


def quote_of(key: str, value: FactValue) -> str:
    """The row a source might hold for a value."""
    match value:
        case RoundValue():
            return f"{value.type}, {value.date}, USD {value.amount_usd}"
        case PersonValue():
            return f"{value.name}, {value.title}"
        case NewsValue():
            return value.headline
        case _:
            return f"{key}: {value}"


def fictional() -> list[Facts]:
    """The companies made up for these tests."""
    raw = tomllib.loads((HERE / "data" / "companies.toml").read_text(encoding="utf-8"))
    return [
        Facts(
            name=row["name"],
            stated=row["stated"],
            aliases=tuple(row["aliases"]),
            domain=row["domain"],
            year=row["year"],
            employees=row["employees"],
            industry=row["industry"],
            country=row["country"],
            total=Decimal(row["total"]),
            round=RoundValue(
                type=row["round"]["type"],
                date=row["round"]["date"],
                amount_usd=Decimal(row["round"]["amount"]),
            ),
            lead=row["lead"]["name"],
            lead_title=row["lead"]["title"],
            people=tuple((name, title) for name, title in row["people"]),
            news=tuple((day, headline) for day, headline in row["news"]),
        )
        for row in raw["company"]
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def real(folder: Path) -> list[Facts]:
    """Companies of the corpus as its development leads resolve them."""
    names, aliases = {}, {}
    for row in _rows(folder / "companies.jsonl.gz"):
        names[row["record_id"]] = row["name"]
        aliases[row["record_id"]] = [row.get("domain"), *row.get("aliases", ())]
    headlines = defaultdict(list)
    for row in _rows(folder / "news.jsonl.gz"):
        if row["date"]:
            headlines[row["record_id"]].append((row["date"], row["headline"]))
    found = []
    for lead in _rows(folder / "leads_dev.jsonl"):
        truth, given = lead["ground_truth"], lead["input"]
        if truth["match"] != "unique" or not given["name"]:
            continue
        ids = truth["record_ids"]
        found.append(_real_company(truth, given, ids, names, aliases, headlines))
    return found


def _real_company(
    truth: dict[str, Any],
    given: dict[str, Any],
    ids: list[str],
    names: dict[str, str],
    aliases: dict[str, list[str | None]],
    headlines: dict[str, list[tuple[str, str]]],
) -> Facts:
    last = truth["last_round"]
    news = [item for record in ids for item in headlines[record]]
    return Facts(
        name=names[ids[0]],
        stated=given["company_name"] or given["company_domain"] or names[ids[0]],
        aliases=tuple({a for i in ids for a in (names[i], *aliases[i]) if a}),
        domain=given["company_domain"],
        year=truth["founded_year"],
        employees=truth["employees"],
        industry=truth["industry"],
        country=truth["country"],
        total=Decimal(truth["total_funding_usd"]) if truth["total_funding_usd"] else None,
        round=RoundValue(
            type=last["type"],
            date=last["date"],
            amount_usd=Decimal(last["amount_usd"]) if last["amount_usd"] else None,
        )
        if last
        else None,
        lead=given["name"],
        lead_title=given["title"] or "",
        people=tuple((p["name"], p["title"]) for p in truth["decision_makers"]),
        news=tuple(sorted(set(news), reverse=True)[:4]),
    )
