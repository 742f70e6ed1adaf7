"""Addresses in other letters go out where the server says it understands them, and only there."""

from dataclasses import replace

import pytest
from tests.integration.mail.test_folder import an_envelope
from tests.services import mail_server

from leadwright.adapters.mail.line import MailServer
from leadwright.adapters.mail.smtp import SmtpMailer
from leadwright.journey.outbox.ports import EffectRefused, Envelope

MAILS = [
    an_envelope("From: nora@nörd.example\r\n\r\nHi.\r\n".encode()),
    replace(an_envelope(), recipient="jörg@acme.example"),
]


def a_mailer(desk: mail_server.MailServer) -> SmtpMailer:
    server = MailServer(
        host=mail_server.HOST, port=desk.port, security="none", greeting="northwind.example"
    )
    return SmtpMailer(server, timeout_s=30)


@pytest.mark.parametrize("mail", MAILS, ids=["header", "address"])
async def test_a_server_that_understands_them_gets_them(mail: Envelope) -> None:
    async with mail_server.running(all_letters=True) as desk:
        mailer = a_mailer(desk)
        await mailer.send(mail)
        mailer.close()
    assert desk.taken == [mail.message]
    assert desk.envelopes == [(mail.sender, [mail.recipient])]
    assert "SMTPUTF8" in desk.options


@pytest.mark.parametrize("mail", MAILS, ids=["header", "address"])
async def test_a_server_of_plain_letters_gets_nothing(mail: Envelope) -> None:
    async with mail_server.running() as desk:
        with pytest.raises(EffectRefused) as refused:
            await a_mailer(desk).send(mail)
    assert not refused.value.again
    assert desk.taken == []
