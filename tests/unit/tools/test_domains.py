"""Whose part of a domain is which, and which domains are nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.name_servers import FakeNameServer

from leadwright.tools.catalogue.domains import (
    CheckDomainInput,
    CheckDomainOutput,
    DomainProblem,
    check_domain,
)
from leadwright.tools.catalogue.names import Heard, Offline
from leadwright.tools.catalogue.ports import NameServer

HOSTLIKE = st.text(alphabet="abcxn-._0123:/@[]%éß中а ", min_size=1, max_size=300)


async def checked(text: str, names: NameServer | None = None) -> CheckDomainOutput:
    return await check_domain(CheckDomainInput(domain=text), names or Offline())


@given(text=HOSTLIKE | st.text(min_size=1, max_size=300))
async def test_any_text_has_an_answer_and_a_checked_domain_stays_as_it_is(text: str) -> None:
    once = await checked(text)
    assert once.valid is not bool(once.problems)
    if once.domain:
        again = await checked(once.domain)
        assert again.domain == once.domain
        assert again.problems == once.problems


@pytest.mark.parametrize(
    ("text", "domain", "registrable", "ending"),
    [
        ("acme.com", "acme.com", "acme.com", "com"),
        ("https://www.Acme.co.uk/about?x=1", "acme.co.uk", "acme.co.uk", "co.uk"),
        ("shop.acme.co.jp.", "shop.acme.co.jp", "acme.co.jp", "co.jp"),
        ("ann@acme.de", "acme.de", "acme.de", "de"),
        ("acme.github.io", "acme.github.io", "github.io", "io"),
        ("München.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de", "de"),
    ],
)
async def test_the_registered_part_is_told_apart(
    text: str, domain: str, registrable: str, ending: str
) -> None:
    said = await checked(text)
    assert (said.domain, said.registrable, said.public_suffix) == (domain, registrable, ending)
    assert said.valid
    assert said.resolves is Heard.UNKNOWN
    assert "name server" in said.reasons[-1]


async def test_people_read_letters_and_machines_read_codes() -> None:
    assert (await checked("xn--mnchen-3ya.de")).unicode == "münchen.de"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("acme", DomainProblem.NOT_A_DOMAIN),
        ("192.168.1.1", DomainProblem.NOT_A_DOMAIN),
        ("xn--a--.com", DomainProblem.NOT_A_DOMAIN),
        (f"{'a' * 64}.com", DomainProblem.NOT_A_DOMAIN),
        ("acme.example", DomainProblem.RESERVED),
        ("www.example.org", DomainProblem.RESERVED),
        ("printer.local", DomainProblem.RESERVED),
        ("acme.nonsense", DomainProblem.UNKNOWN_ENDING),
        ("co.uk", DomainProblem.ONLY_AN_ENDING),
        ("p\u0430ypal.com", DomainProblem.MIXED_ALPHABETS),
    ],
)
async def test_what_no_company_can_have_is_named(text: str, problem: DomainProblem) -> None:
    said = await checked(text)
    assert said.problems == (problem,)
    assert said.reserved is (problem is DomainProblem.RESERVED)
    assert not said.valid


async def test_a_name_server_tells_what_exists() -> None:
    names = FakeNameServer({("acme.com", "A"): ("192.0.2.7",)}, silent=frozenset({"dark.com"}))
    there, gone, dark = [await checked(t, names) for t in ("acme.com", "gone.com", "dark.com")]
    assert (there.resolves, there.valid, there.reasons) == (Heard.YES, True, ())
    assert gone.resolves is Heard.NO
    assert gone.problems == (DomainProblem.NOT_FOUND,)
    assert (dark.resolves, dark.valid) == (Heard.UNKNOWN, True)
