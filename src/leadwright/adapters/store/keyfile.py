"""The master key's file: made once beside the database, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from leadwright.adapters.store.errors import MasterKeyMissing
from leadwright.governance.vault import KEY_BYTES, MasterKeyWrong


def read(path: Path) -> bytes:
    """The master key.

    Raises:
        MasterKeyMissing: there is no such file.
        MasterKeyWrong: it holds something else.
    """
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError as error:
        raise MasterKeyMissing(
            f"The master key file {str(path)!r} is missing and the database is sealed with it; "
            "put it back from its backup. Without it the sealed data cannot be read by anybody."
        ) from error
    except (UnicodeDecodeError, OSError) as error:
        raise _unreadable(path) from error
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise _unreadable(path) from error
    if len(key) != KEY_BYTES:
        raise _unreadable(path)
    return key


def create(path: Path) -> bytes:
    """A new master key in a new file of mode 0600; the one that is there, if somebody was first."""
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def _unreadable(path: Path) -> MasterKeyWrong:
    return MasterKeyWrong(
        f"The master key file {str(path)!r} does not hold {KEY_BYTES} bytes as hexadecimal text, "
        "or may not be read; put it back from its backup."
    )
