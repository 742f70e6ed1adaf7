"""What drafts are worth."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.evaluation.known import worked

from leadwright.evaluation.ports import Worked
from leadwright.evaluation.rubric import Rubric
from leadwright.evaluation.scoring.drafts import DraftJudge
from leadwright.leads.findings import (
    Candidate,
    Evidence,
    EvidenceId,
    FactField,
    Finding,
    FindingId,
    Findings,
    Match,
    Resolution,
)
from leadwright.leads.lead import Company, Lead, Person
from leadwright.leads.stage import Stage
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, Context, Seller
from leadwright.review.seller import SellerProfile, ValueProposition

SELLER = SellerProfile(
    company="Northwind Ledger",
    product="invoice matching software",
    helps="finance teams",
    value_propositions=(
        ValueProposition(
            sentence="Northwind Ledger matches invoices to orders.", problem="matching invoices"
        ),
    ),
    sender_name="Nora Lind",
    sender_title="Account Executive",
)
EMPLOYEES = Evidence(
    id=EvidenceId("ev1"),
    source="new",
    record_id="new:harborline",
    ref="new:harborline",
    url=None,
    observed_on=date(2013, 12, 2),
    field=FactField.EMPLOYEES,
    value=20,
    quote="20",
)
FOUND = Findings(
    resolution=Resolution(
        match=Match.UNIQUE,
        candidates=(
            Candidate(
                entity_id="e1",
                name="Harborline Freight",
                record_ids=("new:harborline",),
                score=1.0,
                reasons=(),
            ),
        ),
    ),
    findings=(
        Finding(
            id=FindingId("employees"),
            field=FactField.EMPLOYEES,
            value=20,
            evidence_ids=(EvidenceId("ev1"),),
            confidence=0.9,
        ),
    ),
    evidence=(EMPLOYEES,),
)
FACT = "Harborline Freight was listed at 20 people."


def a_mail(fact: str = FACT, *, more: str = "") -> Draft:
    return Draft(
        subject="Harborline Freight and invoices",
        body=f"Hi Maya,\n\n{fact} {more}\n\nWould a short call help?\n\nNora Lind",
        claims=(Claim(text=fact, finding_ids=(FindingId("employees"),)),),
    )


def drafted(draft: Draft, name: str = "A", person: str = "Maya Brandt") -> Worked:
    one = worked(name, Stage.AWAITING_APPROVAL, findings=FOUND, draft=draft)
    company = Company(name="Harborline Freight")
    return replace(one, lead=replace(one.lead, person=Person(name=person), company=company))


def context_of(lead: Lead, findings: Findings) -> Context:
    del findings
    return Context(
        person_name=lead.person.name,
        company_name=lead.company.name,
        company_names=("Harborline Freight",),
        seller=Seller.of(SELLER),
        today=date(2013, 12, 12),
    )


JUDGE = DraftJudge(rubric=Rubric(), checker=Checker(), seller=SELLER, context_of=context_of)


def test_a_sentence_that_evidence_supports_is_grounded() -> None:
    scores = JUDGE.score([drafted(a_mail())])
    assert scores.grounded.value == 1
    assert scores.grounded.n >= 1
    assert scores.ungrounded == ()


def test_a_sentence_with_another_number_is_not_and_is_named() -> None:
    scores = JUDGE.score([drafted(a_mail("Harborline Freight was listed at 470 people."))])
    assert scores.grounded.value is not None
    assert scores.grounded.value < 1
    assert "A: number_not_in_evidence" in scores.ungrounded[0]


def test_the_name_of_another_lead_is_a_leak() -> None:
    gossip = a_mail(more="Wilhelmina Osterhagen asked me the same.")
    other = drafted(a_mail(), name="B", person="Wilhelmina Osterhagen")
    scores = JUDGE.score([drafted(gossip), other])
    assert any(fault.startswith("A: leak") for fault in scores.ungrounded), scores.ungrounded


def test_a_draft_that_breaks_rules_is_worth_less_and_the_rules_are_counted() -> None:
    good, bad = (
        JUDGE.score([drafted(mail)]) for mail in (a_mail(), a_mail(more="Act now! [COMPANY]"))
    )
    assert good.quality.value is not None
    assert bad.quality.value is not None
    assert bad.quality.value < good.quality.value
    assert bad.broken["no_placeholder"] == 1


def test_without_drafts_nothing_is_claimed() -> None:
    scores = JUDGE.score([worked("A", Stage.ESCALATED)])
    assert scores.quality.value is None
    assert scores.grounded.value is None


@pytest.mark.parametrize("count", [1, 3])
def test_quality_is_a_mean_over_drafts(count: int) -> None:
    one = JUDGE.score([drafted(a_mail())]).quality.value
    many = JUDGE.score([drafted(a_mail(), name=f"L{n}") for n in range(count)])
    assert many.quality.n == count
    assert many.quality.value == pytest.approx(one)
