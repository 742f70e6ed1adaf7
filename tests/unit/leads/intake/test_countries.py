"""Countries by code, name and habit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.data import lists
from leadwright.leads.intake.values.countries import country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"), ("us", "US"), ("USA", "US"), ("U.S.A.", "US"), ("United States", "US"),
        ("the United States of America", "US"), ("Vereinigte Staaten", "US"), ("UK", "GB"),
        ("England", "GB"), ("Great Britain", "GB"), ("Germany", "DE"), ("Deutschland", "DE"),
        ("Allemagne", "DE"), ("Alemania", "DE"), ("DEU", "DE"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("Côte d'Ivoire", "CI"), ("ivory coast", "CI"), ("Korea", "KR"), ("South Korea", "KR"),
        ("Schweiz", "CH"), ("España", "ES"), ("日本", "JP"), ("Czech Republic", "CZ"),
        ("D", "DE"), ("GER", "DE"), ("Oesterreich", "AT"), ("Duitsland", "DE"), ("Brasil", "BR"),
        ("The Netherlands", "NL"), ("Hong Kong", "HK"), ("China", "CN"), ("Namibia", "NA"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize("text", ["Atlantis", "EU", "XX", "", "California", "Europe", "12"])
def test_what_names_no_country_stays_unknown(text: str) -> None:
    assert country(text) is None


def test_na_means_not_available_rather_than_namibia() -> None:
    assert country("NA") is None


@given(st.sampled_from(sorted(lists("countries.json"))))
def test_every_name_in_the_table_leads_to_one_country_or_to_none(code: str) -> None:
    assert all(country(name) in (code, None) for name in lists("countries.json")[code])
    assert country(lists("countries.json")[code][0]) == code
