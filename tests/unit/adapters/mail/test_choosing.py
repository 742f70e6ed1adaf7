"""Which mailer the settings ask for, and what must be there before one reaches people."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from leadwright.adapters.mail.choosing import MailNotReady, mailer_of
from leadwright.adapters.mail.folder import FolderMailer
from leadwright.adapters.mail.smtp import SmtpMailer
from leadwright.settings import MailSettings, OutboxSettings, SellerSettings, Settings

SELLER = SellerSettings(postal_address="1 Harbour Street, Hobart")
LAWFUL = {
    "mailer": "smtp",
    "host": "mail.northwind.example",
    "legal_name": "Northwind Ledger Pty Ltd",
    "unsubscribe_url": "https://mail.northwind.example",
}


def settings(mail: Mapping[str, object], seller: SellerSettings = SELLER) -> Settings:
    return Settings(mail=MailSettings.model_validate(mail), seller=seller)


def missing(given: Settings) -> str:
    with pytest.raises(MailNotReady) as refused:
        mailer_of(given)
    return str(refused.value)


def test_a_folder_needs_nothing() -> None:
    assert isinstance(mailer_of(settings({})), FolderMailer)


def test_a_mail_server_with_all_that_the_law_wants_is_used() -> None:
    mailer = mailer_of(settings({**LAWFUL, "timeout_s": 20}))
    assert isinstance(mailer, SmtpMailer)
    assert mailer.capability.outside
    assert not mailer.capability.repeatable
    assert mailer.capability.timeout_s > 20


def test_all_that_is_missing_is_named_at_once() -> None:
    mail = {"mailer": "smtp", "user": "nora", "security": "none", "host": "x"}
    told = missing(settings(mail, SellerSettings()))
    for name in (
        "mail.legal_name",
        "seller.postal_address",
        "mail.unsubscribe_url",
        "mail.password_file",
        "mail.security",
    ):
        assert name in told


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"legal_name": "  "}, "mail.legal_name"),
        ({"unsubscribe_url": "http://localhost"}, "mail.unsubscribe_url"),
        ({"security": "none"}, "mail.security"),
        ({"security": "none", "host": "localhost.northwind.example"}, "mail.security"),
        ({"security": "none", "host": "192.0.2.1"}, "mail.security"),
        ({"timeout_s": 60}, "mail.timeout_s"),
        ({"user": "nora"}, "mail.password_file"),
        ({"password": "x"}, "mail.user"),
        ({"user": "nora", "password_file": "not/there"}, "there is no such file"),
        ({"user": "nora", "password": "x", "password_file": "y"}, "keep one"),
    ],
)
def test_each_of_it_is_asked_for(changed: dict[str, object], named: str) -> None:
    assert named in missing(settings({**LAWFUL, **changed}))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_a_mail_server_on_this_machine_needs_no_secret_line(host: str) -> None:
    mailer_of(settings({**LAWFUL, "host": host, "security": "none"}))


def test_a_limit_that_outlasts_the_lease_is_refused() -> None:
    given = settings(LAWFUL).model_copy(update={"outbox": OutboxSettings(lease_s=40)})
    assert "outbox.lease_s" in missing(given)


def test_a_password_is_read_from_its_file_and_never_shown(tmp_path: Path) -> None:
    secret, file = "open sesame", tmp_path / "password"
    file.write_text(f"{secret}\n")
    mailer = mailer_of(settings({**LAWFUL, "user": "nora", "password_file": file}))
    assert isinstance(mailer, SmtpMailer)
    assert mailer._server.password == secret
    assert secret not in repr(mailer._server)
