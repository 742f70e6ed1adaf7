"""The key that signs checkpoints: made once beside the master key, its public half beside it."""

from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from leadwright.adapters.store import keyfile
from leadwright.errors import Misconfigured

NAME: Final = "leadwright-audit.key"


class AuditKeyWrong(Misconfigured):
    """The key of the audit trail is not there, or is no Ed25519 key."""

    code: ClassVar[str] = "audit_key_wrong"


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key; made where there is none, readable by its owner alone.

    Raises:
        AuditKeyWrong: the file holds something else.
    """
    if not path.exists():
        _create(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm, OSError) as error:
        raise _wrong(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _wrong(path)
    _tell_public_half(path, key)
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """A public key, from its own file or from that of the whole key.

    Raises:
        AuditKeyWrong: the file holds neither.
    """
    try:
        text = path.read_bytes()
        if b"PRIVATE" in text:
            return signing_key(path).public_key()
        key = load_pem_public_key(text)
    except (ValueError, UnsupportedAlgorithm, OSError) as error:
        raise _wrong(path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _wrong(path)
    return key


def public_file(path: Path) -> Path:
    """Where the public half of a key lies."""
    return path.with_suffix(".pub")


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as it is handed on: PEM, which openssl reads too."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _create(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        keyfile.keep(path, text)  # or somebody was faster
    except OSError as error:
        raise _wrong(path) from error


def _tell_public_half(path: Path, key: Ed25519PrivateKey) -> None:
    text = public_text(key.public_key())
    with suppress(OSError):  # it can be had of the key itself too
        if not public_file(path).exists():
            public_file(path).write_text(text, encoding="ascii")


def _wrong(path: Path) -> AuditKeyWrong:
    return AuditKeyWrong(
        f"The audit key {str(path)!r} cannot be read as an Ed25519 key in PEM; put it back from "
        "its backup, or name another with audit.key_file (--public-key to verify)."
    )
