"""Dedup keys as they are kept: 64 bits of a keyed hash. They find leads; the leads then decide."""

from collections.abc import Iterable

from leadwright.governance.vault import Vault
from leadwright.leads.ports import KeyRef


class Blinds:
    """Remembers what was hashed last: intake asks for the keys of a batch, then stores them."""

    def __init__(self, vault: Vault, room: int = 40_000) -> None:
        self._vault = vault
        self._room = room
        self._known: dict[KeyRef, int] = {}

    def of(self, keys: Iterable[KeyRef]) -> dict[KeyRef, int]:
        """The hashes of keys."""
        if len(self._known) > self._room:
            self._known = {}
        known = self._known
        found: dict[KeyRef, int] = {}
        for key in keys:
            blind = known.get(key)
            if blind is None:
                blind = known[key] = self.one(key.kind, key.value)
            found[key] = blind
        return found

    def one(self, kind: str, value: str) -> int:
        """The hash of a value."""
        return int.from_bytes(self._vault.naming.blind(kind, value)[:8], signed=True)
