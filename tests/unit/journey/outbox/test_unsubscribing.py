"""Tokens that stand for an address, and nothing else does."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.governance.naming import Naming
from leadwright.journey.outbox.unsubscribing import Unsubscriber

NAMING = Naming(blinding=b"b" * 32, calling=b"c" * 32, minting=b"m" * 32)
OTHERS = Naming(blinding=b"x" * 32, calling=b"c" * 32, minting=b"m" * 32)
OURS = Unsubscriber(naming=NAMING, base_url="https://mail.northwind.example")
BY_REPLY = Unsubscriber(naming=NAMING)

addresses = st.emails()


@given(addresses)
def test_a_token_says_the_address_it_was_made_for(address: str) -> None:
    assert OURS.read(OURS.token(address)) == OURS.mark(address)


@given(addresses, st.integers(0, 287))
def test_a_token_with_one_bit_changed_says_nothing(address: str, bit: int) -> None:
    plain = bytearray(base64.urlsafe_b64decode(OURS.token(address)))
    plain[bit // 8] ^= 1 << bit % 8
    assert OURS.read(base64.urlsafe_b64encode(plain).decode()) is None


@given(st.text(max_size=60))
def test_what_we_did_not_make_says_nothing(text: str) -> None:
    assert OURS.read(text) is None


def test_a_token_of_another_house_says_nothing() -> None:
    assert OURS.read(Unsubscriber(naming=OTHERS).token("ann@acme.example")) is None


def test_a_token_tells_nobody_whom_it_names_and_fits_an_address_line() -> None:
    token = OURS.token("ann@acme.example")
    assert len(token) == 48
    assert token.replace("-", "").replace("_", "").isalnum()
    assert b"acme" not in base64.urlsafe_b64decode(token)


@pytest.mark.parametrize("same", ["Ann@Acme.example", "ann+news@acme.example"])
def test_case_and_tags_of_an_address_do_not_count(same: str) -> None:
    assert OURS.token(same) == OURS.token("ann@acme.example")


def test_a_mail_offers_a_button_a_mail_and_a_line() -> None:
    token = OURS.token("ann@acme.example")
    link = f"https://mail.northwind.example/u/{token}"
    assert OURS.headers("ann@acme.example", "nora@northwind.example") == {
        "List-Unsubscribe": f"<{link}>, "
        f"<mailto:nora@northwind.example?subject=unsubscribe%20{token}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert OURS.line("ann@acme.example").endswith(link)


def test_without_a_server_a_mail_offers_a_reply_and_no_button_that_leads_nowhere() -> None:
    headers = BY_REPLY.headers("ann@acme.example", "nora@northwind.example")
    assert list(headers) == ["List-Unsubscribe"]
    assert "https" not in headers["List-Unsubscribe"]
    assert "reply" in BY_REPLY.line("ann@acme.example")


def test_nothing_in_a_mailbox_breaks_out_of_the_header() -> None:
    header = OURS.headers("ann@acme.example", 'a>b\r\n"x@y.example')["List-Unsubscribe"]
    assert "\r" not in header
    assert "\n" not in header
    assert header.count(">") == 2
