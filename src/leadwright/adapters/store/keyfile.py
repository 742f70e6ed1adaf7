"""The master key's file: made once beside the database, readable by its owner alone."""

import os
import secrets
import tempfile
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
    """A new master key in a new file; the one that is there, if somebody was first."""
    key = secrets.token_bytes(KEY_BYTES)
    return key if keep(path, f"{key.hex()}\n".encode()) else read(path)


def keep(path: Path, secret: bytes) -> bool:
    """Keep a secret in a new file of mode 0600; False if there is one of that name already.

    The file is there with all of the secret or not at all: whoever is killed on the way, or reads
    it meanwhile, finds no half of one.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # of mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _unreadable(path: Path) -> MasterKeyWrong:
    return MasterKeyWrong(
        f"The master key file {str(path)!r} does not hold {KEY_BYTES} bytes as hexadecimal text, "
        "or may not be read; put it back from its backup."
    )
