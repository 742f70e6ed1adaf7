"""Names of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values.names import person_name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hsu, Arnulf", "Arnulf Hsu"),
        ("SMITH, JOHN, PHD", "John Smith"),
        ("Smith, John, Jr.", "John Smith Jr."),
        ("John Smith, MBA", "John Smith"),
        ("de Gaulle, Charles", "Charles de Gaulle"),
        ("Smith,", "Smith"),
    ],
)
def test_a_name_stands_in_spoken_order(text: str, wanted: str) -> None:
    assert person_name(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ANDY CHEN", "Andy Chen"),
        ("liran kotzer", "Liran Kotzer"),
        ("RONALD MCDONALD", "Ronald McDonald"),
        ("MACKENZIE DAVIS", "Mackenzie Davis"),
        ("maria de la cruz", "Maria de la Cruz"),
        ("VON BERG, ANNA", "Anna von Berg"),
        ("SEAN O'NEIL", "Sean O'Neil"),
        ("sean o\u2019neil", "Sean O'Neil"),
        ("CAREN SINCLAIR-KAY", "Caren Sinclair-Kay"),
        ("JOHN SMITH III", "John Smith III"),
        ("JP MORGAN", "JP Morgan"),
        ("ANDREW NG", "Andrew Ng"),
        ("J.R.R. TOLKIEN", "J.R.R. Tolkien"),
        ("\u0130LKER AY", "Ilker Ay"),
    ],
)
def test_a_shouted_or_whispered_name_gets_its_capitals_back(text: str, wanted: str) -> None:
    assert person_name(text) == wanted


@pytest.mark.parametrize(
    "text", ["Chris McLellan", "Capra J'neva", "J. Heikkinen", "Ludwig van Beethoven", "山田 太郎"]
)
def test_a_name_in_mixed_case_stays_as_its_owner_wrote_it(text: str) -> None:
    assert person_name(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Anna Berg",
        "Frau Anna Berg",
        "Herr Prof. Dr. Anna Berg",
        "Frau Dr. Anna Berg",
        "Prof. Dr.-Ing. Anna Berg",
        "Dr. rer. nat. Anna Berg",
        "Univ.-Prof. Dr. med. Anna Berg",
    ],
)
def test_honorifics_are_dropped(text: str) -> None:
    assert person_name(text) == "Anna Berg"


@given(st.text(max_size=60))
def test_any_text_gives_one_line_without_loose_ends(text: str) -> None:
    name = person_name(text)
    assert name == " ".join(name.split())


@pytest.mark.parametrize("text", ["Dr. H. Berg", "Phil Berg", "Dr. Phil Berg"])
def test_initials_and_short_names_are_no_honorifics(text: str) -> None:
    assert person_name(text) == text.removeprefix("Dr. ")
