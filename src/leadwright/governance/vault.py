"""The vault: seals what is personal, blinds what must be compared, names what must not be named.

One master key opens everything. It wraps the house secret, from which the keys for blind indexes
and pseudonyms are derived, and the data key of every lead: changing the master key means wrapping
again, never sealing again. Whoever destroys a lead's wrapped key has erased the lead.
"""

import hashlib
import hmac
import secrets
import zlib
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadwright.errors import Misconfigured, Refused
from leadwright.governance.naming import Naming

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SEALED_AT_FIRST: Final = 3  # values of a new lead: its key, what it says, its row
_PLAIN: Final = b"\x01"
_DEFLATED: Final = b"\x02"
_WORTH_DEFLATING: Final = 1024
_WINDOW, _MEMORY, _ANY_WINDOW = -13, 6, -15  # raw, small buffers: three times as fast for a few kB

Entropy = Callable[[int], bytes]


class MasterKeyWrong(Misconfigured):
    """The master key is not the one this database was sealed with."""

    code: ClassVar[str] = "master_key_wrong"


class SealBroken(Refused):
    """A sealed value was changed, cut or moved to another place."""

    code: ClassVar[str] = "seal_broken"


class LeadErased(Refused):
    """The lead's key was destroyed; what was sealed with it cannot be read by anybody."""

    code: ClassVar[str] = "lead_erased"


def place(table: str, row: str, column: str, version: int = 1) -> bytes:
    """Where a sealed value belongs; it opens nowhere else."""
    return f"{table}|{row}|{column}|{version}".encode()


class Seal:
    """A key that seals and opens: AES-256-GCM under a fresh random 96-bit nonce."""

    __slots__ = ("_cipher", "_entropy")

    def __init__(self, key: bytes, entropy: Entropy) -> None:
        self._cipher = AESGCM(key)
        self._entropy = entropy

    def seal(self, where: bytes, plain: bytes) -> bytes:
        """Seal a value for one place; long texts are deflated first."""
        form = _PLAIN
        if len(plain) >= _WORTH_DEFLATING:
            form, plain = _DEFLATED, _deflate(plain)
        nonce = self._entropy(_NONCE_BYTES)
        return form + nonce + self._cipher.encrypt(nonce, plain, form + where)

    def open(self, where: bytes, sealed: bytes) -> bytes:
        """The value as it was, or a refusal when a bit or the place differs."""
        form, nonce = sealed[:1], sealed[1 : 1 + _NONCE_BYTES]
        try:
            plain = self._cipher.decrypt(nonce, sealed[1 + _NONCE_BYTES :], form + where)
        except (InvalidTag, ValueError) as error:
            raise SealBroken(
                f"The sealed value of {where.decode()!r} was changed or moved; "
                "restore it from a backup and run `leadwright audit verify`."
            ) from error
        return zlib.decompress(plain, _ANY_WINDOW) if form == _DEFLATED else plain


class Vault:
    """All keys of one database, under its master key."""

    def __init__(
        self, master: bytes, wrapped: bytes, entropy: Entropy = secrets.token_bytes
    ) -> None:
        """Open the house secret; `wrapped` comes from `found` and is kept in the database."""
        self._entropy = entropy
        self._master = master
        self._wrapping = _wrapping(master, entropy)
        try:
            secret = self._wrapping.open(_HOUSE, wrapped)
        except SealBroken as error:
            raise MasterKeyWrong(
                "The master key does not fit this database; point to the key file that was made "
                "with it (by default `leadwright.key` beside the database)."
            ) from error
        self.naming = Naming(
            blinding=_derive(secret, "blind index"),
            calling=_derive(secret, "pseudonym"),
            minting=_derive(secret, "id"),
        )
        self.house = Seal(_derive(secret, "house"), entropy)

    @classmethod
    def found(cls, master: bytes, entropy: Entropy = secrets.token_bytes) -> bytes:
        """A new, wrapped house secret for a new database."""
        return _wrapping(master, entropy).seal(_HOUSE, entropy(KEY_BYTES))

    def new_keys(self, lead_ids: Sequence[str]) -> list[tuple[Seal, bytes]]:
        """New data keys for leads: each ready to use, and wrapped to be kept."""
        keys = _drawn(self._entropy, KEY_BYTES, len(lead_ids))
        nonces = _stock(self._entropy, len(lead_ids) * _SEALED_AT_FIRST)
        wrapping = _wrapping(self._master, nonces)
        return [
            (Seal(key, nonces), wrapping.seal(_of_lead(lead_id), key))
            for lead_id, key in zip(lead_ids, keys, strict=True)
        ]

    def unwrap(self, lead_id: str, wrapped: bytes) -> Seal:
        """A lead's data key, ready to use."""
        return Seal(self._wrapping.open(_of_lead(lead_id), wrapped), self._entropy)


_HOUSE: Final = place("meta", "house", "secret")


def _of_lead(lead_id: str) -> bytes:
    return place("lead_keys", lead_id, "wrapped")


def _wrapping(master: bytes, entropy: Entropy) -> Seal:
    if len(master) != KEY_BYTES:
        raise MasterKeyWrong(
            f"The master key has {len(master)} bytes instead of {KEY_BYTES}; "
            "restore the key file from its backup."
        )
    return Seal(_derive(master, "wrapping"), entropy)


def _drawn(entropy: Entropy, size: int, number: int) -> list[bytes]:
    """So many random values in one draw; each draw lets other threads in, and waits for them."""
    drawn = entropy(size * number)
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]


def _stock(entropy: Entropy, number: int) -> Entropy:
    """Gives each of so many nonces once, whichever thread asks, then draws again."""
    nonces = iter(_drawn(entropy, _NONCE_BYTES, number))
    return lambda size: next(nonces, None) or entropy(size)


def _deflate(plain: bytes) -> bytes:
    deflater = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY)
    return deflater.compress(plain) + deflater.flush()


def _derive(secret: bytes, purpose: str) -> bytes:
    # One HKDF-Expand block (RFC 5869): the secret is uniform already and 32 bytes are wanted.
    return hmac.digest(secret, f"leadwright {purpose}".encode() + b"\x01", hashlib.sha256)
