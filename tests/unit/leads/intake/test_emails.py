"""Mail addresses."""

import string

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values.emails import email


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ann@acme.com", "ann@acme.com"),
        (" ANN.LEE@ACME.EXAMPLE ", "ann.lee@acme.example"),
        ("ann+work@acme.example", "ann+work@acme.example"),
        ("mailto:ann@acme.com", "ann@acme.com"),
        ("MAILTO:Ann@acme.com?subject=Hello", "ann@acme.com"),
        ("'ann@acme.com';", "ann@acme.com"),
        ("Ann Lee <ann@acme.com>", "ann@acme.com"),
        ('"Lee, Ann" <ann@acme.com>', "ann@acme.com"),
        ("ann@bücher.de", "ann@xn--bcher-kva.de"),
        ("o'neil@acme.com", "o'neil@acme.com"),
        ("ann\u200b@acme.com", "ann@acme.com"),
    ],
)
def test_an_address_is_put_in_lower_case_with_its_tag(text: str, wanted: str) -> None:
    assert email(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "jason(at)acme.example", "<ann@acme.example", "acme.example", "tim @acme.example",
        "ann@acmecom", "ann@@acme.example", "ann@", "@acme.com", "ann@acme.com; ben@acme.com",
        "ann@acme.com, ben@acme.com", "ann..lee@acme.com", ".ann@acme.com", "ann@-acme.com",
        "ann@acme..com", "ann@192.168.0.1", "ann@localhost", "ann@host.local", "ann@a_b.com",
        "a" * 65 + "@acme.com", "ann@" + "a" * 64 + ".com", "ann lee@acme.com", "ann@acme.c0m1",
        "ann@ab--cd.com", "ann\nbcc:x@y.com", "ann@acme.com\nbcc: eve@evil.com",
    ],
)  # fmt: skip
def test_a_bad_address_is_none_and_never_repaired(text: str) -> None:
    assert email(text) is None


_WORD = st.text(string.ascii_letters + string.digits + "-_+.", min_size=1, max_size=12)
_HOST = st.text(string.ascii_lowercase + string.digits + "-.", min_size=1, max_size=20)


@given(_WORD, _HOST, st.sampled_from(["com", "example", "local", "test", "c0m", "xn--p1ai", "de"]))
def test_the_short_way_says_what_the_validator_says(local: str, host: str, ending: str) -> None:
    address = f"{local}@{host}.{ending}"
    try:
        checked = validate_email(address.lower(), check_deliverability=False, strict=True)
    except EmailNotValidError:
        assert email(address) is None
    else:
        assert email(address) == f"{checked.local_part}@{checked.ascii_domain}"


@given(st.text(max_size=60))
def test_reading_an_address_again_changes_nothing(text: str) -> None:
    once = email(text)
    assert once is None or email(once) == once
