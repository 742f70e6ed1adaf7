"""The published vectors bind the house and the verifier that knows nothing of it alike."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.house import tree

from leadwright.adapters.witness import verify_audit
from leadwright.governance import checkpoints, merkle
from leadwright.governance.audit import GENESIS, AuditEvent, canonical, chain
from leadwright.governance.checkpoints import CheckpointsBroken, Signed

Vectors = dict[str, Any]


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    file = tree.ROOT / "docs" / "reference" / "audit-vectors.json"
    found: Vectors = json.loads(file.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def key(vectors: Vectors) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vectors["private_key"]))


def event_of(body: dict[str, Any]) -> AuditEvent:
    times = {"timestamp": datetime.fromisoformat(body["timestamp"])}
    return AuditEvent(**body | times | {"cost_usd": Decimal(body["cost_usd"])})


def test_the_bytes_of_an_event_are_the_published_ones(vectors: Vectors) -> None:
    for vector in vectors["events"]:
        told = vector["bytes"].encode()
        assert canonical(event_of(vector["event"])) == told
        assert verify_audit.canonical(vector["event"]) == told


def test_chain_and_leaves_are_the_published_ones(vectors: Vectors) -> None:
    previous = GENESIS
    for vector in vectors["events"]:
        told = vector["bytes"].encode()
        assert chain(previous, told) == verify_audit.chain(previous, told) == vector["hash"]
        assert merkle.leaf(told).hex() == verify_audit.leaf(told).hex() == vector["leaf"]
        previous = vector["hash"]


def test_roots_and_proofs_are_the_published_ones(vectors: Vectors) -> None:
    leaves = [bytes.fromhex(vector["leaf"]) for vector in vectors["events"]]
    here, there = merkle.Frontier(), verify_audit.Tree()
    for leaf, root in zip(leaves, vectors["roots"], strict=True):
        here.append(leaf)
        there.append(leaf)
        assert here.root().hex() == there.root() == root
    size, nodes, root = len(leaves), merkle.Tree(leaves).node_of, vectors["roots"][-1]
    for index, path in enumerate(vectors["inclusion"]):
        assert [part.hex() for part in merkle.inclusion(nodes, index, size)] == path
        assert verify_audit.included(root, leaves[index], index, size, path)
    for before, path in vectors["consistency"].items():
        assert [part.hex() for part in merkle.consistency(nodes, int(before), size)] == path
        old = {"size": int(before), "root": vectors["roots"][int(before) - 1]}
        assert verify_audit.extends({"size": size, "root": root}, old, path)


def test_checkpoints_are_signed_as_published(vectors: Vectors, key: Ed25519PrivateKey) -> None:
    before, leaves = None, [bytes.fromhex(vector["leaf"]) for vector in vectors["events"]]
    edge = merkle.Frontier()
    for line in vectors["checkpoints"]:
        body = line["checkpoint"]
        new = leaves[edge.size : body["size"]]
        for leaf in new:
            edge.append(leaf)
        signed = checkpoints.sign(
            key,
            edge,
            head=body["head"],
            time=datetime.fromisoformat(body["time"]),
            before=before,
            leaves=new,
        )
        assert json.loads(signed.line()) == line
        assert Signed.parse(json.dumps(line)) == signed
        before = signed


def test_both_accept_the_published_checkpoints(vectors: Vectors, key: Ed25519PrivateKey) -> None:
    lines = vectors["checkpoints"]
    checkpoints.check(key.public_key(), [Signed.parse(json.dumps(line)) for line in lines])
    public: Any = load_pem_public_key(vectors["public_key"].encode())
    assert verify_audit.check_checkpoints(lines, public) == [line["checkpoint"] for line in lines]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("field", ["size", "root", "head", "time", "previous", "key"])
def test_both_refuse_a_checkpoint_that_says_something_else(
    vectors: Vectors, key: Ed25519PrivateKey, number: int, field: str
) -> None:
    lines = json.loads(json.dumps(vectors["checkpoints"]))
    said = lines[number]["checkpoint"]
    said[field] = {"size": 2, "time": "2026-03-04T12:00:00.000001+00:00"}.get(field, "0" * 64)
    with pytest.raises(CheckpointsBroken):
        checkpoints.check(key.public_key(), [Signed.parse(json.dumps(line)) for line in lines])
    with pytest.raises(verify_audit.DoesNotHold):
        verify_audit.check_checkpoints(lines, key.public_key())


def test_both_refuse_checkpoints_of_which_one_is_missing(
    vectors: Vectors, key: Ed25519PrivateKey
) -> None:
    for gone in (0, 1):
        lines = [line for place, line in enumerate(vectors["checkpoints"]) if place != gone]
        with pytest.raises(CheckpointsBroken, match="taken away"):
            checkpoints.check(key.public_key(), [Signed.parse(json.dumps(line)) for line in lines])
        with pytest.raises(verify_audit.DoesNotHold, match="missing"):
            verify_audit.check_checkpoints(lines, key.public_key())


def test_a_signed_checkpoint_that_did_not_grow_is_refused(
    vectors: Vectors, key: Ed25519PrivateKey
) -> None:
    first = Signed.parse(json.dumps(vectors["checkpoints"][0]))
    edge = merkle.Frontier()
    others = [merkle.leaf(str(number).encode()) for number in range(5)]
    for leaf in others:
        edge.append(leaf)
    forged = checkpoints.sign(
        key, edge, head="0" * 64, time=first.checkpoint.time, before=first, leaves=others[3:]
    )
    with pytest.raises(CheckpointsBroken, match="did not grow"):
        checkpoints.check(key.public_key(), [first, forged])
    lines = [json.loads(one.line()) for one in (first, forged)]
    with pytest.raises(verify_audit.DoesNotHold, match="did not grow"):
        verify_audit.check_checkpoints(lines, key.public_key())


def test_an_edge_that_is_not_that_of_the_tree_is_refused(vectors: Vectors) -> None:
    signed = Signed.parse(json.dumps(vectors["checkpoints"][0]))
    for frontier in (signed.frontier[:-1], ("00" * 32, "11" * 32), ("no", "hex")):
        with pytest.raises(CheckpointsBroken, match="its tree"):
            replace(signed, frontier=frontier).edge()


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"checkpoint": {"format": "x"}}'])
def test_what_is_no_checkpoint_is_told_so(line: str) -> None:
    with pytest.raises(CheckpointsBroken, match="cannot be read"):
        Signed.parse(line)
