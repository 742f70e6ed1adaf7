"""What is asked about a company, and which leads share one answer."""

from collections.abc import Mapping
from itertools import combinations

import pytest

from leadwright.tools.catalogue.research import SEARCH_COMPANY, SearchCompanyInput


def question(**said: object) -> SearchCompanyInput:
    sharing = SEARCH_COMPANY.sharing
    assert sharing is not None
    asked = sharing.question(SearchCompanyInput.model_validate(said))
    assert isinstance(asked, SearchCompanyInput)
    return asked


def key(**said: object) -> str:
    sharing = SEARCH_COMPANY.sharing
    assert sharing is not None
    return sharing.key(question(**said))


@pytest.mark.parametrize("written", ["Delta AG", "Delta Inc.", "Delta, Inc", "Delta"])
def test_a_company_is_asked_for_without_its_legal_form(written: str) -> None:
    assert question(company_name=written).company_name == "Delta"


@pytest.mark.parametrize(
    "written", ["Foo.com Inc", "Foo, a Bar company", "Foo (Berlin) GmbH", "AG", "", None]
)
def test_a_name_that_would_read_otherwise_is_asked_for_as_written(written: str | None) -> None:
    assert question(company_name=written).company_name == written


def test_who_is_asked_for_with_a_legal_form_shares_with_no_other() -> None:
    assert key(company_name="Foo.com Inc") != key(company_name="Foo.com B.V.")


def test_who_shares_an_answer_asks_the_same() -> None:
    assert key(company_name="Delta AG") == key(company_name="delta inc")


def test_namesakes_in_other_countries_are_asked_for_apart() -> None:
    assert key(company_name="Delta AG", country="CH") != key(company_name="Delta Inc", country="US")


TRICKY: tuple[Mapping[str, object], ...] = (
    {"company_name": "http://a|b", "company_domain": "c.com"},
    {"company_name": "http://a", "company_domain": "b|c.com"},
    {"company_name": "None"},
    {"company_name": "http://a", "company_domain": "None"},
    {"company_name": "http://a"},
    {"person_name": "Ann Lee"},
    {"person_name": "Ann Lee", "country": "DE"},
)


@pytest.mark.parametrize(("one", "other"), [*combinations(TRICKY, 2)])
def test_no_two_questions_share_a_key_by_their_punctuation(
    one: Mapping[str, object], other: Mapping[str, object]
) -> None:
    assert key(**one) != key(**other)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Ann Lee", "annlee.name"),
        ("Ann Lee", "ann-lee.com"),
        ("Ann Lee", "mail.annlee.de"),
        ("Ann Lee", "ann.lee.name"),
        ("Lee, Ann", "leeann.net"),
        ("Ann Mary Lee", "annlee.name"),
        ("Ann Mary Lee", "annmarylee.name"),
        ("Dr. Ann Lee", "alee.io"),
        ("Zo\u00eb L\u00e9vy", "zoelevy.fr"),
    ],
)
def test_a_persons_own_host_stays_in_the_house(name: str, host: str) -> None:
    asked = question(company_name="Delta AG", person_name=name, email_domain=host)
    assert (asked.person_name, asked.company_domain, asked.email_domain) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "host"),
    [("Ann Lee", "lee-logistics.com"), ("Ann Lee", "deltagroup.com"), ("Ann", "ann.com")],
)
def test_another_host_is_a_clue_to_the_company(name: str, host: str) -> None:
    asked = question(company_name="Delta AG", person_name=name, email_domain=host)
    assert asked.email_domain == host


def test_a_company_called_like_the_person_is_found_by_its_host() -> None:
    asked = question(company_name="Ann Lee GmbH", person_name="Ann Lee", email_domain="annlee.de")
    assert (asked.company_domain, asked.email_domain) == ("annlee.de", None)


def test_without_a_company_the_host_is_all_there_is() -> None:
    asked = question(person_name="Ann Lee", email_domain="annlee.name")
    assert asked.email_domain == "annlee.name"
