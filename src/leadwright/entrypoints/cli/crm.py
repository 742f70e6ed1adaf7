"""`leadwright crm`: what the CRM says of a lead, who wrote it, and taking it back."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from leadwright.entrypoints.cli import crm_tables, story
from leadwright.entrypoints.cli.leads import find
from leadwright.entrypoints.cli.options import Config, Db, Json, print_json, settings
from leadwright.errors import Misconfigured
from leadwright.leads.crm.registry import ObjectType, registry

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.crm.keeping import Keeper
    from leadwright.journey.crm.ports import CrmEntry, CrmFile
    from leadwright.leads.lead import Lead, LeadId

app = typer.Typer(help="The CRM: what it says, who wrote it.", no_args_is_help=True)
Of = Annotated[str, typer.Argument(help="A lead: our id, or the id it came with.")]
Actor = Annotated[str, typer.Option("--as", help="Who does it, for the log and the audit trail.")]
Reason = Annotated[str, typer.Option(help="Why, for the log.", show_default=False)]
Values = Annotated[
    list[str], typer.Argument(metavar="FIELD=VALUE", help="Without a value, it is emptied.")
]
HANGING = (ObjectType.OPPORTUNITY, ObjectType.TASK, ObjectType.ACTIVITY)


class CrmFieldUnreadable(Misconfigured):
    """A field for the CRM is not of the form FIELD=VALUE."""

    code = "crm_value_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A lead, what the CRM holds of it, and what was written."""

    lead: "Lead"
    file: "CrmFile"
    entries: "tuple[CrmEntry, ...]"


@app.command("show")
def show(lead: Of, db: Db = None, config: Config = None, json: Json = False) -> None:
    """Show a lead's record with who wrote each field, what hangs on it, and open conflicts."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        shown = asyncio.run(_show(house, lead))
    if json:
        print_json(crm_tables.file_json(shown.file, shown.entries))
    else:
        crm_tables.file(shown.file, shown.entries, story.short_id(shown.lead))


@app.command("fields")
def fields(json: Json = False) -> None:
    """List the fields of the CRM: what they hold, who keeps them, where they stand in it."""
    if json:
        print_json(crm_tables.fields_json(registry()))
    else:
        crm_tables.fields(registry())


@app.command("edit")
def edit(  # noqa: PLR0913, PLR0917 - one parameter an option
    what: Annotated[
        str, typer.Argument(help="A lead, or an opportunity, a task or an activity by its id.")
    ],
    values: Values,
    actor: Actor,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Change what the CRM says, as a person; no agent overwrites it."""
    from leadwright import bootstrap

    given = values_of(values)
    with bootstrap.build(settings(db=db, config=config)) as house:
        entry = asyncio.run(_edit(house, what, given, _by(actor, reason)))
    _told(entry, json=json)


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - one parameter an option
    lead: Of,
    kind: Annotated[ObjectType, typer.Argument(help="opportunity, task or activity.")],
    values: Values,
    actor: Actor,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Hang an opportunity, a task or an activity on a lead's record, as a person."""
    from leadwright import bootstrap

    if kind not in HANGING:
        raise typer.BadParameter("choose opportunity, task or activity", param_hint="KIND")
    given = values_of(values)
    with bootstrap.build(settings(db=db, config=config)) as house:
        entry = asyncio.run(_add(house, lead, kind, given, _by(actor, reason)))
    _told(entry, json=json)


@app.command("log")
def log(
    lead: Annotated[str | None, typer.Option(help="Only of this lead.")] = None,
    run: Annotated[str | None, typer.Option(help="Only of this run (a segment's id).")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)] = 50,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """List what was written into the CRM, the newest first: who, why, before and after."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        entries = asyncio.run(_log(house, lead, run, limit))
    if json:
        print_json([crm_tables.entry_json(entry) for entry in entries])
    else:
        crm_tables.log(entries)


@app.command("undo")
def undo(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: Actor,
    lead: Annotated[str | None, typer.Option(help="All that agents wrote of this lead.")] = None,
    run: Annotated[str | None, typer.Option(help="What this run wrote; see `crm log`.")] = None,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Take back what agents wrote; what a person changed since stays, and is told."""
    from leadwright import bootstrap

    if bool(lead) == bool(run):
        raise typer.BadParameter("give --lead or --run, not both")
    with bootstrap.build(settings(db=db, config=config)) as house:
        entry = asyncio.run(_undo(house, lead, run, _by(actor, reason)))
    if entry is None:
        crm_tables.nothing_left(json=json)
    else:
        _told(entry, json=json)


def values_of(pairs: list[str]) -> dict[str, str | None]:
    """The values of `FIELD=VALUE`.

    Raises:
        CrmFieldUnreadable: one of them is of another form.
    """
    given: dict[str, str | None] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise CrmFieldUnreadable(
                f"{pair!r} changes nothing; write FIELD=VALUE, and see `leadwright crm fields`"
            )
        given[name.strip()] = value or None
    return given


def keeper_of(house: "House") -> "Keeper":
    """What people may do to the CRM of this house."""
    from leadwright import posting

    return posting.keeper(house.store, house.clock)


class _By(TypedDict):
    """Who does it, and why."""

    actor: str
    reason: str


def _by(actor: str, reason: str) -> _By:
    if not actor.strip():
        raise typer.BadParameter("say who you are", param_hint="--as")
    return _By(actor=actor.strip(), reason=" ".join(reason.split()))


def _told(entry: "CrmEntry", *, json: bool) -> None:
    if json:
        print_json(crm_tables.entry_json(entry))
    else:
        crm_tables.done(entry)


async def _show(house: "House", reference: str) -> Shown:
    lead = (await find(house, reference)).lead
    crm = house.store.crm
    return Shown(
        lead=lead,
        file=await crm.open(lead.lead_id),
        entries=await crm.log(lead_id=lead.lead_id, limit=crm_tables.LOOKED_BACK),
    )


async def _edit(house: "House", what: str, given: dict[str, str | None], by: _By) -> "CrmEntry":
    keeper = keeper_of(house)
    if what.startswith(tuple(f"{kind}_" for kind in HANGING)):
        return await keeper.edit_object(what, given, **by)
    return await keeper.edit(await _lead_id(house, what), given, **by)


async def _add(
    house: "House", reference: str, kind: ObjectType, given: dict[str, str | None], by: _By
) -> "CrmEntry":
    lead_id = await _lead_id(house, reference)
    return await keeper_of(house).add(lead_id, kind, given, **by)


async def _log(
    house: "House", reference: str | None, run: str | None, limit: int
) -> "tuple[CrmEntry, ...]":
    lead_id = await _lead_id(house, reference) if reference else None
    return await house.store.crm.log(lead_id=lead_id, run=run, limit=limit)


async def _undo(
    house: "House", reference: str | None, run: str | None, by: _By
) -> "CrmEntry | None":
    from leadwright.journey.crm.keeping import RunUnknown

    if reference:
        return await keeper_of(house).undo(await _lead_id(house, reference), **by)
    written = await house.store.crm.log(run=run, limit=1)
    if not written:
        raise RunUnknown(run or "")
    return await keeper_of(house).undo(written[0].lead_id, run=run, **by)


async def _lead_id(house: "House", reference: str) -> "LeadId":
    return (await find(house, reference)).lead.lead_id
