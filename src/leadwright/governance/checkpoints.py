"""Checkpoints: what the audit trail was at a moment, signed, to be kept where it cannot be changed.

Who may write to the database can change the whole trail so that it fits together again. It then
differs from the last checkpoint, and without the signing key nobody makes another one.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from leadwright.errors import Refused
from leadwright.governance import merkle
from leadwright.governance.merkle import Frontier

FORMAT = "leadwright-checkpoint-1"


class CheckpointsBroken(Refused):
    """A checkpoint is not signed with our key, or does not follow from the one before."""

    code: ClassVar[str] = "checkpoints_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """So many events, the root of their tree, the last hash of their chain."""

    size: int
    root: str
    head: str
    time: datetime
    key: str  # the name of the key it is signed with
    previous: str | None  # the hash of the checkpoint before

    def bytes(self) -> bytes:
        """The exact bytes that are signed: sorted JSON, UTF-8."""
        body = {
            "format": FORMAT,
            "head": self.head,
            "key": self.key,
            "previous": self.previous,
            "root": self.root,
            "size": self.size,
            "time": self.time.isoformat(),
        }
        return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()

    def hash(self) -> str:
        """What the next one calls it by."""
        return hashlib.sha256(self.bytes()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A checkpoint with its signature, the right edge of its tree, and how that one grew."""

    checkpoint: Checkpoint
    signature: str
    frontier: tuple[str, ...]
    proof: tuple[str, ...] = ()  # of consistency with the checkpoint before

    def told(self) -> str:
        """The checkpoint and its signature alone, as one line: enough to witness it."""
        body = json.loads(self.checkpoint.bytes())
        return json.dumps({"checkpoint": body, "signature": self.signature})

    def line(self) -> str:
        """All of it as one line of a file."""
        more = {"frontier": list(self.frontier), "proof": list(self.proof)}
        return json.dumps(json.loads(self.told()) | more)

    @classmethod
    def parse(cls, line: str) -> Self:
        """A line read again.

        Raises:
            CheckpointsBroken: it is no checkpoint.
        """
        try:
            given = json.loads(line)
            body = given["checkpoint"]
            return cls(
                checkpoint=Checkpoint(**_read(body)),
                signature=given["signature"],
                frontier=tuple(given["frontier"]),
                proof=tuple(given["proof"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CheckpointsBroken(
                f"A line of the checkpoints cannot be read ({line[:40]!r}); take the file from "
                "its backup, or from where else checkpoints are written."
            ) from error

    def edge(self) -> Frontier:
        """The right edge of its tree, to go on from.

        Raises:
            CheckpointsBroken: it is not the edge of the tree that was signed.
        """
        try:
            hashes = [bytes.fromhex(text) for text in self.frontier]
        except ValueError:
            hashes = []
        edge = Frontier(self.checkpoint.size, hashes)
        if not edge.is_whole() or edge.root().hex() != self.checkpoint.root:
            raise _broken(self.checkpoint, "its tree is not the one that was signed")
        return edge


def _read(body: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in body.items() if name != "format"}
    if body["format"] != FORMAT or not isinstance(body["size"], int):
        raise ValueError(FORMAT)
    return fields | {"time": datetime.fromisoformat(body["time"])}


def name_of(key: Ed25519PublicKey) -> str:
    """A short name of a key, to tell keys apart."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def sign(
    key: Ed25519PrivateKey,
    grown: Frontier,
    *,
    head: str,
    time: datetime,
    before: Signed | None = None,
    leaves: Iterable[bytes] = (),
) -> Signed:
    """A checkpoint of a tree that grew out of the one before by these leaves."""
    checkpoint = Checkpoint(
        size=grown.size,
        root=grown.root().hex(),
        head=head,
        time=time,
        key=name_of(key.public_key()),
        previous=before.checkpoint.hash() if before else None,
    )
    proof: list[bytes] = []
    if before is not None:
        nodes = merkle.growing(before.edge(), list(leaves))
        proof = merkle.consistency(nodes, before.checkpoint.size, grown.size)
    return Signed(
        checkpoint=checkpoint,
        signature=key.sign(checkpoint.bytes()).hex(),
        frontier=tuple(part.hex() for part in grown.hashes),
        proof=tuple(part.hex() for part in proof),
    )


def check(key: Ed25519PublicKey, series: Iterable[Signed]) -> None:
    """Each is signed with the key, and grew out of the one before.

    Raises:
        CheckpointsBroken: one is not, or did not.
    """
    before: Signed | None = None
    for one in series:
        check_signature(key, one)
        _check_growth(one, before)
        before = one


def check_signature(key: Ed25519PublicKey, one: Signed) -> None:
    """It is signed with the key.

    Raises:
        CheckpointsBroken: it is not.
    """
    try:
        key.verify(bytes.fromhex(one.signature), one.checkpoint.bytes())
    except (InvalidSignature, ValueError) as error:
        raise _broken(one.checkpoint, "it was not signed with this key") from error


def _check_growth(one: Signed, before: Signed | None) -> None:
    here = one.checkpoint
    one.edge()
    if here.previous != (before.checkpoint.hash() if before else None):
        raise _broken(here, "the one before it was changed or taken away")
    if before is None:
        return
    grew = merkle.extends(
        bytes.fromhex(here.root),
        here.size,
        before=bytes.fromhex(before.checkpoint.root),
        size_before=before.checkpoint.size,
        path=[bytes.fromhex(part) for part in one.proof],
    )
    if not grew:
        raise _broken(here, "its trail did not grow out of the one before")


def _broken(checkpoint: Checkpoint, why: str) -> CheckpointsBroken:
    return CheckpointsBroken(
        f"The checkpoint of {checkpoint.time.isoformat(timespec='seconds')} over "
        f"{checkpoint.size} events does not hold: {why}. See that file and public key belong "
        "together; else find out who could write to the file."
    )
