"""What a mail server's words mean."""

import pytest
from aiosmtplib import SMTPResponseException, SMTPServerDisconnected
from hypothesis import given
from hypothesis import strategies as st

from leadwright.adapters.mail.attempt import Attempt, Step, queue_id
from leadwright.journey.outbox.ports import EffectRefused, OutcomeUnknown

EARLY = [Step.LINE, Step.SENDER, Step.RECIPIENT, Step.DATA]


@pytest.mark.parametrize(
    ("reply", "name"),
    [
        ("2.0.0 Ok: queued as 4Xq1Zz3Kz9z", "4Xq1Zz3Kz9z"),
        ("OK id=1tEx9B-0003Vq-2h", "1tEx9B-0003Vq-2h"),
        (
            "2.6.0 <int_1@northwind.example> [InternalId=4711, Hostname=EX1] Queued mail",
            "4711",
        ),
        ("2.0.0 4AO0f1xk012345 Message accepted for delivery", "4AO0f1xk012345"),
        ("Ok 0100019a8e6d-1b2c-000000", "0100019a8e6d-1b2c-000000"),
        ("2.0.0 OK  1764000000 5b1f17b1-4e0", None),
        ("OK", None),
        ("", None),
        ("queued as <>", None),
    ],
)
def test_a_server_calls_a_mail_by_a_name(reply: str, name: str | None) -> None:
    assert queue_id(reply) == name


@given(st.text())
def test_whatever_a_server_says_its_name_is_short_and_plain(reply: str) -> None:
    name = queue_id(reply)
    assert name is None or (name.isascii() and name.isprintable() and 0 < len(name) <= 128)


@given(st.sampled_from(EARLY), st.integers(0, 999))
def test_before_the_text_every_failure_is_a_no(step: Step, code: int) -> None:
    for error in (SMTPServerDisconnected("gone"), TimeoutError(), ValueError("odd"), OSError()):
        verdict = Attempt(step=step).verdict(error)
        assert isinstance(verdict, EffectRefused)
        assert verdict.again
    answered = Attempt(step=step).verdict(SMTPResponseException(code, "no"))
    assert isinstance(answered, EffectRefused)
    assert answered.again is not (500 <= code < 600 and step is not Step.LINE)


@given(st.integers(-1, 999))
def test_behind_the_text_only_a_clear_no_is_one(code: int) -> None:
    attempt = Attempt(step=Step.BODY)
    for error in (SMTPServerDisconnected("gone"), TimeoutError(), OSError()):
        assert isinstance(attempt.verdict(error), OutcomeUnknown)
        assert not attempt.is_stale(error)
    answered = attempt.verdict(SMTPResponseException(code, "no"))
    assert isinstance(answered, EffectRefused) is (400 <= code < 600)
    if isinstance(answered, EffectRefused):
        assert answered.again is (code < 500)
