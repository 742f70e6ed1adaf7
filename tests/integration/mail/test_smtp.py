"""A mailer and a real mail server that misbehaves: what each answer, and each silence, proves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.integration.mail.test_folder import an_envelope
from tests.services import mail_server
from tests.services.mail_server import Mood

from leadwright.adapters.mail.line import MailServer
from leadwright.adapters.mail.smtp import SmtpMailer
from leadwright.journey.outbox.ports import EffectRefused, OutcomeUnknown

LONG = 30.0  # nothing here takes that long
RIGHT, WRONG = "open sesame", "open barley"
SHORT = 0.3  # for those who never answer


@asynccontextmanager
async def a_mailer(
    desk: mail_server.MailServer, *, timeout_s: float = LONG
) -> AsyncIterator[SmtpMailer]:
    mailer = SmtpMailer(a_server(desk), timeout_s=timeout_s)
    try:
        yield mailer
    finally:
        mailer.close()
        await asyncio.sleep(0)


def a_server(desk: mail_server.MailServer, **given: object) -> MailServer:
    told = {"security": "none", "greeting": "northwind.example", **given}
    return MailServer(host=mail_server.HOST, port=desk.port, **told)  # type: ignore[arg-type]


async def test_a_mail_that_was_taken_is_known_by_the_number_of_the_server() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        receipt = await mailer.send(an_envelope())
    assert receipt.provider_id == "4Q1"
    assert desk.envelopes == [("nora@northwind.example", ["ann@acme.example"])]


async def test_a_server_that_names_no_number_leaves_our_own() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        desk.reply = "250 OK"
        receipt = await mailer.send(an_envelope())
    assert receipt.provider_id == "<int_1@northwind.example>"


@pytest.mark.parametrize(
    ("mood", "again"),
    [
        (Mood.HANGS_UP_AT_ONCE, True),
        (Mood.REFUSES_SENDER, False),
        (Mood.REFUSES_RECIPIENT, False),
        (Mood.PUTS_OFF_RECIPIENT, True),
        (Mood.PUTS_OFF_DATA, True),
        (Mood.REFUSES_DATA, False),
        (Mood.HANGS_UP_AT_DATA, True),
        (Mood.PUTS_OFF_MAIL, True),
        (Mood.REFUSES_MAIL, False),
    ],
)
async def test_a_no_is_a_no_and_nothing_was_taken(mood: Mood, again: bool) -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        desk.mood = mood
        with pytest.raises(EffectRefused) as refused:
            await mailer.send(an_envelope())
        assert desk.taken == []
        assert refused.value.again is again
        desk.mood = Mood.FINE
        await mailer.send(an_envelope())
    assert desk.taken == [an_envelope().message]


@pytest.mark.parametrize(
    "mood",
    [
        Mood.TAKES_AND_HANGS_UP,
        Mood.LOSES_AND_HANGS_UP,
        Mood.TAKES_AND_MUMBLES,
        Mood.TAKES_AND_BREAKS_OFF,
    ],
)
async def test_no_clear_word_behind_the_text_proves_nothing(mood: Mood) -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        desk.mood = mood
        with pytest.raises(OutcomeUnknown):
            await mailer.send(an_envelope())
    assert len(desk.taken) == (mood is not Mood.LOSES_AND_HANGS_UP)


async def test_silence_behind_the_text_proves_nothing() -> None:
    async with mail_server.running() as desk:
        desk.mood, verdict = Mood.TAKES_AND_HANGS, None
        for patience in (SHORT, 10 * SHORT, 100 * SHORT):  # a slow machine may need more
            async with a_mailer(desk, timeout_s=patience) as mailer:
                with pytest.raises((OutcomeUnknown, EffectRefused)) as told:
                    await mailer.send(an_envelope())
            verdict = told.type
            if desk.taken:
                break
    assert verdict is OutcomeUnknown
    assert len(desk.taken) == 1


async def test_an_attempt_that_is_called_off_leaves_no_line_behind() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        desk.mood = Mood.TAKES_AND_HANGS
        attempt = asyncio.create_task(mailer.send(an_envelope()))
        await desk.arrived.wait()
        attempt.cancel()
        with pytest.raises(asyncio.CancelledError):
            await attempt
        desk.mood = Mood.FINE
        await mailer.send(an_envelope())
    assert desk.lines == 2


async def test_silence_before_the_text_is_a_no_for_now() -> None:
    async with mail_server.running() as desk, a_mailer(desk, timeout_s=SHORT) as mailer:
        desk.mood = Mood.HANGS_AT_DATA
        with pytest.raises(EffectRefused, match="no answer in time") as refused:
            await mailer.send(an_envelope())
    assert refused.value.again
    assert desk.taken == []


async def test_nobody_listening_is_a_no_for_now() -> None:
    async with mail_server.running() as desk:
        pass
    async with a_mailer(desk) as mailer:
        with pytest.raises(EffectRefused, match="cannot be reached") as refused:
            await mailer.send(an_envelope())
    assert refused.value.again


async def test_mails_one_after_the_other_share_a_line() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        for _ in range(4):
            await mailer.send(an_envelope())
    assert len(desk.taken) == 4
    assert desk.lines == 1


@pytest.mark.parametrize("mood", [Mood.HANGS_UP_BETWEEN, Mood.GOES_AWAY_BETWEEN])
async def test_a_line_closed_between_two_mails_is_opened_anew(mood: Mood) -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        desk.mood = mood
        for _ in range(3):
            await mailer.send(an_envelope())
    assert len(desk.taken) == 3


async def test_a_line_that_dies_under_a_new_mail_is_replaced_once_and_no_mail_doubled() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        await asyncio.gather(*(mailer.send(an_envelope()) for _ in range(3)))
        desk.mood = Mood.HANGS_UP_AT_DATA
        with pytest.raises(EffectRefused):
            await mailer.send(an_envelope())
        desk.mood = Mood.FINE
        await mailer.send(an_envelope())
    assert len(desk.taken) == 4


async def test_what_a_server_writes_about_people_is_not_passed_on() -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        for mood in (Mood.REFUSES_SENDER, Mood.REFUSES_RECIPIENT):
            desk.mood = mood
            with pytest.raises(EffectRefused, match="550 5") as refused:
                await mailer.send(an_envelope())
            assert "acme" not in f"{refused.value} {refused.value.note}"


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
async def test_a_secret_line_is_secret(tmp_path: Path, at_once: bool) -> None:
    ours = mail_server.identity(tmp_path)
    async with mail_server.running(tls=ours, at_once=at_once, password=RIGHT) as desk:
        server = a_server(
            desk, security="tls" if at_once else "starttls", user="nora", password=RIGHT
        )
        mailer = SmtpMailer(server, timeout_s=LONG, tls=ours.those_who_trust)
        for _ in range(2):
            await mailer.send(an_envelope())
        mailer.close()
        await asyncio.sleep(0)
    assert desk.secret == 2


@pytest.mark.parametrize("at_once", [True, False], ids=["tls", "starttls"])
async def test_a_server_that_is_somebody_else_gets_nothing(tmp_path: Path, at_once: bool) -> None:
    theirs = mail_server.identity(tmp_path, name="mail.elsewhere.example")
    async with mail_server.running(tls=theirs, at_once=at_once) as desk:
        server = a_server(desk, security="tls" if at_once else "starttls")
        for tls in (theirs.those_who_trust, None):
            mailer = SmtpMailer(server, timeout_s=LONG, tls=tls)
            with pytest.raises(EffectRefused, match="certificate is not valid") as refused:
                await mailer.send(an_envelope())
            assert refused.value.again
    assert desk.taken == []


async def test_a_line_that_would_not_be_secret_is_not_used() -> None:
    async with mail_server.running() as desk:
        mailer = SmtpMailer(a_server(desk, security="starttls"), timeout_s=LONG)
        with pytest.raises(EffectRefused, match="no secret line") as refused:
            await mailer.send(an_envelope())
    assert refused.value.again
    assert desk.taken == []


async def test_a_wrong_password_is_told_as_such() -> None:
    async with mail_server.running(password=RIGHT) as desk:
        mailer = SmtpMailer(a_server(desk, user="nora", password=WRONG), timeout_s=LONG)
        with pytest.raises(EffectRefused, match="does not know this user and password") as refused:
            await mailer.send(an_envelope())
    assert refused.value.again  # it is not the mail's fault
    assert WRONG not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        b"Subject: a\r\n\r\nHi.\n.\nMAIL FROM:<eve@evil.example>\r\n",
        b"Subject: a\r\n\r\nHi.\r.\r\n",
        b"Subject: a\r\n\r\nHi.",
        b"Subject: a\r\n\r\n" + b"x" * 999 + b"\r\n",
        b"Subject: a\0\r\n\r\nHi.\r\n",
    ],
)
async def test_a_text_that_could_smuggle_a_second_mail_stays_here(text: bytes) -> None:
    async with mail_server.running() as desk, a_mailer(desk) as mailer:
        with pytest.raises(EffectRefused, match="no mail server may be given") as refused:
            await mailer.send(an_envelope(text))
    assert not refused.value.again
    assert desk.lines == 0
