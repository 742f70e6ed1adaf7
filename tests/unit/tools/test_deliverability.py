"""What to expect of mail to an address, and what nobody can know without asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.name_servers import FakeNameServer

from leadwright.leads.resolution.vocabulary import english
from leadwright.tools.catalogue.data import words
from leadwright.tools.catalogue.deliverability import (
    CheckEmailInput,
    CheckEmailOutput,
    Deliverability,
    check_email,
    slip_of,
)
from leadwright.tools.catalogue.names import Heard, Offline
from leadwright.tools.catalogue.ports import NameServer

MAILLIKE = st.text(alphabet="abc.@-+<>\" äß中x0:;,'\u202e", min_size=1, max_size=120)
NAMES = FakeNameServer(
    {
        ("acme.com", "MX"): ("mail.acme.com.",),
        ("bare.com", "A"): ("192.0.2.7",),
        ("shut.com", "MX"): (".",),
    },
    silent=frozenset({"dark.com"}),
)


async def checked(text: str, names: NameServer | None = None) -> CheckEmailOutput:
    return await check_email(CheckEmailInput(email=text), names or Offline())


@given(text=MAILLIKE | st.emails() | st.text(min_size=1, max_size=300))
async def test_any_text_has_an_answer_that_says_why(text: str) -> None:
    said = await checked(text)
    assert said.reasons or said.status is Deliverability.DELIVERABLE
    assert said.syntax_ok is (said.email is not None)
    if said.email:
        assert await checked(said.email) == said


@pytest.mark.parametrize(
    ("address", "status", "mail_server"),
    [
        ("ann.lee@acme.com", Deliverability.DELIVERABLE, Heard.YES),
        ("ann.lee@bare.com", Deliverability.DELIVERABLE, Heard.YES),
        ("ann.lee@shut.com", Deliverability.UNDELIVERABLE, Heard.NO),
        ("ann.lee@gone.com", Deliverability.UNDELIVERABLE, Heard.NO),
        ("ann.lee@dark.com", Deliverability.UNKNOWN, Heard.UNKNOWN),
        ("info@acme.com", Deliverability.RISKY, Heard.YES),
        ("info@dark.com", Deliverability.RISKY, Heard.UNKNOWN),
    ],
)
async def test_the_mail_server_decides_where_it_may_be_asked(
    address: str, status: Deliverability, mail_server: Heard
) -> None:
    said = await checked(address, NAMES)
    assert (said.status, said.mail_server) == (status, mail_server)


async def test_without_a_name_server_a_good_address_is_unknown_and_says_so() -> None:
    said = await checked("ann.lee@acme.com")
    assert (said.status, said.mail_server) == (Deliverability.UNKNOWN, Heard.UNKNOWN)
    assert "name server" in said.reasons[0]


@pytest.mark.parametrize(
    ("address", "mark", "status"),
    [
        ("ann@acme.example", "reserved", Deliverability.UNDELIVERABLE),
        ("ann@mailinator.com", "disposable", Deliverability.RISKY),
        ("ann@box.mailinator.com", "disposable", Deliverability.RISKY),
        ("vertrieb@acme.de", "role_account", Deliverability.RISKY),
        ("ann@gmail.com", "free_mailer", Deliverability.UNKNOWN),
    ],
)
async def test_what_is_known_of_an_address_without_asking(
    address: str, mark: str, status: Deliverability
) -> None:
    said = await checked(address)
    marks = ("reserved", "disposable", "role_account", "free_mailer")
    assert [name for name in marks if getattr(said, name)] == [mark]
    assert said.status is status


@pytest.mark.parametrize("text", ["ann", "ann@", "@acme.com", "ann lee@acme.com", "a@b.c; d@e.f"])
async def test_what_is_no_address_is_undeliverable(text: str) -> None:
    said = await checked(text)
    assert (said.status, said.syntax_ok) == (Deliverability.UNDELIVERABLE, False)


async def test_a_slip_is_named_and_never_repaired() -> None:
    said = await checked("ann@gmial.com")
    assert said.email == "ann@gmial.com"
    assert said.did_you_mean == "ann@gmail.com"


def test_hosts_that_are_known_are_nobodys_slip() -> None:
    known = words("hosts.toml", "well_known") | words("hosts.toml", "no_slips")
    assert [host for host in sorted(known | english().free_mail) if slip_of(host)] == []
