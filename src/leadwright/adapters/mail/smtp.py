"""A mailer that hands over to a mail server by SMTP: one attempt, one answer, never a guess."""

import asyncio
import re
import ssl
from typing import Final

from aiosmtplib import SMTPException

from leadwright.adapters.mail.attempt import Attempt, Step, queue_id
from leadwright.adapters.mail.line import Line, MailServer
from leadwright.journey.outbox.ports import (
    Capability,
    EffectRefused,
    Envelope,
    OutcomeUnknown,
    Receipt,
)

_KEPT_S: Final = 10.0  # a burst of mails shares its lines; servers do not like idle ones
_MOST_KEPT: Final = 5
_MARGIN_S: Final = 1.0  # whoever counts from outside must not be faster than we are
# What could end a command or a mail early and begin another.
_UNSAFE_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f<>]")
_UNSAFE_TEXT: Final = re.compile(rb"\x00|\r(?!\n)|(?<!\r)\n|[^\r\n]{999}")


class SmtpMailer:
    """Hands mails over to a mail server.

    SMTP neither knows a mail again nor can be asked about one: what is not answered is uncertain.
    """

    name = "smtp"

    def __init__(
        self, server: MailServer, *, timeout_s: float, tls: ssl.SSLContext | None = None
    ) -> None:
        """`tls`: whom to trust; by default those the system trusts, and the name must be right."""
        self._server = server
        self._timeout_s = timeout_s
        self._tls = tls or ssl.create_default_context()
        self._kept: list[Line] = []
        self.capability = Capability(
            repeatable=False,
            looks_up=False,
            settle_s=0,
            outside=True,
            timeout_s=timeout_s + _MARGIN_S,
        )

    async def send(self, envelope: Envelope) -> Receipt:
        """Hand over one mail."""
        _check(envelope)
        attempt = Attempt()
        try:
            async with asyncio.timeout(self._timeout_s):
                reply = await self._hand_over(envelope, attempt)
        except (SMTPException, OSError, ValueError) as error:
            raise attempt.verdict(error) from error
        return Receipt(provider_id=queue_id(reply) or envelope.message_id)

    async def find(self, intent_id: str, message_id: str) -> Receipt | None:
        """It cannot be asked."""
        raise OutcomeUnknown(
            f"a mail server cannot be asked; look for {message_id} in its log, then say "
            f"`leadwright outbox reconcile {intent_id} --sent`, or `outbox resume` with --not-sent"
        )

    def close(self) -> None:
        """Hang up all lines that wait for another mail."""
        while self._kept:
            self._kept.pop().close()

    async def _hand_over(self, envelope: Envelope, attempt: Attempt) -> str:
        """Over a line that is open, or where that one turns out to be dead, over a new one."""
        while self._kept:
            line = self._kept.pop()
            if line.is_open:
                try:
                    return await self._over(line, envelope, attempt)
                except (SMTPException, OSError) as error:
                    if not attempt.is_stale(error):
                        raise
                attempt.step = Step.LINE
        line = await Line.open(self._server, self._tls)
        return await self._over(line, envelope, attempt)

    async def _over(self, line: Line, envelope: Envelope, attempt: Attempt) -> str:
        try:
            reply = await line.hand_over(envelope, attempt)
        except BaseException:
            line.cut()  # who knows what it would answer to the next question
            raise
        self._keep(line)
        return reply

    def _keep(self, line: Line) -> None:
        if len(self._kept) >= _MOST_KEPT:
            line.close()
            return
        self._kept.append(line)
        asyncio.get_running_loop().call_later(_KEPT_S, self._let_go, line)

    def _let_go(self, line: Line) -> None:
        if line in self._kept:
            self._kept.remove(line)
            line.close()


def _check(envelope: Envelope) -> None:
    addresses = (envelope.sender, envelope.recipient)
    if any(map(_UNSAFE_ADDRESS.search, addresses)) or not all(addresses):
        what = "an address of the mail"
    elif _UNSAFE_TEXT.search(envelope.message) or not envelope.message.endswith(b"\r\n"):
        what = "the text of the mail"
    else:
        return
    raise EffectRefused(
        f"{what} holds characters that no mail server may be given; edit the draft and approve it "
        "again",
        again=False,
        note="unsafe_mail",
    )
