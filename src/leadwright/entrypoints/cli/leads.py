"""`leadwright leads`: where leads stand, and the story of each."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import story, tables
from leadwright.entrypoints.cli.options import AsOf, Config, Corpus, Db, Json, print_json, settings
from leadwright.errors import Refused
from leadwright.leads.stage import Stage

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.ports import Opening

MOST_RETRIED = 10_000
app = typer.Typer(help="Leads and their stories.", no_args_is_help=True)


class LeadUnknown(Refused):
    """No lead, or more than one, goes by that reference."""

    code = "lead_unknown"


@app.command("list")
def list_(
    stage: Annotated[Stage | None, typer.Option(help="Only leads in this stage.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 50,
    offset: Annotated[int, typer.Option(help="Skip so many.", min=0)] = 0,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """List leads by priority, with why they stand where they stand.

    With --stage escalated they are grouped by what they wait for.
    """
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        rows = asyncio.run(house.desk.list_leads(stage=stage, limit=limit, offset=offset))
        counts = asyncio.run(house.desk.count_stages())
    if json:
        print_json([story.row_json(row) for row in rows])
    elif stage is Stage.ESCALATED:
        tables.escalations(rows, counts.get(stage, 0))
    else:
        tables.leads(rows, sum(counts.values()) if stage is None else counts.get(stage, 0))


@app.command("show")
def show(
    lead: Annotated[str, typer.Argument(help="Our id, or the id the lead came with.")],
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Tell a lead's story: what was found, drafted or asked, from what evidence, at what cost."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        opening = asyncio.run(find(house, lead))
    if json:
        print_json(story.session_json(opening))
    else:
        story.tell(opening)


@app.command("retry")
def retry(  # noqa: PLR0913, PLR0917 - one parameter an option
    leads: Annotated[list[str] | None, typer.Argument(help="Ids; or use --reason.")] = None,
    reason: Annotated[
        str | None, typer.Option(help="All escalated leads with this reason, e.g. sources_silent.")
    ] = None,
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Try escalated leads again: research them afresh and work them to their next wait."""
    from leadwright import bootstrap

    if bool(leads) == bool(reason):
        raise typer.BadParameter("name leads, or give --reason, not both")
    given = settings(db=db, config=config, corpus=corpus, as_of=as_of)
    with bootstrap.build(given) as house:
        told = asyncio.run(_retry(house, leads or [], reason))
    if json:
        print_json(told)
    else:
        for ref, stage in told.items():
            typer.echo(f"{ref}: {stage.replace('_', ' ')}")


async def _retry(house: "House", leads: list[str], reason: str | None) -> dict[str, str]:
    from leadwright.journey.retry import ask_again

    house.prepare()
    asked = [await find(house, ref) for ref in leads]
    if reason:
        rows = await house.desk.list_leads(stage=Stage.ESCALATED, limit=MOST_RETRIED)
        halted = [row.lead.lead_id for row in rows if reason in story.reasons_of(row.session)]
        asked = [await house.desk.open(lead_id) for lead_id in halted]
    for opening in asked:
        await ask_again(house.desk, opening, house.clock)
    await house.shift.work_to_rest()
    after = [await house.desk.open(opening.lead.lead_id) for opening in asked]
    return {story.short_id(one.lead): one.session.stage.value for one in after}


async def find(house: "House", reference: str) -> "Opening":
    """The one lead that goes by a reference.

    Raises:
        LeadUnknown: none does, or several do.
    """
    found = await house.leads.find(reference)
    if len(found) != 1:
        raise LeadUnknown(
            f"no lead goes by {reference!r}; `leadwright leads list` shows the ids"
            if not found
            else f"{len(found)} leads go by {reference!r}; use our own id: "
            + ", ".join(lead.lead_id for lead in found[:5])
        )
    return await house.desk.open(found[0].lead_id)
