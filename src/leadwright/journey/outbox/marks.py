"""How those who must not be written to are kept: marks, which name nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from leadwright.governance.naming import Naming, suppression_hash
from leadwright.leads.dedup import KeyKind
from leadwright.leads.donottouch import Suppressible, SuppressionKind

FINDER_BYTES: Final = 8  # as the keys of leads are kept
_KEYS: Final[Mapping[SuppressionKind, KeyKind]] = {
    SuppressionKind.ADDRESS: KeyKind.EMAIL,
    SuppressionKind.PHONE: KeyKind.PHONE,
    SuppressionKind.PERSON: KeyKind.IDENTITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A suppressed thing by its keyed hash, and by what its leads are found."""

    kind: SuppressionKind
    hash: bytes
    finder: bytes | None = None  # none: leads are not kept by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Who changes a list, when and why. The reason is kept for ever: no personal data."""

    actor: str  # "user:ann", "recipient", "system"
    reason: str
    at: datetime
    source: str = "by hand"  # where it comes from: a file, a mail, a person
    release: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An entry of the list: who put it there, when and why; of whom, only the hash is known."""

    mark: Mark
    note: Note


def mark_of(naming: Naming, item: Suppressible) -> Mark:
    """The mark of one thing."""
    key = _KEYS.get(item.kind)
    finder = naming.blind(key.value, item.value)[:FINDER_BYTES] if key else None
    kept = suppression_hash(naming, item.kind.value, item.value)
    return Mark(kind=item.kind, hash=kept, finder=finder)


def marks_of(naming: Naming, items: Iterable[Suppressible]) -> dict[Mark, Suppressible]:
    """The marks of several things, each with what it stands for."""
    return {mark_of(naming, item): item for item in items}
