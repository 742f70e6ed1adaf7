"""The CRM for people and for machines: records, writes, fields."""

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.options import command, print_json
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.story import SHORT_CHARS
from leadwright.entrypoints.cli.telling import words
from leadwright.journey.crm.filing import NAMED
from leadwright.journey.crm.ports import Changed, CrmEntry, CrmFile, CrmObject
from leadwright.leads.crm.merge import NOTHING, Conflict, Held
from leadwright.leads.crm.registry import FieldSpec, Registry, registry

LOOKED_BACK: Final = 1_000  # writes in which conflicts are looked for
LONGEST: Final = 160


def entry_json(entry: CrmEntry) -> dict[str, object]:
    """One write as public JSON; the first keys are a contract (tests/house)."""
    return {
        "timestamp": entry.at.isoformat(),
        "agent": who(entry.actor),
        "action": entry.action,
        "fields_updated": [_name(change) for change in entry.changes],
        "reason": entry.reason,
        "before": {_name(change): change.before.value for change in entry.changes},
        "after": {_name(change): change.after.value for change in entry.changes},
        "id": entry.id,
        "lead_id": entry.lead_id,
        "actor": entry.actor,
        "run": entry.run,
        "intent_id": entry.intent_id,
        "version": entry.version,
        "conflicts": [_conflict_json(one) for one in entry.kept],
        "made": [{"id": o.id, "type": o.type.value, "title": o.title} for o in entry.made],
        "removed": [{"id": o.id, "type": o.type.value, "title": o.title} for o in entry.removed],
        "undoes": list(entry.undoes),
    }


def file_json(file: CrmFile, entries: Sequence[CrmEntry]) -> dict[str, object]:
    """A lead's record as public JSON."""
    return {
        "lead_id": file.lead_id,
        "version": file.version,
        "fields": {name: _held_json(held) for name, held in file.record.items()},
        "objects": [
            {
                "id": one.id,
                "type": one.type.value,
                "made_at": one.made_at.isoformat(),
                "version": one.version,
                "fields": {name: _held_json(held) for name, held in one.fields.items()},
            }
            for one in file.objects
        ],
        "conflicts": [_conflict_json(one) for one in open_conflicts(file, entries)],
    }


def fields_json(known: Registry) -> list[dict[str, object]]:
    """The field registry as public JSON."""
    own = [_field_json(spec, None) for spec in known.fields.values()]
    others = [
        _field_json(s, kind.value) for kind, some in known.objects.items() for s in some.values()
    ]
    return [*own, *others]


def file(file: CrmFile, entries: Sequence[CrmEntry], lead: str) -> None:
    """A lead's record, what hangs on it, and where two words stand against each other."""
    screen = Screen()
    if not file.version:
        screen.print(f"The CRM holds nothing of lead {lead} yet.")
        return
    screen.print(Text(f"Lead {lead}, version {file.version}", style="bold"))
    table = _grid()
    for name, held in file.record.items():
        if held.value is not None:
            told = Text(_short(held.value))
            table.add_row(Text(_label(name)), told, Text(named(held.by), style="dim"))
    screen.print(table)
    for one in file.objects:
        screen.print(_object(one))
    conflicts = open_conflicts(file, entries)
    if conflicts:
        screen.print(Text("\nKept apart:", style="yellow"))
        for conflict in conflicts:
            screen.print(Text(f"  {_told(conflict)}", style="yellow"))


def log(entries: Sequence[CrmEntry]) -> None:
    """Writes, the newest first."""
    screen = Screen()
    if not entries:
        screen.print("Nothing was written into the CRM yet.")
        return
    for entry in entries:
        done(entry)
    runs = [entry.run for entry in entries if entry.run and not entry.undoes]
    if runs:
        screen.print(Text(f"Take one back: {command()} crm undo --run {runs[0]} --as YOU", "dim"))


def done(entry: CrmEntry) -> None:
    """One write: who, why, before and after, and what stayed."""
    screen = Screen()
    head = (
        f"{words.moment(entry.at)}  {named(entry.actor)} {words.said('crm_writes', entry.action)}"
    )
    screen.print(Text(f"{head}, {entry.lead_id[:SHORT_CHARS]}", style="bold"))
    about = [f"run {entry.run}" if entry.run else "", entry.reason]
    if any(about):
        screen.print(Text(f"  {'; '.join(part for part in about if part)}", style="dim"))
    for change in entry.changes:
        screen.print(Text(f"  {_change(change)}"))
    for one in entry.made:
        screen.print(Text(f"  new {one.type}: {one.title} ({one.id})"))
    for one in entry.removed:
        screen.print(Text(f"  taken away: {one.type} {one.title}"))
    for conflict in entry.kept:
        screen.print(Text(f"  kept: {_told(conflict)}", style="yellow"))
    if entry.is_empty:
        screen.print(Text("  nothing changed", style="dim"))


def nothing_left(*, json: bool) -> None:
    """An undo of what was taken back already."""
    if json:
        print_json({"undone": []})
    else:
        Screen().print("Nothing is left to take back; the CRM stays as it is.")


def fields(known: Registry) -> None:
    """The field registry."""
    screen = Screen()
    table = _grid()
    heads = ("field", "holds", "kept by", "in the CRM")
    table.add_row(*(Text(head, style="dim") for head in heads))
    for spec in known.fields.values():
        table.add_row(spec.name, _holds(spec), spec.owner.value, spec.at.get("embedded", ""))
    for kind, some in known.objects.items():
        for spec in some.values():
            table.add_row(spec.name, _holds(spec), spec.owner.value, f"{kind}.{spec.name}")
    screen.print(table)
    order = " > ".join(writer.value for writer in known.precedence)
    screen.print(Text(f"Whose word counts: {order}.", style="dim"))


def open_conflicts(file: CrmFile, entries: Sequence[CrmEntry]) -> list[Conflict]:
    """Conflicts of writes since which nobody wrote the field again; the newest of each."""
    undone = {one for entry in entries for one in entry.undoes}
    found: dict[str, Conflict] = {}
    for entry in entries:
        if entry.undoes or entry.id in undone:
            continue
        for one in entry.kept:
            if file.record.get(one.field, NOTHING).version <= entry.version:
                found.setdefault(one.field, one)
    return list(found.values())


def who(actor: str) -> str:
    """`crm_agent`, `user:ann`, `system`."""
    return actor.removeprefix("agent:")


def named(actor: str) -> str:
    """The same for people: `CRM agent`, `ann`, `the house`."""
    if actor == "system":
        return "the house"
    kind, _, name = actor.partition(":")
    return name if kind == "user" else name.replace("crm_", "CRM ").replace("_", " ")


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in range(4):
        table.add_column(overflow="fold")
    return table


def _object(one: CrmObject) -> Text:
    title = _short(one.value(NAMED[one.type]) or "")
    rest = [
        f"{name} {held.value}"
        for name, held in one.fields.items()
        if held.value and name not in {NAMED[one.type], "text"}
    ]
    text = Text(f"  {one.type}: {title}", style="")
    text.append(f" ({', '.join([*rest, one.id])})", style="dim")
    return text


def _change(change: Changed) -> str:
    was = f"{_short(change.before.value)} → " if change.before.value else ""
    now = _short(change.after.value) if change.after.value else "emptied"
    about = f"{change.object_id} " if change.object_id else ""
    return f"{about}{_label(change.field)}: {was}{now}"


def _told(one: Conflict) -> str:
    said = words.said("crm_conflicts", one.why.value).format(who=named(one.by))
    wanted = f"; wanted was {_short(one.wanted)!r}" if one.wanted else ""
    return f"{_label(one.field)} stays {_short(one.kept or 'empty')!r}{wanted} ({said})"


def _label(name: str) -> str:
    known = registry().fields
    return known[name].label if name in known else name


def _holds(spec: FieldSpec) -> str:
    return spec.type.value.replace("_", " ")


def _name(change: Changed) -> str:
    return f"{change.object_id}.{change.field}" if change.object_id else change.field


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _held_json(held: Held) -> dict[str, object]:
    return {"value": held.value, "by": held.by, "version": held.version}


def _conflict_json(one: Conflict) -> dict[str, object]:
    return {
        "field": one.field,
        "kept": one.kept,
        "wanted": one.wanted,
        "by": one.by,
        "why": one.why.value,
    }


def _field_json(spec: FieldSpec, kind: str | None) -> dict[str, object]:
    return {
        "field": spec.name,
        "object": kind,
        "label": spec.label,
        "type": spec.type.value,
        "owner": spec.owner.value,
        "at": dict(spec.at) or {"embedded": f"{kind}.{spec.name}"},
        "choices": list(spec.choices),
    }
