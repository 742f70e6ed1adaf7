"""A hand-made ledger: sources `old`, `mid` and `new` about one company `acme`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from leadwright.leads import reading
from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import (
    Candidate,
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
    Topic,
)
from leadwright.leads.lead import Person
from leadwright.leads.records import CompanyRecord

DAYS = {"old": date(2012, 5, 9), "mid": date(2013, 10, 1), "new": date(2013, 12, 2)}
TODAY = date(2013, 12, 12)
RECORDS = ("old:acme", "mid:acme", "new:acme", "new:acme-inc")

CONVENTIONS = Conventions(
    capture_order=("old", "mid", "new"),
    title_ranks=((r"\bceo\b", r"\bfounder\b"), (r"\bc[a-z]o\b",), (r"\bvp\b",)),
    decision_maker_limit=3,
    round_source_order=("mid", "new", "old"),
    funding_comparable=(frozenset({"mid", "new"}),),
    funding_never_falls=frozenset({"old"}),
    news_days=730,
    news_anchor_sources=frozenset({"old", "mid", "new"}),
)


def said(  # noqa: PLR0913 - a builder: every part may be named, none must
    value: FactValue,
    field: FactField | Topic,
    source: str = "new",
    *,
    record: str | None = None,
    ref: str | None = None,
    seq: int = 0,
    day: date | None = None,
) -> Evidence:
    """One thing a source said; its id tells who said what."""
    record_id = record or f"{source}:acme"
    ref = ref or record_id
    return Evidence(
        id=EvidenceId(f"{source}/{record_id}/{field}/{ref}/{seq}/{value}"),
        source=source,
        record_id=record_id,
        ref=ref,
        url=None,
        observed_on=day or DAYS[source],
        field=field,
        value=value,
        quote=str(value),
        seq=seq,
    )


def a_person(
    name: str, title: str, source: str = "old", *, seq: int = 0, current: bool = True
) -> Evidence:
    """A person as a source lists him."""
    value = PersonValue(name=name, title=title, is_current=current)
    return said(value, FactField.DECISION_MAKER, source, ref=name.lower(), seq=seq)


def a_round(
    on: str,
    kind: str | None = None,
    usd: int | None = None,
    source: str = "mid",
    *,
    ref: str = "r1",
) -> Evidence:
    """A funding round as a source lists it."""
    amount = None if usd is None else Decimal(usd)
    return said(
        RoundValue(type=kind, date=on, amount_usd=amount), FactField.LAST_ROUND, source, ref=ref
    )


def a_headline(on: str, headline: str, news_id: str = "n1", source: str = "old") -> Evidence:
    """A dated headline."""
    value = NewsValue(news_id=news_id, date=on, headline=headline)
    return said(value, FactField.NEWS, source, ref=news_id)


def a_record(
    source: str = "new",
    *,
    record: str | None = None,
    rounds: int | None = None,
    last: str | None = None,
    founded: str | None = None,
) -> CompanyRecord:
    """What a source knows about the company beside the facts themselves."""
    return CompanyRecord(
        record_id=record or f"{source}:acme",
        source=source,
        source_key="acme",
        observed_on=DAYS[source],
        name="Acme",
        funding_rounds=rounds,
        last_funding_on=last,
        founded_text=founded,
    )


def resolved(match: Match = Match.UNIQUE, confidence: float = 1.0) -> Resolution:
    """A resolution whose first candidate is acme."""
    acme = Candidate(entity_id="acme", name="Acme", record_ids=RECORDS, score=1.0, reasons=())
    return Resolution(match=match, candidates=(acme,), confidence=confidence)


def read(
    *evidence: Evidence,
    records: Sequence[CompanyRecord] = (),
    conventions: Conventions = CONVENTIONS,
    contact: Person | None = None,
    today: date = TODAY,
) -> Findings:
    """The reading of a hand-made ledger."""
    return reading.read(resolved(), records, evidence, conventions, today=today, contact=contact)
