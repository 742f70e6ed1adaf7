"""`leadwright suppress`: who must not be written to, whatever becomes of their leads."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.options import (
    Config,
    Db,
    Json,
    command,
    note,
    print_json,
    say,
    settings,
)
from leadwright.entrypoints.cli.screen import Screen
from leadwright.journey.outbox.marks import Note, Suppression, marks_of
from leadwright.leads import donottouch
from leadwright.leads.donottouch import Suppressible, SuppressionKind, covering

if TYPE_CHECKING:
    from leadwright.adapters.intake import Unread
    from leadwright.bootstrap import House

app = typer.Typer(help="Who must not be written to.", no_args_is_help=True)
BATCH = 1000
MOST_SHOWN = 20
SHORT_CHARS = 12  # of a hash
_NOBODY = "name an address, @domain or +number, or a person with --person and --at"
Values = Annotated[
    list[str] | None, typer.Argument(help="Addresses, @domains or numbers with their +.")
]
Person = Annotated[
    str | None, typer.Option(help="A person by full name, whatever the address.", metavar="NAME")
]
At = Annotated[
    str | None, typer.Option(help="Their company, by name or web domain.", metavar="COMPANY")
]
As = Annotated[str, typer.Option("--as", help="Who does it, for the audit trail.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept for ever, so name nobody.")]
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=100_000)]


class Told(TypedDict):
    """What came of putting people on the list."""

    added: int
    known: int
    refused: list[dict[str, object]]
    stopped: list[str]


class Checked(TypedDict):
    """Whether one is left alone, and by which entries."""

    value: str
    kind: str
    listed: bool
    by_settings: bool
    entries: list[dict[str, object]]


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: As,
    values: Values = None,
    person: Person = None,
    at: At = None,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Leave people or whole companies alone, from this second on.

    Nothing goes out to them any more; what waited for them is withdrawn, their leads become
    unsubscribed. Only a keyed hash is kept, which outlives their leads.
    """
    from leadwright import bootstrap

    items = named(values or [], person, at)
    with bootstrap.build(settings(db=db, config=config)) as house:
        told = asyncio.run(_add(house, items, _note(house, actor, reason)))
    if json:
        print_json(told)
    else:
        _tell(told)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or text: addresses, @domains or +numbers.")],
    actor: As,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Leave everybody of a list alone: what another program exports as unsubscribed.

    A header is optional. What names nobody is told by its row; the rest is taken.
    """
    from leadwright import bootstrap
    from leadwright.adapters.intake import StopList

    lines = StopList(file)
    with bootstrap.build(settings(db=db, config=config)) as house:
        by = _note(house, actor, reason, source=file.name)
        told = asyncio.run(_import(house, lines.rows(), by))
    for remark in lines.remarks:
        note(remark)
    if json:
        print_json(told)
    else:
        _tell(told)


@app.command("list")
def list_(db: Db = None, config: Config = None, json: Json = False, limit: Limit = 50) -> None:
    """Show the list, what came last first: hashes, and who put them there. It names nobody."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        entries, counts = asyncio.run(_listed(house, limit))
    if json:
        numbers = {kind.value: number for kind, number in counts.items()}
        print_json({"count": numbers, "entries": [public(entry) for entry in entries]})
    elif entries:
        Screen().print(_table(entries))
        say(", ".join(f"{number:,} of kind {kind}" for kind, number in counts.items()) + ".")
    else:
        say("Nobody is on the list.")


@app.command("check")
def check(
    values: Values = None,
    person: Person = None,
    at: At = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Say whether somebody is left alone, and since when, by whose word and why."""
    from leadwright import bootstrap

    items = named(values or [], person, at)
    with bootstrap.build(settings(db=db, config=config)) as house:
        found = asyncio.run(_check(house, items))
    if json:
        print_json(found)
        return
    for one in found:
        say(_said(one))


@app.command("remove")
def remove(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: As,
    reason: Annotated[str, typer.Option(help="What proves that they may be written to again.")],
    values: Values = None,
    person: Person = None,
    at: At = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take somebody off the list, with the evidence that they agreed."""
    from leadwright import bootstrap

    if not reason.strip():
        raise typer.BadParameter("say what proves it", param_hint="--reason")
    items = named(values or [], person, at)
    with bootstrap.build(settings(db=db, config=config)) as house:
        gone = asyncio.run(house.opt_outs.allow(items, _note(house, actor, reason)))
    if json:
        print_json({"removed": sorted(item.value for item in gone), "asked": len(items)})
        return
    say(f"{len(gone)} taken off the list; {len(items) - len(gone)} were not on it.")
    if gone:
        say(f"Their leads stay unsubscribed until `{command()} leads retry LEAD`.")


def named(values: list[str], name: str | None, at: str | None) -> tuple[Suppressible, ...]:
    """What the command line names.

    Raises:
        CannotSuppress: one of them means nobody.
    """
    if (name is None) != (at is None):
        raise typer.BadParameter("give both --person and --at", param_hint="--person")
    people = [donottouch.person(name, at)] if name is not None and at is not None else []
    items = (*(donottouch.written(value) for value in values), *people)
    if not items:
        raise typer.BadParameter(_NOBODY, param_hint="VALUES")
    return tuple(dict.fromkeys(items))


def public(entry: Suppression) -> dict[str, object]:
    """The public JSON of an entry."""
    return {
        "kind": entry.mark.kind.value,
        "hash": entry.mark.hash.hex(),
        "reason": entry.note.reason,
        "source": entry.note.source,
        "actor": entry.note.actor,
        "at": entry.note.at.isoformat(),
    }


def _note(house: "House", actor: str, reason: str, *, source: str = "by hand") -> Note:
    if not actor.strip():
        raise typer.BadParameter("say who you are", param_hint="--as")
    return Note(
        actor=f"user:{actor.strip()}",
        reason=reason.strip(),
        source=source,
        at=house.clock.now(),
        release=house.settings.release,
    )


async def _add(house: "House", items: tuple[Suppressible, ...], by: Note) -> Told:
    done = await house.opt_outs.suppress(items, by)
    stopped: list[str] = [*done.stopped]
    if any(item.kind is SuppressionKind.DOMAIN for item in items):
        stopped += await house.opt_outs.stop_waiting(by)
    known = len(items) - len(done.new)
    return {"added": len(done.new), "known": known, "refused": [], "stopped": stopped}


async def _import(house: "House", rows: "Iterable[Suppressible | Unread]", by: Note) -> Told:
    told: Told = {"added": 0, "known": 0, "refused": [], "stopped": []}
    for some in _batches(_sifted(rows, told)):
        done = await house.opt_outs.suppress(some, by)
        told["added"] += len(done.new)
        told["known"] += len(some) - len(done.new)
        told["stopped"] += done.stopped
    told["stopped"] += await house.opt_outs.stop_waiting(by)
    return told


def _sifted(rows: "Iterable[Suppressible | Unread]", told: Told) -> Iterator[Suppressible]:
    for row in rows:
        if isinstance(row, Suppressible):
            yield row
        else:
            told["refused"].append({"row": row.row, "given": row.given, "reason": row.reason})


def _batches(items: Iterator[Suppressible]) -> Iterator[tuple[Suppressible, ...]]:
    while some := tuple(dict.fromkeys(islice(items, BATCH))):
        yield some


async def _check(house: "House", items: tuple[Suppressible, ...]) -> list[Checked]:
    found: list[Checked] = []
    for item in items:
        marks = marks_of(house.store.vault.naming, covering(item))
        listed = await house.store.suppressions.which(marks)
        entries = [public(entry) | {"covers": marks[mark].value} for mark, entry in listed.items()]
        by_settings = not house.rules.suppressed.isdisjoint(marks.values())
        found.append(
            {
                "value": item.value,
                "kind": item.kind.value,
                "listed": bool(entries) or by_settings,
                "by_settings": by_settings,
                "entries": entries,
            }
        )
    return found


async def _listed(
    house: "House", limit: int
) -> "tuple[tuple[Suppression, ...], Mapping[SuppressionKind, int]]":
    listed = house.store.suppressions
    return await listed.entries(limit=limit), await listed.count()


def _tell(told: "Told") -> None:
    say(f"{told['added']:,} put on the list, {told['known']:,} were on it already.")
    if told["refused"]:
        note(f"Nobody is named by {_counted(len(told['refused']), 'row')}:")
    for row in told["refused"][:MOST_SHOWN]:
        note(f"  row {row['row']}: {row['reason']}")
    if told["stopped"]:
        number = _counted(len(told["stopped"]), "lead")
        say(f"Unsubscribed {number}; what waited for them is withdrawn.")


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _table(entries: tuple[Suppression, ...]) -> Table:
    table = Table(show_edge=False)
    for column in ("kind", "hash", "since", "by", "source", "why"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        by = entry.note
        cells = (
            entry.mark.kind.value,
            entry.mark.hash.hex()[:SHORT_CHARS],
            f"{by.at:%Y-%m-%d %H:%M}",
            by.actor.removeprefix("user:"),
            by.source,
            by.reason,
        )
        table.add_row(*map(Text, cells))
    return table


def _said(one: "Checked") -> str:
    if not one["listed"]:
        return f"{one['value']} is not on the list."
    lines = [f"{one['value']} is left alone:"]
    if one["by_settings"]:
        lines.append("  by [do_not_touch] of the settings")
    for entry in one["entries"]:
        why = f": {entry['reason']}" if entry["reason"] else ""
        since = str(entry["at"])[:16].replace("T", " ")
        lines.append(
            f"  {entry['covers']}, since {since}, by {entry['actor']} ({entry['source']}){why}"
        )
    return "\n".join(lines)
