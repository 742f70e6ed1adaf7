"""Names as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.tools.catalogue.drafting.naming import company_name, person_name
from leadwright.tools.catalogue.drafting.phrasebook import Words, load_phrasebook


@pytest.fixture(scope="module")
def words() -> Words:
    return load_phrasebook().words


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Oakline, Inc.", "Oakline"),
        ("OAKLINE", "Oakline"),
        ("CENTRAL OAKS", "Central Oaks"),
        ("QZ SYSTEMS", "QZ Systems"),
        ("QVST", "QVST"),
        ("qPell", "qPell"),
        ("pellbrook", "Pellbrook"),
        ("pellbrook media", "Pellbrook Media"),
        ("bank of pellbrook", "Bank of Pellbrook"),
        ("J.B. OAKLEY", "J.B. Oakley"),
        ("Pellbrook GmbH", "Pellbrook"),
        ("Pellbrook Pty Ltd", "Pellbrook"),
        ("Pellbrook Corp.", "Pellbrook"),
        ("Oak Corp (Class A)", "Oak Corp"),
        ("Smith & Co", "Smith & Co"),
        ("Pellbrook AG", "Pellbrook"),
        ("Oakline Software, a Pellbrook company", "Oakline Software"),
        ("Oakline (Pellbrook)", "Oakline"),
        ("Pellbrook / Oakline", "Oakline"),
        ("www.oakline.com Inc.", "oakline.com"),
        ("http://www.oakline.com/", "oakline.com"),
        ("  Oakline \t Media  ", "Oakline Media"),
        ("Oak'd", "Oak'd"),
        ("Inc.", "Inc"),
    ],
)
def test_a_company_is_called_as_people_call_it(raw: str, said: str, words: Words) -> None:
    assert company_name(raw, words.company) == said


@pytest.mark.parametrize(
    "raw", [None, "", "  ", "...", "<b>Oak</b>", "{company}", "x" * 80, "ceo@oak.example"]
)
def test_what_is_no_company_name_is_not_said(raw: str | None, words: Words) -> None:
    assert company_name(raw, words.company) is None


@pytest.mark.parametrize(
    ("raw", "full", "greeted"),
    [
        ("Chris Oakley", "Chris Oakley", "Chris"),
        ("livia oakley", "Livia Oakley", "Livia"),
        ("LIVIA PELL", "Livia Pell", "Livia"),
        ("Oakley, Livia", "Livia Oakley", "Livia"),
        ("Dr. Livia Oakley", "Livia Oakley", "Livia"),
        ("Livia Oakley, PhD", "Livia Oakley", "Livia"),
        ("Tom Oakley Jr.", "Tom Oakley", "Tom"),
        ("L. Oakley", "L. Oakley", "L. Oakley"),
        ("L. Tom Oakley", "L. Tom Oakley", "Tom"),
        ("TJ Oakley", "TJ Oakley", "TJ"),
        ("WEI O'OAKLEY", "Wei O'Oakley", "Wei"),
        ("chris mcoakley", "Chris McOakley", "Chris"),
        ("livia de oakley", "Livia de Oakley", "Livia"),
        ("anne-lise oakley", "Anne-Lise Oakley", "Anne-Lise"),
        ("Livia (Liv) Oakley", "Livia Oakley", "Livia"),
        ('Tom "Pips" Oakley', "Tom Oakley", "Tom"),
        ("Livia OAKLEY", "Livia Oakley", "Livia"),
        ("OAKLEY Livia", "Oakley Livia", "Oakley Livia"),
        ("Livia", "Livia", "Livia"),
        ("Ömer Gül Öakley", "Ömer Gül Öakley", "Ömer"),
    ],
)
def test_a_person_is_greeted_by_the_given_name(
    raw: str, full: str, greeted: str, words: Words
) -> None:
    name = person_name(raw, None, words.person)
    assert name is not None
    assert (name.full, name.greeted) == (full, greeted)


@pytest.mark.parametrize(
    ("raw", "first", "greeted"),
    [
        ("Anna Lise Oakley", "Anna", "Anna"),
        ("Oakley, Livia", "Oakley,", "Livia"),
        ("L. Oakley", "L.", "L. Oakley"),
        (None, "LIVIA", "Livia"),
        ("Chris Oakley", "Sales", "Chris"),
    ],
)
def test_a_stated_first_name_counts_when_it_is_in_the_name(
    raw: str | None, first: str, greeted: str, words: Words
) -> None:
    name = person_name(raw, first, words.person)
    assert name is not None
    assert name.greeted == greeted


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "ann@oak.example",
        "http://oak.example",
        "<script>",
        "Sales Team 24",
        "{name}",
        "--",
    ],
)
def test_what_is_no_name_is_not_greeted(raw: str | None, words: Words) -> None:
    assert person_name(raw, None, words.person) is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(raw: str) -> None:
    book = WORDS
    for said in (company_name(raw, book.company), person_name(raw, raw, book.person)):
        text = said if isinstance(said, str) else said.full if said else "Ann"
        assert text.strip()
        assert not set("<>{}\n@") & set(text)


WORDS = load_phrasebook().words
