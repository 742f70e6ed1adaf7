"""A real mail server on this machine, which keeps what it takes and misbehaves when told to."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session, syntax
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


class Mood(StrEnum):
    """How it behaves."""

    FINE = "fine"
    HANGS_UP_AT_ONCE = "hangs_up_at_once"
    REFUSES_SENDER = "refuses_sender"
    REFUSES_RECIPIENT = "refuses_recipient"
    PUTS_OFF_RECIPIENT = "puts_off_recipient"
    PUTS_OFF_DATA = "puts_off_data"
    REFUSES_DATA = "refuses_data"
    HANGS_UP_AT_DATA = "hangs_up_at_data"
    HANGS_AT_DATA = "hangs_at_data"
    PUTS_OFF_MAIL = "puts_off_mail"
    REFUSES_MAIL = "refuses_mail"
    TAKES_AND_HANGS_UP = "takes_and_hangs_up"
    LOSES_AND_HANGS_UP = "loses_and_hangs_up"
    TAKES_AND_HANGS = "takes_and_hangs"
    TAKES_AND_MUMBLES = "takes_and_mumbles"
    TAKES_AND_BREAKS_OFF = "takes_and_breaks_off"
    HANGS_UP_BETWEEN = "hangs_up_between"
    GOES_AWAY_BETWEEN = "goes_away_between"


@dataclass(kw_only=True)
class MailServer:
    """What it took, from how many lines, and how it behaves."""

    port: int = 0
    mood: Mood = Mood.FINE
    taken: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str | None, list[str]]] = field(default_factory=list)
    options: list[str] = field(default_factory=list)  # asked for with the last sender
    lines: int = 0
    secret: int = 0  # mails that came over a secret line
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    reply: str = "250 2.0.0 Ok: queued as 4Q1"

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        if self.mood is Mood.REFUSES_SENDER:
            return "550 5.7.60 ann@acme.example may not be told about"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.options = options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.mood is Mood.REFUSES_RECIPIENT:
            return f"550 5.1.1 nobody is called {address}"
        if self.mood is Mood.PUTS_OFF_RECIPIENT:
            return "450 4.2.0 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        if self.mood is Mood.PUTS_OFF_MAIL:
            return "452 4.3.1 no room left"
        if self.mood is Mood.REFUSES_MAIL:
            return "554 5.7.1 this looks like advertising"
        if self.mood is not Mood.LOSES_AND_HANGS_UP:
            self._take(server, envelope)
        return await self._answer(server)

    def _take(self, server: SMTP, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        self.arrived.set()
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        assert server.transport is not None
        self.secret += server.transport.get_extra_info("sslcontext") is not None

    async def _answer(self, server: SMTP) -> str:
        match self.mood:
            case Mood.TAKES_AND_HANGS_UP | Mood.LOSES_AND_HANGS_UP:
                _hang_up(server)
            case Mood.TAKES_AND_HANGS:
                await asyncio.Event().wait()
            case Mood.TAKES_AND_MUMBLES:
                return "299 perhaps"
            case Mood.TAKES_AND_BREAKS_OFF:
                _write(server, b"250-2.0.0 Ok: que")
                _hang_up(server, gently=True)
            case Mood.HANGS_UP_BETWEEN:
                asyncio.get_running_loop().call_soon(lambda: _hang_up(server, gently=True))
            case Mood.GOES_AWAY_BETWEEN:
                return f"{self.reply}\r\n421 4.3.2 closing for the day"
            case _:
                pass
        return self.reply


class _Talk(SMTP):
    """One line to it."""

    def __init__(self, desk: MailServer, **given: Any) -> None:
        with warnings.catch_warnings():
            # It does not see that a line is secret from its beginning, and warns of passwords.
            warnings.simplefilter("ignore", UserWarning)
            super().__init__(desk, hostname="mail.northwind.example", **given)
        self._desk = desk

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        is_new = self.transport is None
        super().connection_made(transport)
        self._desk.lines += is_new
        if self._desk.mood is Mood.HANGS_UP_AT_ONCE:
            _hang_up(self)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as aiosmtpd calls it
        match self._desk.mood:
            case Mood.PUTS_OFF_DATA:
                await self.push("451 4.3.0 not now")
            case Mood.REFUSES_DATA:
                await self.push("554 5.5.1 no valid recipients")
            case Mood.HANGS_UP_AT_DATA:
                _hang_up(self)
            case Mood.HANGS_AT_DATA:
                await asyncio.Event().wait()
            case _:
                await super().smtp_DATA(arg)


@asynccontextmanager
async def running(
    *,
    tls: "Identity | None" = None,
    at_once: bool = False,
    password: str | None = None,
    all_letters: bool = False,
) -> AsyncIterator[MailServer]:
    """A server until the block ends; secret by STARTTLS or at once, open to all or not."""
    desk = MailServer()
    given: dict[str, Any] = {"enable_SMTPUTF8": all_letters}
    if tls and not at_once:
        given |= {"tls_context": tls.servers, "require_starttls": True}
    if password is not None:
        given |= {
            "authenticator": lambda *told: AuthResult(
                success=getattr(told[-1], "password", None) == password.encode(), handled=False
            ),
            "auth_required": True,
            "auth_require_tls": False,
        }
    loop = asyncio.get_running_loop()
    talks: list[_Talk] = []

    def talk() -> _Talk:
        talks.append(_Talk(desk, loop=loop, **given))
        return talks[-1]

    server = await loop.create_server(talk, HOST, 0, ssl=tls.servers if tls and at_once else None)
    desk.port = server.sockets[0].getsockname()[1]
    try:
        yield desk
    finally:
        server.close()
        for one in talks:
            _hang_up(one)
        await asyncio.sleep(0)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A certificate for this machine that nobody else vouches for."""

    servers: ssl.SSLContext
    those_who_trust: ssl.SSLContext


def identity(folder: Path, *, name: str | None = None) -> Identity:
    """A fresh one, for this machine's address or for another name."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of a test")])
    known: x509.GeneralName = x509.DNSName(name) if name else x509.IPAddress(IPv4Address(HOST))
    now = datetime.now(UTC)  # OpenSSL goes by the machine's clock
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([known]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name or HOST}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    servers = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    servers.load_cert_chain(file)
    return Identity(servers=servers, those_who_trust=ssl.create_default_context(cafile=str(file)))


def _write(talk: SMTP, text: bytes) -> None:
    assert isinstance(talk.transport, asyncio.WriteTransport)
    talk.transport.write(text)


def _hang_up(talk: SMTP, *, gently: bool = False) -> None:
    if isinstance(talk.transport, asyncio.WriteTransport):
        if gently:
            talk.transport.close()
        else:
            talk.transport.abort()
