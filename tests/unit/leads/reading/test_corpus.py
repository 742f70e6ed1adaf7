"""The reading against the development corpus, for companies that are known to be right."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from leadwright.adapters.providers.corpus import evidence
from leadwright.adapters.providers.corpus.conventions import load_conventions
from leadwright.adapters.providers.corpus.library import Library, load
from leadwright.leads import reading
from leadwright.leads.findings import (
    Candidate,
    Evidence,
    FactField,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.leads.lead import Person
from leadwright.leads.reading.scalars import SCALARS

pytestmark = pytest.mark.corpus

STATUS = {True: "current", False: "former", None: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read for a lead, and what is right."""

    lead_id: str
    findings: Findings
    truth: dict[str, Any]


@pytest.fixture(scope="module")
def library(data_dir: Path) -> Library:
    return load(data_dir, load_conventions(data_dir))


@pytest.fixture(scope="module")
def reads(data_dir: Path, library: Library) -> list[Read]:
    lines = (data_dir / "leads_dev.jsonl").read_text(encoding="utf-8").splitlines()
    leads = [json.loads(line) for line in lines]
    return [
        Read(
            lead_id=lead["lead_id"],
            findings=read(library, truth["record_ids"], lead["input"]),
            truth=truth,
        )
        for lead in leads
        if (truth := lead["ground_truth"])["match"] == Match.UNIQUE
    ]


def read(library: Library, record_ids: list[str], lead: dict[str, str | None]) -> Findings:
    company = Candidate(
        entity_id="it", name="it", record_ids=tuple(record_ids), score=1.0, reasons=()
    )
    return reading.read(
        Resolution(match=Match.UNIQUE, candidates=(company,), confidence=1.0),
        [library.companies[one] for one in record_ids],
        [item for one in record_ids for item in ledger(library, one)],
        library.conventions,
        today=library.as_of or date.max,
        contact=Person(name=lead["name"], title=lead["title"]),
    )


def ledger(library: Library, record_id: str) -> list[Evidence]:
    record = library.companies[record_id]
    people = library.people.get(record_id, ())
    return [
        *evidence.of_company(record, library.industry_texts.get(record_id)),
        *(evidence.of_round(item) for item in library.rounds.get(record_id, ())),
        *(evidence.of_person(p, record.url, FactField.DECISION_MAKER) for p in people),
        *(evidence.of_news(item) for item in library.news.get(record_id, ())),
    ]


@pytest.mark.parametrize("field", SCALARS)
def test_every_single_fact_is_right(reads: list[Read], field: FactField) -> None:
    found = {r.lead_id: f.value if (f := r.findings.get(field)) else None for r in reads}
    assert found == {r.lead_id: r.truth[field] for r in reads}


def test_every_last_round_is_right(reads: list[Read]) -> None:
    found = {r.lead_id: the_round(r.findings) for r in reads}
    assert found == {r.lead_id: r.truth["last_round"] for r in reads}


def the_round(findings: Findings) -> dict[str, str | Decimal | None] | None:
    finding = findings.get(FactField.LAST_ROUND)
    if finding is None or not isinstance(finding.value, RoundValue):
        return None
    value = finding.value
    return {"type": value.type, "date": value.date, "amount_usd": value.amount_usd}


def test_the_people_who_decide_are_named(reads: list[Read]) -> None:
    scores = []
    for one in reads:
        values = [finding.value for finding in one.findings.all(FactField.DECISION_MAKER)]
        found = {value.name for value in values if isinstance(value, PersonValue)}
        right = {person["name"] for person in one.truth["decision_makers"]}
        both = len(found) + len(right)
        scores.append(2 * len(found & right) / both if both else 1.0)
    assert sum(scores) / len(scores) >= 0.99


def test_every_recent_headline_is_right(reads: list[Read]) -> None:
    for one in reads:
        values = [finding.value for finding in one.findings.all(FactField.NEWS)]
        found = {value.news_id for value in values if isinstance(value, NewsValue)}
        assert found == {item["news_id"] for item in one.truth["recent_news"]}, one.lead_id


def test_every_conflict_is_seen_with_all_its_values(reads: list[Read]) -> None:
    for one in reads:
        assert set(one.findings.conflicts) == {c["field"] for c in one.truth["conflicts"]}
        for conflict in one.truth["conflicts"]:
            finding = one.findings.get(FactField(conflict["field"]))
            assert finding is not None
            seen = {finding.value, *(other.value for other in finding.conflicts)}
            assert {stated["value"] for stated in conflict["values"]} <= seen, one.lead_id


def test_the_status_of_every_contact_is_right(reads: list[Read]) -> None:
    found = {r.lead_id: reading.contact_status(r.findings).value for r in reads}
    assert found == {r.lead_id: STATUS[r.truth["contact_is_current"]] for r in reads}


def test_well_known_companies_are_not_escalated_for_doubt(reads: list[Read]) -> None:
    known = [r for r in reads if "no_data" not in r.truth["escalation_reasons"]]
    assert min(reading.research_confidence(r.findings) for r in known) >= 0.7


def test_every_record_of_the_corpus_can_be_read(library: Library) -> None:
    nobody: dict[str, str | None] = {"name": None, "title": None}
    for record_id in library.companies:
        findings = read(library, [record_id], nobody)
        there = {item.id for item in findings.evidence}
        for finding in findings.findings:
            assert finding.evidence_ids
            assert set(finding.evidence_ids) <= there
            assert 0 < finding.confidence <= 1
