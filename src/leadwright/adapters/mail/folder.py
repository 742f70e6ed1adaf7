"""A mailer that hands over to a folder: one file for each mail, written once and for good."""

import asyncio
import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from leadwright.errors import reason_of
from leadwright.journey.outbox.ports import (
    Capability,
    EffectRefused,
    Envelope,
    OutcomeUnknown,
    Receipt,
)

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
# The one header that is set at sending; a line that begins with white space belongs to it.
_DATE: Final = re.compile(rb"(?im)^Date:[^\n]*\n(?:[ \t][^\n]*\n)*")


class FolderMailer:
    """Writes `INTENT.eml` into a folder. Nobody receives it; any mail program opens it.

    A file is whole or not there, it is on the disk before anybody hears of it, and none is ever
    written over: the same mail again finds its file, another mail by that name is refused.
    """

    name = "folder"
    capability = Capability(repeatable=True, looks_up=True, settle_s=0, outside=False)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, envelope: Envelope) -> Receipt:
        """Write the file, or find it as it was written before."""
        name = _file_name(envelope.intent_id)
        await asyncio.to_thread(self._write, name, envelope.message)
        return Receipt(provider_id=name)

    async def find(self, intent_id: str, message_id: str) -> Receipt | None:
        """Whether its file is there."""
        del message_id
        name = _file_name(intent_id)
        try:
            await asyncio.to_thread(os.stat, self._folder / name)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutcomeUnknown(
                f"the mail folder {str(self._folder)!r} cannot be read ({reason_of(error)}); "
                "check its rights"
            ) from error
        return Receipt(provider_id=name)

    def _write(self, name: str, message: bytes) -> None:
        try:
            aside = self._set_aside(message)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._put_in_place(aside, self._folder / name, message)
        finally:
            _clear(aside)

    def _set_aside(self, message: bytes) -> Path:
        """The whole mail on the disk, under a name that nobody looks for."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, path = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            _clear(Path(path))
            raise
        return Path(path)

    def _put_in_place(self, aside: Path, target: Path, message: bytes) -> None:
        try:
            os.link(aside, target)
        except FileExistsError:
            self._check_same(target, message)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            _sync(self._folder)
        except OSError as error:  # it is there, yet a power cut might take it away again
            raise OutcomeUnknown(
                f"the mail folder {str(self._folder)!r} cannot be made durable "
                f"({reason_of(error)}); check its disk"
            ) from error

    def _check_same(self, target: Path, message: bytes) -> None:
        try:
            there = target.read_bytes()
        except OSError as error:
            raise self._unwritable(error) from error
        if _undated(there) != _undated(message):
            raise EffectRefused(
                f"{str(target)!r} holds another mail already; look at it, move it elsewhere, and "
                "approve the mail again",
                again=False,
                note="file_differs",
            )

    def _unwritable(self, error: OSError) -> EffectRefused:
        return EffectRefused(
            f"the mail folder {str(self._folder)!r} cannot be written to ({reason_of(error)}); "
            "check its rights and the space on its disk",
            again=True,
            note="folder_unwritable",
        )


def _file_name(intent_id: str) -> str:
    if not _NAME.fullmatch(intent_id):
        raise EffectRefused(
            f"{intent_id!r} cannot be the name of a file; only letters, digits, - and _ can",
            again=False,
            note="file_name",
        )
    return f"{intent_id}.eml"


def _undated(message: bytes) -> bytes:
    """A mail without the header that differs from attempt to attempt."""
    head, empty_line, body = message.partition(b"\r\n\r\n")
    return _DATE.sub(b"", head + b"\r\n", count=1) + empty_line + body


def _clear(aside: Path) -> None:
    with contextlib.suppress(OSError):
        aside.unlink()


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
