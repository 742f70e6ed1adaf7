"""The lead's own person."""

import pytest
from tests.unit.leads.reading.ledger import a_person, read, said

from leadwright.leads.findings import Evidence, FactField, Findings, PersonValue
from leadwright.leads.lead import Person
from leadwright.leads.reading import ContactStatus, contact_status
from leadwright.leads.reading.names import Likeness, likeness


def looked_for(name: str | None, *rows: Evidence, title: str | None = None) -> Findings:
    return read(*rows, contact=Person(name=name, title=title))


def status(name: str | None, *rows: Evidence, title: str | None = None) -> ContactStatus:
    return contact_status(looked_for(name, *rows, title=title))


def test_a_listed_person_is_current_or_former() -> None:
    rows = (a_person("Ann Vee", "Engineer"), a_person("Bob Eff", "CEO", current=False))
    assert status("Ann Vee", *rows) is ContactStatus.CURRENT
    assert status("Bob Eff", *rows) is ContactStatus.FORMER
    assert status("Eve Oh", *rows) is ContactStatus.UNKNOWN


def test_a_person_the_lead_does_not_name_is_unknown() -> None:
    rows = (a_person("Ann Vee", "Engineer"),)
    assert status(None, *rows) is ContactStatus.UNKNOWN
    assert status("", *rows) is ContactStatus.UNKNOWN
    assert contact_status(read(*rows)) is ContactStatus.UNKNOWN


def test_the_row_of_the_company_search_counts_as_well() -> None:
    value = PersonValue(name="Ann Vee", title="CFO", is_current=False)
    findings = looked_for("Ann Vee", said(value, FactField.CONTACT))
    assert contact_status(findings) is ContactStatus.FORMER
    assert findings.all(FactField.DECISION_MAKER) == ()


def test_any_current_row_makes_a_person_current_and_is_the_one_cited() -> None:
    former = a_person("Ann Vee", "CEO", seq=0, current=False)
    current = a_person("Ann Vee", "Advisor", seq=1)
    finding = looked_for("Ann Vee", former, current, title="CEO").get(FactField.CONTACT)
    assert finding is not None
    assert (finding.value, finding.evidence_ids) == (current.value, (current.id,))


def test_the_newest_capture_that_lists_the_person_decides() -> None:
    rows = (a_person("Ann Vee", "CEO", "old"), a_person("Ann Vee", "CEO", "new", current=False))
    assert status("Ann Vee", *rows) is ContactStatus.FORMER


def test_of_several_current_titles_the_one_of_the_lead_is_named() -> None:
    rows = (a_person("Ann Vee", "Founder", seq=0), a_person("Ann Vee", "CTO", seq=1))
    finding = looked_for("ann vee", *rows, title=" cto").get(FactField.CONTACT)
    assert finding is not None
    assert finding.value == rows[1].value


def test_an_initial_finds_the_only_person_it_can_mean() -> None:
    rows = (a_person("John Yaron", "CTO"), a_person("John Collins", "CEO"))
    assert status("J. Yaron", *rows) is ContactStatus.CURRENT


def test_of_two_people_an_initial_can_mean_the_title_decides_or_nobody_is_named() -> None:
    rows = (a_person("John Yaron", "CTO", current=False), a_person("Jane Yaron", "CEO"))
    assert status("J. Yaron", *rows) is ContactStatus.UNKNOWN
    assert status("J. Yaron", *rows, title="CTO") is ContactStatus.FORMER


def test_the_whole_name_is_believed_before_a_name_without_its_middle() -> None:
    rows = (a_person("David C. Jones", "CFO", current=False), a_person("David Jones", "CEO"))
    assert status("David Jones", *rows) is ContactStatus.CURRENT
    assert status("David C Jones", *rows) is ContactStatus.FORMER


def test_a_name_that_is_only_alike_is_less_sure() -> None:
    rows = (a_person("John Allan Yaron", "CTO"),)
    sure, middle, initial = (
        looked_for(name, *rows).get(FactField.CONTACT)
        for name in ("John Allan Yaron", "John Yaron", "J. Yaron")
    )
    assert sure is not None
    assert middle is not None
    assert initial is not None
    assert sure.confidence > middle.confidence > initial.confidence


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("Hsu, Arnulf", "Arnulf Hsu", Likeness.SAME),
        ("JOÃO MEDINA", "Joao Medina", Likeness.SAME),
        ("Madonna", "madonna", Likeness.SAME),
        ("John L. Bishop", "John Bishop", Likeness.MIDDLE),
        ("John L. Bishop", "John Lee Bishop", Likeness.MIDDLE),
        ("John L. Bishop", "John K. Bishop", Likeness.NONE),
        ("Bill D.", "Bill Davis", Likeness.INITIALS),
        ("J. D.", "John Davis", Likeness.NONE),
        ("Ann Vee", "Anna Vee", Likeness.NONE),
        ("Ann", "Ann Vee", Likeness.NONE),
        ("", "", Likeness.NONE),
    ],
)
def test_names_are_as_alike_as_a_person_would_say(left: str, right: str, alike: Likeness) -> None:
    assert likeness(left, right) is alike
    assert likeness(right, left) is alike
