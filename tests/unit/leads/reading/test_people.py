"""Who decides."""

import pytest
from tests.unit.leads.reading.ledger import CONVENTIONS, a_person, read

from leadwright.leads.findings import Evidence, FactField, PersonValue
from leadwright.leads.reading.people import rank_of


def the_people(*rows: Evidence) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for finding in read(*rows).all(FactField.DECISION_MAKER):
        assert isinstance(finding.value, PersonValue)
        found.append((finding.id, finding.value.name, finding.value.title))
    return found


def test_people_are_ranked_by_title_and_then_by_the_order_of_the_source() -> None:
    assert the_people(
        a_person("Ann Vee", "VP Sales", seq=0),
        a_person("Cal Tee", "CTO", seq=1),
        a_person("Eve Oh", "CEO", seq=3),
        a_person("Bob Eff", "Founder", seq=2),
    ) == [
        ("decision_maker:1", "Bob Eff", "Founder"),
        ("decision_maker:2", "Eve Oh", "CEO"),
        ("decision_maker:3", "Cal Tee", "CTO"),  # three at most
    ]


def test_a_title_that_holds_several_ranks_counts_as_the_best() -> None:
    assert rank_of("VP Sales and co-Founder", CONVENTIONS) == 1
    assert rank_of("Engineer", CONVENTIONS) is None
    assert the_people(a_person("A B", "CTO", seq=0), a_person("C D", "VP, Founder", seq=1)) == [
        ("decision_maker:1", "C D", "VP, Founder"),
        ("decision_maker:2", "A B", "CTO"),
    ]


def test_former_people_and_people_without_a_deciding_title_are_no_decision_makers() -> None:
    assert the_people(a_person("A B", "CEO", current=False), a_person("C D", "Engineer")) == []


@pytest.mark.parametrize(
    "other", ["Ömer Isik", "OMER  ISIK", "Isik, Ömer", "Dr. Omer I\u015f\u0131k"]
)
def test_one_name_is_one_row_with_the_best_of_its_titles(other: str) -> None:
    rows = (a_person(other, "VP Sales", seq=0), a_person("Omer Isik", "CEO", seq=1))
    assert the_people(*rows) == [("decision_maker:1", "Omer Isik", "CEO")]


def test_the_newest_capture_that_lists_a_person_decides_about_him() -> None:
    assert the_people(
        a_person("A B", "CEO", "old"),
        a_person("A B", "CEO", "new", current=False),
        a_person("C D", "CTO", "old"),
    ) == [("decision_maker:1", "C D", "CTO")]


def test_every_row_that_says_the_same_is_cited() -> None:
    rows = (a_person("A B", "CEO", seq=0), a_person("A B", "CEO", seq=4), a_person("A B", "CTO"))
    (finding,) = read(*rows).all(FactField.DECISION_MAKER)
    assert finding.evidence_ids == (rows[0].id, rows[1].id)
