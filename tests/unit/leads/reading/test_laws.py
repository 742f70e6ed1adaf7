"""What holds for every ledger."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.reading.ledger import (
    CONVENTIONS,
    DAYS,
    TODAY,
    a_record,
    read,
    resolved,
    said,
)

from leadwright.leads import reading
from leadwright.leads.findings import (
    Evidence,
    FactField,
    FactValue,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.leads.lead import Person
from leadwright.leads.reading.scalars import SCALARS
from leadwright.leads.records import CompanyRecord

names = st.sampled_from(["Ann Vee", "A. Vee", "Vee, Ann", "Bob Eff", "Åsa Öd", "Cher", ""])
titles = st.sampled_from(["CEO", "CTO", "VP Sales", "Engineer", "", "VP, Founder"])
days = st.sampled_from(["2013-02-01", "2013-02-02", "2013-02", "2012", "soon", "2010-01-01"])
amounts = st.one_of(st.none(), st.integers(0, 20).map(Decimal))
people = st.builds(PersonValue, name=names, title=titles, is_current=st.booleans())
rounds = st.builds(
    RoundValue, type=st.sampled_from([None, "seed", "angel"]), date=days, amount_usd=amounts
)
news = st.builds(
    NewsValue,
    news_id=st.sampled_from(["n1", "n2", "n3", "n10"]),
    date=days,
    headline=st.sampled_from(["Acme buys Bolt", "acme  buys bolt", "Acme hires"]),
)
VALUES: dict[FactField, st.SearchStrategy[FactValue]] = {
    FactField.FOUNDED_YEAR: st.integers(2005, 2008),
    FactField.EMPLOYEES: st.integers(0, 3),
    FactField.INDUSTRY: st.sampled_from(["software", "finance", ""]),
    FactField.COUNTRY: st.sampled_from(["DE", "US"]),
    FactField.TOTAL_FUNDING_USD: st.integers(0, 20).map(Decimal),
    FactField.LAST_ROUND: rounds,
    FactField.DECISION_MAKER: people,
    FactField.CONTACT: people,
    FactField.NEWS: news,
}
sources = st.sampled_from(["old", "mid", "new", "stranger"])


@st.composite
def items(draw: st.DrawFn) -> Evidence:
    field = draw(st.sampled_from(list(FactField)))
    source = draw(sources)
    return said(
        draw(VALUES[field]),
        field,
        source,
        record=draw(st.sampled_from(["old:acme", "new:acme", "new:acme-inc", "new:other"])),
        ref=draw(st.sampled_from(["r:2", "r:10"])),
        seq=draw(st.integers(0, 2)),
        day=DAYS.get(source, date(2013, 11, 1)),
    )


@st.composite
def records(draw: st.DrawFn) -> tuple[CompanyRecord, ...]:
    return tuple(
        a_record(
            record_id.split(":")[0],
            record=record_id,
            rounds=draw(st.sampled_from([None, 1, 2])),
            last=draw(st.sampled_from([None, "2013", "2013-02-01"])),
            founded=draw(st.sampled_from([None, "2006", "2006 (1999)"])),
        )
        for record_id in draw(st.sets(st.sampled_from(["old:acme", "new:acme", "new:acme-inc"])))
    )


ledgers = st.lists(items(), max_size=14)
CONTACT = Person(name="Ann Vee", title="CTO")


@given(ledger=ledgers, known=records(), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_evidence_and_records_changes_nothing(
    ledger: list[Evidence], known: tuple[CompanyRecord, ...], shuffled: Random
) -> None:
    other = list(ledger)
    shuffled.shuffle(other)
    assert read(*ledger, records=known, contact=CONTACT) == read(
        *other, records=known[::-1], contact=CONTACT
    )


@given(ledger=ledgers, known=records())
def test_every_finding_cites_evidence_that_is_there_and_is_surer_than_nothing(
    ledger: list[Evidence], known: tuple[CompanyRecord, ...]
) -> None:
    findings = read(*ledger, records=known, contact=CONTACT)
    there = {item.id for item in findings.evidence}
    assert there <= {item.id for item in ledger}
    for finding in findings.findings:
        assert finding.evidence_ids
        assert set(finding.evidence_ids) <= there
        assert 0 < finding.confidence <= 1
        for conflict in finding.conflicts:
            assert conflict.value != finding.value
            assert set(conflict.evidence_ids) <= there
    assert {f.field for f in findings.findings}.isdisjoint(findings.unknown)
    assert len({f.id for f in findings.findings}) == len(findings.findings)


@given(ledger=ledgers, known=records(), older=items(), back=st.integers(1, 900))
def test_an_older_observation_never_changes_a_single_fact(
    ledger: list[Evidence], known: tuple[CompanyRecord, ...], older: Evidence, back: int
) -> None:
    day = min(DAYS.values()) - timedelta(days=back)
    added = said(older.value, older.field, "archive", record=older.record_id, day=day)
    before, after = read(*ledger, records=known), read(*ledger, added, records=known)
    for field in SCALARS:
        was, now = before.get(field), after.get(field)
        assert was is None or (now is not None and now.value == was.value)


@given(ledger=ledgers, known=records(), round_=rounds, usd=amounts)
def test_an_earlier_round_never_changes_the_last_one(
    ledger: list[Evidence],
    known: tuple[CompanyRecord, ...],
    round_: RoundValue,
    usd: Decimal | None,
) -> None:
    was = read(*ledger, records=known).get(FactField.LAST_ROUND)
    earlier = said(
        RoundValue(type=round_.type, date="2009-12-31", amount_usd=usd), FactField.LAST_ROUND
    )
    now = read(*ledger, earlier, records=known).get(FactField.LAST_ROUND)
    assert now is not None
    assert was is None or now.value == was.value


@pytest.mark.parametrize("match", [Match.AMBIGUOUS, Match.NONE])
@given(ledger=ledgers, known=records())
def test_without_a_unique_company_nothing_is_found(
    match: Match, ledger: list[Evidence], known: tuple[CompanyRecord, ...]
) -> None:
    for resolution in (resolved(match), Resolution(match=match)):
        findings = reading.read(
            resolution, known, ledger, CONVENTIONS, today=TODAY, contact=CONTACT
        )
        assert findings.findings == ()
        assert findings.evidence == ()
        assert findings.conflicts == ()
        assert findings.unknown == tuple(FactField)
        assert reading.research_confidence(findings) == 0.0
        assert reading.contact_status(findings) is reading.ContactStatus.UNKNOWN
