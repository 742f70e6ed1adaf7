"""The data keys of the leads worked last, unwrapped; the oldest make room."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from leadwright.governance.vault import Seal, Vault
from leadwright.leads.lead import LeadId


class Folio(NamedTuple):
    """A lead's running number in this database, and its key."""

    number: int
    seal: Seal


class Keyring:
    """Bounded, and shared by all threads."""

    def __init__(self, vault: Vault, room: int = 4096) -> None:
        self._vault = vault
        self._room = room
        self._folios: OrderedDict[LeadId, Folio] = OrderedDict()
        self._lock = Lock()

    def get(self, lead_id: LeadId) -> Folio | None:
        """The lead's key, when it is at hand."""
        with self._lock:
            folio = self._folios.get(lead_id)
            if folio is not None:
                self._folios.move_to_end(lead_id)
            return folio

    def take(self, lead_id: LeadId, number: int, wrapped: bytes) -> Seal:
        """The key at hand, else unwrapped and kept."""
        folio = self.get(lead_id)
        if folio is None:
            folio = Folio(number, self._vault.unwrap(lead_id, wrapped))
            with self._lock:
                self._folios[lead_id] = folio
                while len(self._folios) > self._room:
                    self._folios.popitem(last=False)
        return folio.seal

    def forget(self, lead_ids: Iterable[LeadId]) -> None:
        """Take keys off the ring, because they were destroyed."""
        with self._lock:
            for lead_id in lead_ids:
                self._folios.pop(lead_id, None)
