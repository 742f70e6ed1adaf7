"""The folder of mails: whole files, on the disk, never written over."""

import asyncio
import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.adapters.mail.folder import FolderMailer
from leadwright.journey.outbox.ports import EffectRefused, Envelope, OutcomeUnknown

MAIL = (
    b"Date: Tue, 24 Nov 2026 12:00:00 +0000\r\nFrom: nora@northwind.example\r\n"
    b"Subject: Invoices\r\n\r\nHi Ann.\r\nDate: next week?\r\n"
)


def an_envelope(message: bytes = MAIL, intent_id: str = "int_1") -> Envelope:
    return Envelope(
        intent_id=intent_id,
        message_id=f"<{intent_id}@northwind.example>",
        sender="nora@northwind.example",
        recipient="ann@acme.example",
        message=message,
    )


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_folder_that_is_not_there_is_made_for_us_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    await FolderMailer(folder).send(an_envelope())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "int_1.eml").stat().st_mode & 0o777 == 0o600
    assert names(folder) == ["int_1.eml"]


async def test_a_second_attempt_on_another_day_finds_the_first_file(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path)
    await mailer.send(an_envelope())
    await mailer.send(an_envelope(MAIL.replace(b"Tue, 24", b"Wed, 25", 1)))
    assert (tmp_path / "int_1.eml").read_bytes() == MAIL


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"Ann", b"Bob"),
        MAIL.replace(b"next week", b"tomorrow"),
        MAIL.replace(b"Invoices", b"Orders"),
        MAIL[:-10],
        b"",
    ],
)
async def test_another_mail_by_that_name_is_refused_for_good(tmp_path: Path, other: bytes) -> None:
    mailer = FolderMailer(tmp_path)
    await mailer.send(an_envelope())
    with pytest.raises(EffectRefused, match="holds another mail") as refused:
        await mailer.send(an_envelope(other))
    assert not refused.value.again
    assert (tmp_path / "int_1.eml").read_bytes() == MAIL


async def test_many_who_write_the_same_mail_write_one_file(tmp_path: Path) -> None:
    mailers = [FolderMailer(tmp_path) for _ in range(20)]
    receipts = await asyncio.gather(*(mailer.send(an_envelope()) for mailer in mailers))
    assert {receipt.provider_id for receipt in receipts} == {"int_1.eml"}
    assert names(tmp_path) == ["int_1.eml"]


async def test_a_folder_that_cannot_be_written_to_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    with pytest.raises(EffectRefused, match="check its rights") as refused:
        await FolderMailer(tmp_path / "outbox").send(an_envelope())
    assert refused.value.again


async def test_a_full_disk_leaves_nothing_behind_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer = FolderMailer(tmp_path)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", _full)
        with pytest.raises(EffectRefused, match="no space left") as refused:
            await mailer.send(an_envelope())
    assert refused.value.again
    assert names(tmp_path) == []
    await mailer.send(an_envelope())


async def test_a_folder_that_cannot_be_asked_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    with pytest.raises(OutcomeUnknown, match="cannot be read"):
        await FolderMailer(tmp_path / "outbox").find("int_1", "<int_1@northwind.example>")


@given(st.sampled_from(["../", "a/", "\0", "\n", ".", " ", "é", "\\", ":"]), st.text(max_size=9))
def test_a_name_that_leads_elsewhere_is_refused(trick: str, rest: str) -> None:
    mailer = FolderMailer(Path("nowhere"))
    for name in (trick + rest, rest + trick):
        with pytest.raises(EffectRefused, match="cannot be the name of a file"):
            asyncio.run(mailer.send(an_envelope(intent_id=name)))


def _full(number: int) -> NoReturn:
    del number
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
