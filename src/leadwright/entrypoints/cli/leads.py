"""`leadwright leads`: where leads stand, and the story of each."""

import asyncio
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import story, tables
from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Db,
    Json,
    print_json,
    say,
    settings,
)
from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.telling.tale import Tale, tell
from leadwright.errors import Misconfigured, Refused
from leadwright.leads.stage import Stage
from leadwright.review.escalation import reasons

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.ports import Desk, LeadRow, Opening

MOST_RETRIED = 10_000
MOST_SEGMENTS = 50  # of a lead tried again very often, the latest
app = typer.Typer(help="Leads and their stories.", no_args_is_help=True)


class ReasonUnknown(Misconfigured):
    """No lead is ever stopped for the reason named; the message lists those there are."""

    code = "reason_unknown"


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
    from leadwright import porch

    with closing(porch.open_store(settings(db=db, config=config))) as store:
        rows, total = asyncio.run(read_page(store.desk, stage, limit, offset))
    if json:
        print_json([story.row_json(row) for row in rows])
    elif stage is Stage.ESCALATED:
        tables.escalations(rows, total)
    else:
        tables.leads(rows, total)


async def read_page(
    desk: "Desk", stage: Stage | None, limit: int, offset: int = 0
) -> "tuple[tuple[LeadRow, ...], int]":
    """Leads by priority, and how many there are: one more than `COUNTED` when there are more."""
    rows = await desk.list_leads(stage=stage, limit=limit, offset=offset)
    return rows, await desk.count_leads(stage=stage, most=tables.COUNTED + 1)


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
        tale = asyncio.run(read_tale(house, lead))
    if json:
        print_json(story.session_json(tale.opening))
    else:
        tell(tale)


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
        tried = asyncio.run(_retry(house, leads or [], reason))
    if json:
        print_json({one.ref: one.after.session.stage.value for one in tried})
    else:
        say("\n".join(one.told() for one in tried) or f"No lead waits because of {reason}.")
    if leads and not all(one.is_again for one in tried):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A lead that was asked to be tried again: whether it was, and where it stands now."""

    ref: str
    before: "Opening"
    after: "Opening"
    is_again: bool

    def told(self) -> str:
        """One line: why it was tried again or not, and what came of it."""
        was, now = self.before.session, self.after.session
        if not self.is_again:
            return (
                f"{self.ref}: not tried again, it {words.stage(was.stage)}; only leads that need a "
                "person or were left alone can be"
            )
        why = story.why_of(was)
        came = f"{words.stage(now.stage)}: {story.why_of(now)}"
        return f"{self.ref}: tried again ({why}); now it {came}"


async def _retry(house: "House", leads: list[str], reason: str | None) -> list[Tried]:
    from leadwright.journey.retry import AGAIN, ask_again

    house.prepare()
    asked = [await find(house, ref) for ref in dict.fromkeys(leads)]
    if reason:
        rows = await house.desk.list_leads(stage=Stage.ESCALATED, limit=MOST_RETRIED)
        _known(reason, house, {code for row in rows for code in story.reasons_of(row.session)})
        halted = [row.lead.lead_id for row in rows if reason in story.reasons_of(row.session)]
        asked = [await house.desk.open(lead_id) for lead_id in halted]
    for opening in asked:
        if opening.session.stage in AGAIN:
            await ask_again(house.desk, opening, house.clock)
    await house.shift.work_to_rest()
    return [
        Tried(
            ref=story.short_id(one.lead),
            before=one,
            after=await house.desk.open(one.lead.lead_id),
            is_again=one.session.stage in AGAIN,
        )
        for one in asked
    ]


def _known(reason: str, house: "House", seen: set[str]) -> None:
    """Refuse a reason that nothing can be stopped for."""
    known = seen | set(reasons()) | {rule.id for rule in house.rules.rules.rules}
    if reason not in known:
        raise ReasonUnknown(
            f"no lead is ever stopped because of {reason!r}; known reasons are: "
            f"{', '.join(sorted(known))}"
        )


async def read_tale(house: "House", reference: str) -> Tale:
    """Everything a lead's story is told from."""
    opening = await find(house, reference)
    lead_id, session = opening.lead.lead_id, opening.session
    segments = range(max(0, session.segment - MOST_SEGMENTS), session.segment + 1)
    journal = house.store.journal
    calls = [row for n in segments for row in await journal.of_segment(f"{lead_id}:{n}")]
    into = session.merged_into
    return Tale(
        opening=opening,
        approvals=await house.desk.approvals(lead_id),
        calls=calls,
        earlier=await house.leads.get(into) if into else None,
    )


async def find(house: "House", reference: str) -> "Opening":
    """The one lead that goes by a reference.

    Raises:
        LeadUnknown: none does, or several do.
    """
    found = await house.leads.find(reference)
    if not found and reference and not reference.startswith("lead_"):
        found = await house.leads.find(f"lead_{reference}")
    if len(found) != 1:
        raise LeadUnknown(
            f"no lead goes by {reference!r}; `leadwright leads list` shows the ids"
            if not found
            else f"{len(found)} leads go by {reference!r}; use our own id: "
            + ", ".join(lead.lead_id for lead in found[:5])
        )
    return await house.desk.open(found[0].lead_id)
