"""Web addresses of companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values.domains import domain


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("acme.com", "acme.com"),
        ("https://www.Acme.com/about?x=1#top", "acme.com"),
        ("http://acme.co.uk:8080", "acme.co.uk"),
        ("acme.com:8080", "acme.com"),
        ("//www.acme.com", "acme.com"),
        ("www.acme.com.", "acme.com"),
        ("www.com", "www.com"),
        ("ann@acme.com", "acme.com"),
        ("https://user:secret@acme.com/x", "acme.com"),
        ("energy.siemens.com", "energy.siemens.com"),
        ("www.bücher.de", "xn--bcher-kva.de"),
        ("brindlemoor-robotics.example", "brindlemoor-robotics.example"),
        ("linkedin.com", "linkedin.com"),
    ],
)
def test_an_address_is_reduced_to_its_host(text: str, host: str) -> None:
    assert domain(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "acme", "", "http://", "192.168.0.1", "localhost", "ac me.com", "acme_x.com", "-acme.com",
        "https://www.linkedin.com/company/acme", "facebook.com/acme", "javascript:alert(1)",
        "a" * 64 + ".com", "acme..com", "[::1]",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_company_is_none(text: str) -> None:
    assert domain(text) is None


@given(st.text(max_size=60))
def test_reading_a_host_again_changes_nothing(text: str) -> None:
    once = domain(text)
    assert once is None or domain(once) == once
