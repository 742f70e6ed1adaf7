"""What the matter of leads needs from a store."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from leadwright.leads.lead import Lead, LeadId


class KeyRef(NamedTuple):
    """A dedup key: kind (email, phone, external, identity) and normalised value.

    Stores keep only a keyed hash of the value.
    """

    kind: str
    value: str


class AdmissionKind(StrEnum):
    """What became of a row that could be read."""

    NEW = "new"
    KNOWN = "known"  # the same row was here before; nothing changed
    MERGED = "merged"  # the same person was here before; kept as a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A decision of intake about one lead, ready to be stored."""

    kind: AdmissionKind
    lead: Lead
    keys: tuple[KeyRef, ...]
    raw: str  # the row as given, JSON; sealed by the store
    priority: float
    priority_terms: str  # JSON: how the number came about
    merged_into: LeadId | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRefusal:
    """A row that could not be read, kept so that a person can mend it."""

    file: str
    row: int
    field: str
    given: str
    code: str
    reason: str


class LeadStore(Protocol):
    """Leads, their dedup keys and the refusals of intake."""

    async def find_by_keys(self, keys: Sequence[KeyRef]) -> Mapping[KeyRef, tuple[Lead, ...]]:
        """Leads that carry one of the keys; one query for the whole batch."""
        ...

    async def known(self, lead_ids: Collection[LeadId]) -> set[LeadId]:
        """Those of the leads that were admitted, whatever became of them since."""
        ...

    def in_turn(self) -> AbstractAsyncContextManager[None]:
        """While inside, nobody else takes leads in.

        What is in the store already is looked up before a batch is admitted; two at once could
        take in the same person twice.
        """
        ...

    async def admit(self, batch: Sequence[Admission], refusals: Sequence[KeptRefusal]) -> None:
        """Store a batch in one transaction: leads, keys, sessions, `arrived` events, refusals.

        Rows of kind KNOWN are not passed. MERGED rows get a session in stage `merged` and never
        wait. A refusal seen before (same file, row and content) is kept once.
        """
        ...

    async def get(self, lead_id: LeadId) -> Lead | None:
        """One lead by our id."""
        ...

    async def find(self, reference: str) -> tuple[Lead, ...]:
        """Leads by our id (or an unambiguous prefix) or by an external id."""
        ...

    async def count_refusals(self, file: str | None = None) -> int:
        """How many refusals are kept."""
        ...

    async def refusals(
        self, file: str | None = None, *, limit: int | None = None
    ) -> tuple[KeptRefusal, ...]:
        """The refusals kept, in the order of files and rows."""
        ...

    async def next_position(self) -> int:
        """The order number the next admitted lead gets."""
        ...
