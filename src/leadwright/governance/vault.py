"""The vault: seals what is personal, blinds what must be compared, names what must not be named.

One master key opens everything. It wraps the house secret, from which the keys for blind indexes
and pseudonyms are derived, and the data key of every lead: changing the master key means wrapping
again, never sealing again. Whoever destroys a lead's wrapped key has erased the lead.
"""

import hashlib
import hmac
import secrets
import zlib
from collections.abc import Callable
from typing import ClassVar, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadwright.errors import Misconfigured, Refused

KEY_BYTES: Final = 32
_BLOCK_BYTES: Final = 64  # of SHA-256
_NONCE_BYTES: Final = 12
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
        self._wrapping = _wrapping(master, entropy)
        try:
            secret = self._wrapping.open(_HOUSE, wrapped)
        except SealBroken as error:
            raise MasterKeyWrong(
                "The master key does not fit this database; point to the key file that was made "
                "with it (by default `leadwright.key` beside the database)."
            ) from error
        self._blinding = _hasher(secret, "blind index")
        self._naming = _hasher(secret, "pseudonym")
        self._minting = _hasher(secret, "id")
        self.house = Seal(_derive(secret, "house"), entropy)

    @classmethod
    def found(cls, master: bytes, entropy: Entropy = secrets.token_bytes) -> bytes:
        """A new, wrapped house secret for a new database."""
        return _wrapping(master, entropy).seal(_HOUSE, entropy(KEY_BYTES))

    def new_key(self, lead_id: str) -> tuple[Seal, bytes]:
        """A new data key for a lead: ready to use, and wrapped to be kept."""
        key = self._entropy(KEY_BYTES)
        return Seal(key, self._entropy), self._wrapping.seal(_of_lead(lead_id), key)

    def unwrap(self, lead_id: str, wrapped: bytes) -> Seal:
        """A lead's data key, ready to use."""
        return Seal(self._wrapping.open(_of_lead(lead_id), wrapped), self._entropy)

    def blind(self, kind: str, value: str) -> bytes:
        """A value as equality can be searched by: keyed, 128 bits, says nothing of the value."""
        return self._blinding.hash(f"{kind}\0{value}")[:16]

    def pseudonym(self, lead_id: str) -> str:
        """The lead's name in journal and audit."""
        return "p" + self._naming.hash(lead_id).hex()[:16]

    def mint(self, kind: str, *parts: str) -> str:
        """An id that is the same for the same parts, and says nothing of them."""
        text = "\0".join((kind, *parts))
        return f"{kind}_{self._minting.hash(text).hex()[:20]}"


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


def _deflate(plain: bytes) -> bytes:
    deflater = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY)
    return deflater.compress(plain) + deflater.flush()


class _Hasher:
    """HMAC-SHA-256 (RFC 2104) with the key mixed in beforehand, twice as fast as `hmac` does it."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def hash(self, text: str) -> bytes:
        """The keyed hash of a text."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text.encode("utf-8", "surrogatepass"))
        outer.update(inner.digest())
        return outer.digest()


def _hasher(secret: bytes, purpose: str) -> _Hasher:
    return _Hasher(_derive(secret, purpose))


def _derive(secret: bytes, purpose: str) -> bytes:
    # One HKDF-Expand block (RFC 5869): the secret is uniform already and 32 bytes are wanted.
    return hmac.digest(secret, f"leadwright {purpose}".encode() + b"\x01", hashlib.sha256)
