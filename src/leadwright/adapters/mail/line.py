"""A line to a mail server: secret, let in, and good for several mails, one after the other."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field
from typing import Final, Literal

import aiosmtplib
from aiosmtplib import SMTPResponseException, SMTPServerDisconnected

from leadwright.adapters.mail.attempt import Attempt, Step
from leadwright.journey.outbox.ports import Envelope

_OK: Final = frozenset({250})
_RECIPIENT_OK: Final = frozenset({250, 251})
_GO_AHEAD: Final = frozenset({354})
_DOT: Final = re.compile(rb"(?m)^\.")
_UNSUPPORTED: Final = 555  # as a server would say to an option it does not know (RFC 5321)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server, how to reach it and who we are there."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    greeting: str  # the domain we say we are
    user: str | None = None
    password: str | None = field(default=None, repr=False)


class Line:
    """An open line."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    @classmethod
    async def open(cls, server: MailServer, tls: ssl.SSLContext) -> "Line":
        """Connect, make the line secret, and log in: whoever calls sets the limit of time."""
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=tls,
            username=server.user,
            password=server.password,
            local_hostname=server.greeting,
            timeout=None,
        )
        line = cls(client)
        await client.connect()
        try:
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except BaseException:
            line.cut()
            raise
        return line

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed, as far as we know."""
        return self._client.is_connected

    async def hand_over(self, envelope: Envelope, attempt: Attempt) -> str:
        """Hand over one mail; what the server says when it has taken it."""
        attempt.step = Step.SENDER
        await self._ask(f"MAIL FROM:<{envelope.sender}>", *self._options(envelope), fine=_OK)
        attempt.step = Step.RECIPIENT
        await self._ask(f"RCPT TO:<{envelope.recipient}>", fine=_RECIPIENT_OK)
        attempt.step = Step.DATA
        await self._ask("DATA", fine=_GO_AHEAD)
        if self._client.protocol is None:
            raise SMTPServerDisconnected("closed before the mail began")
        # It raises where the line is closed already: then nothing has left.
        self._client.protocol.write(_DOT.sub(b"..", envelope.message) + b".\r\n")
        attempt.step = Step.BODY
        return _granted(await self._client.protocol.read_response(), _OK)

    def close(self) -> None:
        """Say good-bye and hang up, without waiting for an answer."""
        if self._client.protocol is not None and self.is_open:
            self._client.protocol.write(b"QUIT\r\n")
        self._client.close()

    def cut(self) -> None:
        """Hang up at once: nothing that has not left by now leaves any more."""
        protocol = self._client.protocol
        if protocol is not None and isinstance(protocol.transport, asyncio.WriteTransport):
            protocol.transport.abort()
        self._client.close()

    async def _ask(self, *words: str, fine: frozenset[int]) -> None:
        spoken = [word.encode() for word in words]
        _granted(await self._client.execute_command(*spoken), fine)

    def _options(self, envelope: Envelope) -> list[str]:
        options = []
        if self._client.supports_extension("size"):
            options.append(f"SIZE={len(envelope.message)}")
        addresses = envelope.sender + envelope.recipient
        if not envelope.message.isascii() or not addresses.isascii():
            # Texts are seven-bit already, so what is not stands in a header (RFC 6532).
            options.append(self._wanted("8bitmime", "BODY=8BITMIME"))
            options.append(self._wanted("smtputf8", "SMTPUTF8"))
        return options

    def _wanted(self, extension: str, option: str) -> str:
        if not self._client.supports_extension(extension):
            raise SMTPResponseException(_UNSUPPORTED, extension)
        return option


def _granted(reply: aiosmtplib.SMTPResponse, fine: frozenset[int]) -> str:
    if reply.code not in fine:
        raise SMTPResponseException(reply.code, reply.message)
    return reply.message
