"""One write against a lead's file: what it changes, and what the log says of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from leadwright.journey.crm.ports import (
    Changed,
    CrmEntry,
    CrmFile,
    CrmObject,
    CrmWrite,
    NewObject,
    ObjectEdit,
    ObjectUnknown,
    RecordMoved,
    Touched,
)
from leadwright.leads.crm.merge import NOTHING, Conflict, Held, merge
from leadwright.leads.crm.registry import ObjectType, Registry
from leadwright.leads.crm.values import Values, fitting

NAMED = {
    ObjectType.OPPORTUNITY: "name",
    ObjectType.TASK: "title",
    ObjectType.ACTIVITY: "text",
}
LONGEST_TITLE = 80


class Mint(Protocol):
    """Gives ids that are the same for the same parts."""

    def __call__(self, kind: str, *parts: str) -> str:
        """An id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What is to be stored."""

    record: Mapping[str, Held]  # the fields that changed, by logical name
    objects: tuple[CrmObject, ...]  # those that changed
    entry: CrmEntry


def filed(file: CrmFile, write: CrmWrite, registry: Registry, mint: Mint) -> Filed:
    """Apply a write.

    Raises:
        RecordMoved: it expected another version.
        ObjectUnknown: it names an object that is not there.
        FieldUnknown, FieldUnfit: it names no field of ours, or a value of another type.
    """
    if write.expected_version not in {None, file.version}:
        raise RecordMoved(file.lead_id, file.version, write.expected_version or 0)
    after = file.version + 1
    record, kept = _record(file, write, registry, after)
    made = [_made(one, n, write, registry, mint, after) for n, one in enumerate(write.new)]
    edits = [_edited(file, one, write, registry, after) for one in write.edits]
    gone = [replace(_found(file, one), is_gone=True, version=after) for one in write.remove]
    objects = (*made, *(one for one, _ in edits), *gone)
    changes = (*record, *(change for _, some in edits for change in some))
    is_empty = not (changes or made or gone)
    return Filed(
        record={change.field: change.after for change in record},
        objects=() if is_empty else objects,
        entry=CrmEntry(
            id=write.id,
            lead_id=write.lead_id,
            actor=write.actor,
            action=write.action,
            at=write.at,
            reason=write.reason,
            run=write.run,
            intent_id=write.intent_id,
            version=file.version if is_empty else after,
            changes=changes,
            kept=(*kept, *write.kept),
            made=tuple(map(touched, made)),
            removed=tuple(map(touched, gone)),
            undoes=write.undoes,
        ),
    )


def touched(one: CrmObject) -> Touched:
    """An object as the log names it."""
    title = (one.value(NAMED[one.type]) or "").partition("\n")[0]
    return Touched(id=one.id, type=one.type, title=title[:LONGEST_TITLE])


def _record(
    file: CrmFile, write: CrmWrite, registry: Registry, version: int
) -> tuple[list[Changed], tuple[Conflict, ...]]:
    if write.update is None:
        return [], ()
    after = fitting(write.update.after, registry.fields)
    merged = merge(file.record, replace(write.update, after=after), registry)
    changes = [
        Changed(
            field=name,
            before=file.record.get(name, NOTHING),
            after=Held(
                value=value,
                by=write.actor,
                version=version,
                origin=write.origins.get(name, version),
            ),
        )
        for name, value in merged.written.items()
    ]
    return changes, merged.kept


def _made(
    one: NewObject, number: int, write: CrmWrite, registry: Registry, mint: Mint, version: int
) -> CrmObject:
    values = fitting(one.fields, registry.objects[one.type])
    return CrmObject(
        id=mint(one.type.value, write.id, str(number)),
        type=one.type,
        version=version,
        made_at=write.at,
        fields=_held({k: v for k, v in values.items() if v is not None}, write.actor, version),
    )


def _edited(
    file: CrmFile, edit: ObjectEdit, write: CrmWrite, registry: Registry, version: int
) -> tuple[CrmObject, list[Changed]]:
    one = _found(file, edit.object_id)
    values = fitting(edit.fields, registry.objects[one.type])
    new = _held({k: v for k, v in values.items() if v != one.value(k)}, write.actor, version)
    changes = [
        Changed(field=k, before=one.fields.get(k, NOTHING), after=held, object_id=one.id)
        for k, held in new.items()
    ]
    if not changes:
        return one, []
    return replace(one, version=version, fields={**one.fields, **new}), changes


def _held(values: Values, actor: str, version: int) -> dict[str, Held]:
    return {
        name: Held(value=value, by=actor, version=version, origin=version)
        for name, value in values.items()
    }


def _found(file: CrmFile, object_id: str) -> CrmObject:
    found = next((one for one in file.objects if one.id == object_id), None)
    if found is None:
        raise ObjectUnknown(object_id)
    return found
