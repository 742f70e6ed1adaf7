"""Titles: the role they stand for, and how they are said."""

import pytest

from leadwright.tools.catalogue.drafting.phrasebook import load_phrasebook
from leadwright.tools.catalogue.drafting.titles import in_a_sentence, joined_title, read_title

TITLES = load_phrasebook().titles


@pytest.mark.parametrize(
    ("raw", "role", "said"),
    [
        ("CTO", "technology", "CTO"),
        ("Chief Technology Officer", "technology", "CTO"),
        ("Co-Founder and CTO", "technology", "CTO"),
        ("CFO/Founder", "finance", "CFO"),
        ("VP Sales", "sales", "VP Sales"),
        ("VP, Sales", "sales", "VP Sales"),
        ("VP of Marketing", "marketing", "VP of Marketing"),
        ("SVP - Engineering", "technology", "SVP Engineering"),
        ("Vice President, Product", "product", "VP Product"),
        ("Head of Procurement", "procurement", "head of procurement"),
        ("Director, Client Services", "sales", "director of client services"),
        ("IT Manager", "technology", "IT manager"),
        ("HR Director", "people", "HR director"),
        ("Software Engineer", "technology", "a software engineer"),
        ("UI Designer", "product", "a UI designer"),
        ("Purchasing Lead", "procurement", "purchasing lead"),
        ("Chief of Staff", "operations", "chief of staff"),
        ("CEO & Co-Founder", "executive", "CEO"),
        ("Founder", "founder", "a founder"),
        ("Managing Director", "executive", "managing director"),
        ("Board", "outside", None),
        ("Advisor / Angel Investor", "outside", None),
        ("President, Sales Operations", "sales", "president"),
        ("Mobile Wizzard", None, None),
        ("Director Sales/Marketing", "marketing", None),
        (None, None, None),
        ("", None, None),
    ],
)
def test_a_title_is_read_for_its_role_and_said_naturally(
    raw: str | None, role: str | None, said: str | None
) -> None:
    title = read_title(raw, TITLES)
    assert (title.role_name, title.said) == (role, said)


@pytest.mark.parametrize(
    ("raw", "role", "top"),
    [
        ("Geschäftsführer", "executive", True),
        ("Geschaeftsfuehrerin", "executive", True),
        ("Geschäftsführender Gesellschafter", "executive", True),
        ("Kaufmännischer Geschäftsführer", "finance", True),
        ("Vorstand Finanzen", "finance", True),
        ("Vorstandsvorsitzende", "executive", True),
        ("Inhaber", "founder", True),
        ("Gründerin & Geschäftsführerin", "executive", True),
        ("Leiter Vertrieb", "sales", False),
        ("Vertriebsleiterin Süd", "sales", False),
        ("Einkaufsleiter", "procurement", False),
        ("Strategischer Einkäufer", "procurement", False),
        ("Leiterin Personal", "people", False),
        ("Personal Assistant", None, False),
        ("Technischer Leiter", "technology", False),
        ("Produktionsleiter", "operations", False),
        ("Prokurist", "executive", False),
        ("Assistenz der Geschäftsführung", None, False),
        ("Ehemaliger Geschäftsführer", None, False),
        ("Beirat", "outside", False),
    ],
)
def test_german_titles_are_understood_and_not_said(
    raw: str, role: str | None, *, top: bool
) -> None:
    title = read_title(raw, TITLES)
    assert (title.role_name, title.top, title.said) == (role, top, None)


def test_a_vice_president_is_not_the_president() -> None:
    assert not read_title("Vice President", TITLES).top
    assert read_title("President", TITLES).top


def test_a_former_post_is_not_held() -> None:
    title = read_title("Founder & former CEO", TITLES)
    assert title.said == "a founder"
    assert title.founder


def test_several_titles_in_one_are_joined_by_and() -> None:
    assert joined_title("Founder, CEO", TITLES) == "Founder and CEO"
    assert joined_title("VP, Sales", TITLES) == "VP, Sales"


def test_a_title_is_small_in_the_middle_of_a_sentence_but_for_initials() -> None:
    assert in_a_sentence("Head of Sales EMEA") == "head of sales EMEA"
    assert in_a_sentence("Co-founder") == "co-founder"
