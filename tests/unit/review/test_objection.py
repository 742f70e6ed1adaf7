"""Which fact a person means who says that one is wrong."""

import pytest
from tests.unit.leads.reading.ledger import a_person, read, said

from leadwright.leads.findings import FactField, FindingId, Findings
from leadwright.review.approvals import ReasonCode
from leadwright.review.draft import Claim, Draft
from leadwright.review.objection import Objection, contested

FINDINGS = read(
    said(40, FactField.EMPLOYEES), said(2004, FactField.FOUNDED_YEAR), a_person("Bo Ray", "CEO")
)
SIZE, AGE, BOSS = "Acme is listed at 40 people.", "It was founded in 2004.", "Bo Ray decides."


def id_of(field: FactField, findings: Findings = FINDINGS) -> FindingId:
    found = findings.get(field)
    assert found is not None
    return found.id


CLAIMS = {
    SIZE: id_of(FactField.EMPLOYEES),
    AGE: id_of(FactField.FOUNDED_YEAR),
    BOSS: id_of(FactField.DECISION_MAKER),
}


def objection(reason: str, *told: str, code: ReasonCode = ReasonCode.FACT) -> Objection:
    claims = tuple(Claim(text=text, finding_ids=(CLAIMS[text],)) for text in told)
    draft = Draft(subject="One question", body=" ".join(told), claims=claims)
    return Objection(code=code, reason=reason, draft=draft)


@pytest.mark.parametrize(
    ("reason", "meant"),
    [
        ("they are 400, not 40", SIZE),
        ("the headcount is wrong", SIZE),
        ("2004? no", AGE),
        ("Founded later than that", AGE),
        ("that is not the founding year", AGE),
        ("Bo Ray left, somebody else decides", BOSS),
    ],
)
def test_a_reason_that_names_a_fact_means_it(reason: str, meant: str) -> None:
    assert contested(objection(reason, SIZE, AGE, BOSS), FINDINGS) == {CLAIMS[meant]}


@pytest.mark.parametrize("reason", ["", "not true", "no"])
def test_a_reason_that_names_none_of_several_means_none_for_sure(reason: str) -> None:
    assert contested(objection(reason, SIZE, AGE), FINDINGS) == set()


@pytest.mark.parametrize("reason", ["", "not true"])
def test_the_only_fact_of_a_mail_is_the_one_that_is_meant(reason: str) -> None:
    assert contested(objection(reason, AGE), FINDINGS) == {CLAIMS[AGE]}


def test_a_mail_without_facts_has_none_that_could_be_meant() -> None:
    assert contested(objection("2004 is wrong"), FINDINGS) == set()


def test_a_fact_told_in_another_channel_alone_is_not_meant() -> None:
    draft = objection("2004 is wrong", SIZE).draft
    elsewhere = Claim(text=AGE, finding_ids=(CLAIMS[AGE],))
    told = Draft(
        subject=draft.subject,
        body=draft.body,
        claims=(*draft.claims, elsewhere),
        linkedin_message=AGE,
    )
    said_so = Objection(code=ReasonCode.FACT, reason="2004 is wrong", draft=told)
    assert contested(said_so, FINDINGS) == {CLAIMS[SIZE]}


@pytest.mark.parametrize("code", [one for one in ReasonCode if one is not ReasonCode.FACT])
def test_only_who_objects_to_a_fact_means_one(code: ReasonCode) -> None:
    assert contested(objection("2004 is wrong", AGE, code=code), FINDINGS) == set()
