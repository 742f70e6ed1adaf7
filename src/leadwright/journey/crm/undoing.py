"""What can be taken back of what runs wrote, and what a person has changed since. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadwright.journey.crm.ports import Changed, CrmEntry, CrmFile
from leadwright.leads.crm.merge import NOTHING, Conflict, Held, Why, writer_of
from leadwright.leads.crm.registry import Writer
from leadwright.leads.crm.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """The state before some writes, as far as it can be had."""

    undoes: tuple[str, ...]
    after: Values = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    kept: tuple[Conflict, ...] = ()


def undoable(entries: Sequence[CrmEntry], run: str | None) -> tuple[CrmEntry, ...]:
    """Those writes of agents that were not taken back yet; of one run, or of all. Newest first."""
    undone = {one for entry in entries for one in entry.undoes}
    return tuple(
        entry
        for entry in entries
        if writer_of(entry.actor) is Writer.AGENT
        and entry.id not in undone
        and (run is None or entry.run == run)
    )


def taken_back(file: CrmFile, entries: Sequence[CrmEntry]) -> TakenBack:
    """The writes taken back one by one, the newest first; what others changed since stays."""
    record = dict(file.record)
    kept: dict[str, Conflict] = {}
    for entry in entries:
        for change in entry.changes:
            now = record.get(change.field, NOTHING)
            if now.origin == entry.version:
                record[change.field] = change.before
                kept.pop(change.field, None)
            else:
                kept[change.field] = _stays(change, now)
    back = {name: held for name, held in record.items() if held != file.record.get(name, NOTHING)}
    remove, others = _objects(file, entries)
    return TakenBack(
        undoes=tuple(entry.id for entry in entries),
        after={name: held.value for name, held in back.items()},
        origins={name: held.origin for name, held in back.items()},
        remove=remove,
        kept=(*(one for name, one in kept.items() if name not in back), *others),
    )


def _stays(change: Changed, now: Held) -> Conflict:
    return Conflict(
        field=change.field,
        kept=now.value,
        wanted=change.before.value,
        by=now.by,
        why=Why.CHANGED_SINCE,
    )


def _objects(
    file: CrmFile, entries: Collection[CrmEntry]
) -> tuple[tuple[str, ...], tuple[Conflict, ...]]:
    """Tasks and notes as they were made go; one that somebody worked on stays."""
    there = {one.id: one for one in file.objects}
    remove: list[str] = []
    kept: list[Conflict] = []
    for entry in entries:
        for made in entry.made:
            one = there.get(made.id)
            if one is None:
                continue
            if one.version == entry.version:
                remove.append(one.id)
            else:
                by = max(one.fields.values(), key=lambda held: held.version).by
                kept.append(
                    Conflict(
                        field=one.id, kept=made.title, wanted=None, by=by, why=Why.CHANGED_SINCE
                    )
                )
    return tuple(remove), tuple(kept)
