"""Which mailer the settings ask for, and whether it may start."""

import ipaddress
from collections.abc import Iterator
from typing import ClassVar

import idna

from leadwright.adapters.mail.folder import FolderMailer
from leadwright.adapters.mail.line import MailServer
from leadwright.adapters.mail.smtp import SmtpMailer
from leadwright.errors import Misconfigured, reason_of
from leadwright.journey.outbox.ports import Mailer
from leadwright.settings import MailSettings, Settings


class MailNotReady(Misconfigured):
    """Mail would reach people outside, and something that has to be there first is missing."""

    code: ClassVar[str] = "mail_not_ready"

    def __init__(self, *missing: str) -> None:
        super().__init__(
            f"no mail goes out yet: {'; '.join(missing)}. Set what is missing in leadwright.toml, "
            'or leave mail.mailer = "folder"'
        )
        self.missing = missing


def mailer_of(settings: Settings) -> Mailer:
    """The mailer of the settings.

    Raises:
        MailNotReady: it reaches the outside and lacks something; every missing thing is named.
    """
    given = settings.mail
    if given.mailer == "folder":
        return FolderMailer(given.folder)
    password, fault = _password(given)
    missing = [*_lawful(settings), *_reachable(settings), *([fault] if fault else [])]
    if missing:
        raise MailNotReady(*missing)
    server = MailServer(
        host=given.host,
        port=given.port,
        security=given.security,
        greeting=_greeting(settings),
        user=given.user,
        password=password,
    )
    return SmtpMailer(server, timeout_s=given.timeout_s)


def _lawful(settings: Settings) -> Iterator[str]:
    """What the law wants below a mail, whoever it goes to."""
    if not (settings.mail.legal_name or "").strip():
        yield "mail.legal_name is missing: your company's legal name"
    if not (settings.seller.postal_address or "").strip():
        yield "seller.postal_address is missing: where a letter reaches you"
    if not (settings.mail.unsubscribe_url or "").startswith("https://"):
        yield "mail.unsubscribe_url is missing: the https address at which people unsubscribe"


def _reachable(settings: Settings) -> Iterator[str]:
    given = settings.mail
    if given.security == "none" and not _is_here(given.host):
        yield (
            'mail.security = "none" is for a mail server on this machine alone: use "starttls" or '
            f'"tls" for {given.host!r}'
        )
    if given.timeout_s >= settings.outbox.lease_s / 2:
        yield "mail.timeout_s is too long: at most half of outbox.lease_s"


def _password(given: MailSettings) -> tuple[str | None, str | None]:
    """The password, and what is wrong with how it is given."""
    if given.password is not None and given.password_file is not None:
        return None, "mail.password and mail.password_file are both set: keep one"
    password = given.password.get_secret_value() if given.password else None
    if given.password_file is not None:
        try:
            password = given.password_file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            return None, f"mail.password_file cannot be read: {reason_of(error)}"
    if given.user and not password:
        return None, "the password of mail.user is missing: set mail.password_file"
    if password and not given.user:
        return None, "mail.user is missing: whose password it is"
    return password, None


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _greeting(settings: Settings) -> str:
    domain = settings.seller.sender_email.rpartition("@")[2]
    try:
        return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise MailNotReady(f"seller.sender_email: {domain!r} cannot be a domain") from None
