"""What every mailer promises: exact bytes, once where it says so, and an honest answer."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from chaos.outside import http
from chaos.outside.diary import Diary
from chaos.outside.mailer import PostMailer
from chaos.outside.post import Post as PlayedPost
from chaos.outside.weather import CALM, Weather
from tests.services import mail_server

from leadwright.adapters.mail.folder import FolderMailer
from leadwright.adapters.mail.line import MailServer
from leadwright.adapters.mail.smtp import SmtpMailer
from leadwright.journey.outbox.ports import Envelope, Mailer, OutcomeUnknown

PORT = "leadwright.journey.outbox.ports:Mailer"
IMPLEMENTATIONS = [
    "leadwright.adapters.mail.folder:FolderMailer",
    "leadwright.adapters.mail.smtp:SmtpMailer",
]

pytestmark = pytest.mark.contract


@dataclass(frozen=True, kw_only=True)
class Post:
    """A mailer, and what those who get its mails have got."""

    mailer: Mailer
    received: Callable[[], list[bytes]]


@asynccontextmanager
async def a_folder(tmp_path: Path) -> AsyncIterator[Post]:
    yield Post(
        mailer=FolderMailer(tmp_path),
        received=lambda: [path.read_bytes() for path in sorted(tmp_path.iterdir())],
    )


@asynccontextmanager
async def a_mail_server(tmp_path: Path) -> AsyncIterator[Post]:
    del tmp_path
    async with mail_server.running() as desk:
        desk.reply = "250 OK"
        server = MailServer(
            host=mail_server.HOST, port=desk.port, security="none", greeting="northwind.example"
        )
        mailer = SmtpMailer(server, timeout_s=30)
        yield Post(mailer=mailer, received=lambda: desk.taken)
        mailer.close()
        await asyncio.sleep(0)


@asynccontextmanager
async def a_played_provider(tmp_path: Path) -> AsyncIterator[Post]:
    diary = Diary(path=tmp_path / "mails")
    provider = PlayedPost(diary=diary, weather=Weather("1", CALM), lag_s=(0, 0))
    server = await http.serve(provider.answer)
    yield Post(
        mailer=PostMailer(port=server.sockets[0].getsockname()[1]),
        received=lambda: [b64decode(entry["message"]) for entry in diary.entries("accepted")],
    )
    server.close()


@pytest.fixture(params=[a_folder, a_mail_server, a_played_provider])
async def post(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Post]:
    async with request.param(tmp_path) as opened:
        yield opened


def a_mail(number: int = 1, body: bytes = b"Hi Ann.\r\n") -> Envelope:
    message_id = f"<int_{number}@northwind.example>"
    return Envelope(
        intent_id=f"int_{number}",
        message_id=message_id,
        sender="nora@northwind.example",
        recipient="ann@acme.example",
        message=b"Date: Tue, 24 Nov 2026 12:00:00 +0000\r\nFrom: nora@northwind.example\r\n"
        b"To: ann@acme.example\r\nSubject: Invoices\r\nMessage-ID: %b\r\nX-Intent-Id: int_%d\r\n"
        b"\r\n%b" % (message_id.encode(), number, body),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"Hi Ann.\r\n",
        b".\r\n..\r\n.hidden\r\n \r\n\r\n",
        b"From nobody\r\n=2E=\r\n",
        (b"x" * 76 + b"\r\n") * 3000,
    ],
    ids=["plain", "dots", "looks_odd", "long"],
)
async def test_what_arrives_is_what_was_sent(post: Post, body: bytes) -> None:
    mail = a_mail(body=body)
    receipt = await post.mailer.send(mail)
    assert receipt.provider_id
    assert post.received() == [mail.message]


async def test_many_at_once_arrive_once_each(post: Post) -> None:
    mails = [a_mail(number) for number in range(25)]
    receipts = await asyncio.gather(*map(post.mailer.send, mails))
    assert sorted(post.received()) == sorted(mail.message for mail in mails)
    assert len({receipt.provider_id for receipt in receipts}) == len(mails)


async def test_one_after_the_other_arrive_in_that_order(post: Post) -> None:
    mails = [a_mail(number) for number in range(5)]
    for mail in mails:
        await post.mailer.send(mail)
    assert post.received() == [mail.message for mail in mails]


async def test_the_same_mail_again_arrives_once_where_that_is_promised(post: Post) -> None:
    first, second = await post.mailer.send(a_mail()), await post.mailer.send(a_mail())
    if post.mailer.capability.repeatable:
        assert first == second
        assert len(post.received()) == 1
    else:
        assert len(post.received()) == 2


async def test_it_knows_what_it_took_or_says_that_it_cannot_tell(post: Post) -> None:
    mail = a_mail()
    receipt = await post.mailer.send(mail)
    if post.mailer.capability.looks_up:
        assert await post.mailer.find(mail.intent_id, mail.message_id) == receipt
        assert await post.mailer.find("int_2", "<int_2@northwind.example>") is None
    else:
        with pytest.raises(OutcomeUnknown):
            await post.mailer.find(mail.intent_id, mail.message_id)


async def test_an_attempt_ends(post: Post) -> None:
    assert 0 < post.mailer.capability.timeout_s < 600
    assert post.mailer.name
