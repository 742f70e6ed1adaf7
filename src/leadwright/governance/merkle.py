"""A Merkle tree as RFC 6962 has it: what a list holds, proved to who keeps only its root.

Every interval of leaves that the tree has as a node is named by where it begins and ends.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

EMPTY = hashlib.sha256().digest()
NodeOf = Callable[[int, int], bytes]  # the hash over the leaves from here to before there


def leaf(data: bytes) -> bytes:
    """The hash of an entry; the prefix keeps it from being taken for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """How many of so many leaves stand on the left: the largest power of two below."""
    return 1 << (size - 1).bit_length() - 1


def peaks(size: int) -> Iterator[tuple[int, int]]:
    """The full trees that so many leaves consist of, from left to right, as intervals."""
    start = 0
    for power in reversed(range(size.bit_length())):
        if size >> power & 1:
            yield start, start + (1 << power)
            start += 1 << power


@dataclass(slots=True)
class Frontier:
    """The right edge of a tree: enough to let it grow and to tell its root."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)  # of its peaks

    def append(self, entry: bytes) -> None:
        """One leaf more."""
        self.hashes.append(entry)
        self.size += 1
        for _ in range((self.size & -self.size).bit_length() - 1):
            right = self.hashes.pop()
            self.hashes[-1] = node(self.hashes[-1], right)

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.hashes:
            return EMPTY
        folded = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            folded = node(left, folded)
        return folded

    def is_whole(self) -> bool:
        """Whether it has as many peaks as a tree of its size."""
        return self.size >= 0 and len(self.hashes) == self.size.bit_count()


class Tree:
    """A whole tree with all its full nodes, from which every proof can be drawn."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._rows = [list(leaves)]
        while len(below := self._rows[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)  # one left over has no neighbour yet
            self._rows.append([node(left, right) for left, right in pairs])

    def node_of(self, start: int, end: int) -> bytes:
        """The hash over an interval."""
        size = end - start
        if size == 0:
            return EMPTY
        if size & (size - 1) == 0:
            row = size.bit_length() - 1
            return self._rows[row][start >> row]
        middle = start + split(size)
        return node(self.node_of(start, middle), self.node_of(middle, end))


def growing(before: Frontier, leaves: Sequence[bytes]) -> NodeOf:
    """The nodes of a tree of which only the right edge and the leaves added since are known."""
    known = dict(zip(peaks(before.size), before.hashes, strict=True))

    def node_of(start: int, end: int) -> bytes:
        if end <= before.size:
            return known[start, end]
        if end - start == 1:
            return leaves[start - before.size]
        middle = start + split(end - start)
        return node(node_of(start, middle), node_of(middle, end))

    return node_of


def inclusion(node_of: NodeOf, index: int, size: int) -> list[bytes]:
    """The audit path of a leaf (RFC 6962, 2.1.1)."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(node_of(middle, end))
            end = middle
        else:
            path.append(node_of(start, middle))
            start = middle
    return path[::-1]


def consistency(node_of: NodeOf, before: int, size: int) -> list[bytes]:
    """The proof that a tree grew out of a smaller one (RFC 6962, 2.1.2)."""
    path: list[bytes] = []
    start, end, is_known = 0, size, True
    while before not in {0, end}:
        middle = start + split(end - start)
        if before <= middle:
            path.append(node_of(middle, end))
            end = middle
        else:
            path.append(node_of(start, middle))
            start, is_known = middle, False
    if not is_known:
        path.append(node_of(start, end))
    return path[::-1]


def includes(root: bytes, entry: bytes, index: int, size: int, path: Sequence[bytes]) -> bool:
    """Whether a leaf stands at its place in the tree of that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, folded = index, size - 1, entry
    for other in path:
        if not last:
            return False
        if place & 1 or place == last:
            folded = node(other, folded)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            folded = node(folded, other)
        place, last = place >> 1, last >> 1
    return not last and folded == root


def extends(
    root: bytes, size: int, *, before: bytes, size_before: int, path: Sequence[bytes]
) -> bool:
    """Whether a tree begins with the leaves of the smaller one (RFC 9162, 2.1.4.2)."""
    if size_before == size:
        return not path and before == root
    if not 0 < size_before < size:
        return size_before == 0 and not path and before == EMPTY
    is_full = size_before & (size_before - 1) == 0
    hashes = [before, *path] if is_full else list(path)
    return bool(hashes) and _climbed(hashes, size_before - 1, size - 1) == (before, root)


def _climbed(hashes: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The roots before and after, as a proof of consistency has them."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if not last:
            return None
        if place & 1 or place == last:
            old, new = node(other, old), node(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, other)
        place, last = place >> 1, last >> 1
    return None if last else (old, new)
