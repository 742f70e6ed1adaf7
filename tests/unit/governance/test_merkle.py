"""The tree is that of RFC 6962: its published roots, and what its proofs promise."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.governance.merkle import (
    EMPTY,
    Frontier,
    Tree,
    consistency,
    extends,
    growing,
    includes,
    inclusion,
    leaf,
    node,
    peaks,
)

# The entries and roots that the Certificate Transparency project publishes for RFC 6962.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf(str(number).encode()) for number in range(size)]


def root_by_definition(entries: list[bytes]) -> bytes:
    """Word for word: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))."""
    if not entries:
        return EMPTY
    if len(entries) == 1:
        return entries[0]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return node(root_by_definition(entries[:k]), root_by_definition(entries[k:]))


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == hashlib.sha256(b"").digest()
    assert Tree([]).node_of(0, 0) == EMPTY


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    entries, frontier = [leaf(entry) for entry in ENTRIES[:size]], Frontier()
    for entry in entries:
        frontier.append(entry)
    assert frontier.root().hex() == Tree(entries).node_of(0, size).hex() == ROOTS[size - 1]


def test_an_inclusion_proof_is_the_published_one() -> None:
    tree = Tree([leaf(entry) for entry in ENTRIES])
    assert [part.hex() for part in inclusion(tree.node_of, 5, 8)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_consistency_proof_is_the_published_one() -> None:
    tree = Tree([leaf(entry) for entry in ENTRIES])
    assert [part.hex() for part in consistency(tree.node_of, 6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(size=SIZES)
def test_a_tree_that_grew_is_the_tree_that_was_built(size: int) -> None:
    entries, frontier = leaves(size), Frontier()
    for entry in entries:
        frontier.append(entry)
    assert frontier.is_whole()
    assert frontier.root() == Tree(entries).node_of(0, size) == root_by_definition(entries)
    assert frontier.hashes == [Tree(entries).node_of(*peak) for peak in peaks(size)]


@given(data=st.data(), size=SIZES)
def test_a_leaf_is_proved_at_its_place_and_at_no_other(data: st.DataObject, size: int) -> None:
    entries = leaves(size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 3))
    tree = Tree(entries)
    root, path = tree.node_of(0, size), inclusion(tree.node_of, index, size)
    assert includes(root, entries[index], index, size, path)
    assert includes(root, entries[index], other, size, path) == (other == index)
    assert not includes(root, leaf(b"another"), index, size, path)
    assert not includes(root, entries[index], index, size, [*path, EMPTY])
    if path:
        assert not includes(root, entries[index], index, size, path[:-1])


@given(data=st.data(), size=SIZES)
def test_a_grown_tree_proves_what_it_grew_from(data: st.DataObject, size: int) -> None:
    before = data.draw(st.integers(1, size))
    entries, frontier = leaves(size), Frontier()
    for entry in entries[:before]:
        frontier.append(entry)
    tree = Tree(entries)
    root = tree.node_of(0, size)
    path = consistency(tree.node_of, before, size)
    assert path == consistency(growing(frontier, entries[before:]), before, size)
    old = frontier.root()
    assert extends(root, size, before=old, size_before=before, path=path)
    assert not extends(root, size, before=leaf(b"other"), size_before=before, path=path)
    assert not extends(leaf(b"other"), size, before=old, size_before=before, path=path)
    assert not extends(root, size, before=old, size_before=before, path=[*path, EMPTY])
    if path:
        assert not extends(root, size, before=old, size_before=before, path=path[:-1])


def test_every_tree_grew_from_nothing() -> None:
    root = Tree(leaves(3)).node_of(0, 3)
    assert consistency(Tree(leaves(3)).node_of, 0, 3) == []
    assert extends(root, 3, before=EMPTY, size_before=0, path=[])
    assert not extends(root, 3, before=root, size_before=4, path=[])
