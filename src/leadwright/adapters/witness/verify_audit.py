"""Verifies an exported audit trail; needs `cryptography`, and nothing of leadwright.

    python verify_audit.py EXPORT.jsonl --public-key leadwright-audit.pub [--checkpoints FILE]

docs/reference/audit.md tells what is proved by which bytes. Exit code 0: every event is the one
that was written; 1: it says what does not fit.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

GENESIS = "0" * 64
Line = dict[str, Any]


class DoesNotHold(Exception):  # noqa: N818 - says what is wrong
    """The trail is not what it says."""


def require(holds: object, what: str) -> None:
    """Stop at the first thing that does not fit."""
    if not holds:
        raise DoesNotHold(what)


def canonical(body: Line) -> bytes:
    """The bytes of an event or a checkpoint that are hashed or signed."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def chain(previous: str, told: bytes) -> str:
    """The hash of an event given the hash before it."""
    return hashlib.sha256(previous.encode() + b"\n" + told).hexdigest()


def leaf(told: bytes) -> bytes:
    """RFC 6962: the hash of an entry."""
    return hashlib.sha256(b"\x00" + told).digest()


def node(left: bytes, right: bytes) -> bytes:
    """RFC 6962: the hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The right edge of a growing tree."""

    def __init__(self) -> None:
        self.size = 0
        self.hashes: list[bytes] = []

    def append(self, entry: bytes) -> None:
        """One leaf more."""
        self.hashes.append(entry)
        self.size += 1
        size = self.size
        while size % 2 == 0:
            right = self.hashes.pop()
            self.hashes[-1] = node(self.hashes[-1], right)
            size //= 2

    def root(self) -> str:
        """The root of all leaves so far."""
        folded = self.hashes[-1] if self.hashes else hashlib.sha256().digest()
        for left in reversed(self.hashes[:-1]):
            folded = node(left, folded)
        return folded.hex()


def climb(path: Iterable[bytes], place: int, last: int, seed: bytes) -> tuple[str, str]:
    """RFC 9162, 2.1.3.2 and 2.1.4.2: the old and the new root that a proof leads to."""
    old = new = seed
    for other in path:
        require(last, "a proof is too long")
        if place % 2 or place == last:
            old, new = node(other, old), node(other, new)
            while place and place % 2 == 0:
                place, last = place // 2, last // 2
        else:
            new = node(new, other)
        place, last = place // 2, last // 2
    require(not last, "a proof is too short")
    return old.hex(), new.hex()


def included(root: str, entry: bytes, index: int, size: int, proof: Sequence[str]) -> bool:
    """Whether a leaf stands at its place in the tree of that root."""
    require(0 <= index < size, "an event lies outside its tree")
    return climb(map(bytes.fromhex, proof), index, size - 1, entry)[1] == root


def extends(here: Line, before: Line, proof: Sequence[str]) -> bool:
    """Whether the tree of a checkpoint begins with the leaves of that of the one before."""
    if here["size"] == before["size"]:
        return not proof and here["root"] == before["root"]
    require(0 < before["size"] < here["size"], "a checkpoint is smaller than the one before")
    place, last = before["size"] - 1, here["size"] - 1
    while place % 2:
        place, last = place // 2, last // 2
    hashes = [bytes.fromhex(part) for part in proof]
    if before["size"] & (before["size"] - 1) == 0:
        hashes.insert(0, bytes.fromhex(before["root"]))
    require(hashes, "a proof is empty")
    return climb(hashes[1:], place, last, hashes[0]) == (before["root"], here["root"])


def check_checkpoints(lines: Iterable[Line], key: Ed25519PublicKey) -> list[Line]:
    """Each is signed, and grew out of the one before; returns what they say."""
    said: list[Line] = []
    for line in lines:
        mark = line["checkpoint"]
        try:
            key.verify(bytes.fromhex(line["signature"]), canonical(mark))
        except InvalidSignature:
            raise DoesNotHold(f"the checkpoint of {mark['time']} has another key") from None
        named = hashlib.sha256(canonical(said[-1])).hexdigest() if said else None
        require(mark["previous"] == named, f"the checkpoint before {mark['time']} is missing")
        grew = not said or extends(mark, said[-1], line["proof"])
        require(grew, f"the trail of {mark['time']} did not grow out of the one before")
        said.append(mark)
    return said


def check_events(header: Line, events: Iterable[Line], marks: Iterable[Line]) -> int:
    """The events follow each other, and are those of the checkpoints; how many came after."""
    by_size = {mark["size"]: mark for mark in marks}
    last, whole = max(by_size, default=0), header["from"] == 1
    tree, previous, seq = Tree(), header["before"], int(header["from"]) - 1
    require(not whole or previous == GENESIS, "the trail does not begin at its beginning")
    for seq, line in enumerate(events, header["from"]):
        told = canonical(line["event"])
        require(line["seq"] == seq, f"event {seq} is missing")
        require(line["hash"] == chain(previous, told), f"event {seq} is not the one written")
        previous = line["hash"]
        tree.append(leaf(told))
        if not whole and seq <= last:
            inside = included(by_size[last]["root"], leaf(told), seq - 1, last, line["proof"])
            require(inside, f"event {seq} is not in the tree of the last checkpoint")
        if mark := by_size.get(seq):
            require(mark["head"] == previous, f"up to event {seq} it is another chain")
            require(not whole or mark["root"] == tree.root(), f"up to {seq} it is another tree")
    require(seq == header["to"], f"it ends at event {seq} instead of {header['to']}")
    return seq - max(min(int(last), seq), int(header["from"]) - 1)


def verify(lines: Sequence[Line], key: Ed25519PublicKey, kept: Sequence[Line] = ()) -> str:
    """All of an export, held to the checkpoints in it, or to `kept` that lay elsewhere."""
    header, rest = lines[0], lines[1:]
    require(header.get("format") == "leadwright-audit-1", "it is no export of an audit trail")
    events = [line for line in rest if "event" in line]
    marks = check_checkpoints([line for line in rest if "checkpoint" in line], key)
    elsewhere = check_checkpoints(kept, key) or marks
    require(elsewhere[: len(marks)] == marks, "its checkpoints are not those kept elsewhere")
    signed = elsewhere[-1]["size"] if elsewhere else 0
    require(header["from"] > 1 or signed <= header["to"], f"{signed} events were signed: the end "
            "is missing, or the export was asked for without it")  # fmt: skip
    after = check_events(header, events, marks)
    return f"{len(events)} events, {len(marks)} checkpoints; {after} events came after the last"


def read(path: str) -> list[Line]:
    """The lines of a file of JSON."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def main() -> int:
    """Say whether it holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("export")
    parser.add_argument("--public-key", required=True)
    parser.add_argument("--checkpoints", help="a copy of theirs that was kept elsewhere")
    given = parser.parse_args()
    try:
        key = load_pem_public_key(Path(given.public_key).read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise DoesNotHold("the public key is no Ed25519 key")  # noqa: TRY301
        told = verify(read(given.export), key, read(given.checkpoints) if given.checkpoints else ())
    except (DoesNotHold, OSError, KeyError, IndexError, TypeError, ValueError) as error:
        sys.stdout.write(f"DOES NOT HOLD: {error}\n")
        return 1
    sys.stdout.write(f"It holds: {told}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
