"""Three-way merge, field by field: what was seen, what stands there now, what is wanted.

A field that nobody touched since it was seen is written. Where somebody did, the stronger word
stays and the other is kept as a conflict, to be shown. No other field is looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leadwright.leads.crm.registry import Registry, Writer
from leadwright.leads.crm.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A value as it stands in the record, and how it got there."""

    value: str | None = None
    by: str = ""  # actor: "user:ann", "agent:crm_agent", "system"
    version: int = 0  # of the record, when the field was last written
    origin: int = 0  # the same, but of the write the value comes from: an undo brings it back


NOTHING = Held()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Values somebody wants to write, and what they saw before."""

    before: Values = field(default_factory=dict)
    after: Values
    seen: int  # the record's version
    by: Writer


class Why(StrEnum):
    """Why a value stayed."""

    CHANGED_SINCE = "changed_since"
    NOT_THEIRS = "not_theirs"  # the field is kept by somebody whose word counts more


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A value that stayed, and the one that gave way to it."""

    field: str
    kept: str | None
    wanted: str | None
    by: str  # who wrote what stayed
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What to write, and what stays as it is."""

    written: Values
    kept: tuple[Conflict, ...] = ()


def writer_of(actor: str) -> Writer:
    """Who somebody is to a CRM."""
    kind = actor.partition(":")[0]
    return {"user": Writer.HUMAN, "agent": Writer.AGENT}.get(kind, Writer.SYSTEM)


def merge(held: Mapping[str, Held], wanted: Wanted, registry: Registry) -> Merged:
    """What becomes of the wanted values against those the record holds now."""
    written: dict[str, str | None] = {}
    kept: list[Conflict] = []
    for name, value in wanted.after.items():
        now = held.get(name, NOTHING)
        if now.value == value:
            continue
        why = _why_not(name, now, wanted, registry)
        if why is None:
            written[name] = value
        else:
            kept.append(Conflict(field=name, kept=now.value, wanted=value, by=now.by, why=why))
    return Merged(written=written, kept=tuple(kept))


def _why_not(name: str, now: Held, wanted: Wanted, registry: Registry) -> Why | None:
    spec = registry.fields.get(name)
    if spec and spec.owner is Writer.SYSTEM and wanted.by is Writer.AGENT:
        return Why.NOT_THEIRS
    is_as_seen = now.value == wanted.before.get(name) and now.version <= wanted.seen
    if is_as_seen or (now.by and registry.outranks(wanted.by, writer_of(now.by))):
        return None
    return Why.CHANGED_SINCE
