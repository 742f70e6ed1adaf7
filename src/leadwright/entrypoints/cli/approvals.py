"""`leadwright approvals`: what waits for a decision."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import story, tables
from leadwright.entrypoints.cli.options import Config, Db, Json, print_json, settings
from leadwright.review.approvals import Approval

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.outbox.intents import Intent
    from leadwright.journey.ports import Opening
    from leadwright.leads.lead import Lead

app = typer.Typer(help="What waits for a decision.", no_args_is_help=True)
MOST_SEARCHED = 10_000  # for the beginning of an id
LEAST_CHARS = 8  # of an id, after apr_; less could be a slip that names another one
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]


@app.command("list")
def list_(db: Db = None, config: Config = None, json: Json = False, limit: Limit = 50) -> None:
    """List pending approvals, the soonest to expire first."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        found = asyncio.run(_pending(house, limit))
    if json:
        print_json([public(approval) for approval, _ in found])
    else:
        tables.approvals(found)


@app.command("show")
def show(
    approval_id: Annotated[str, typer.Argument(help="The approval's id, apr_…, or its beginning.")],
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Show one approval: what would happen, word for word."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        approval, intents, lead = asyncio.run(_open(house, approval_id))
    if json:
        print_json({"approval_request": public(approval)})
    else:
        tables.approval(approval, [intent.content for intent in intents], story.short_id(lead))


async def _pending(house: "House", limit: int) -> "list[tuple[Approval, Opening]]":
    found = await house.inbox.pending(limit=limit)
    return [(approval, await house.desk.open(approval.lead_id)) for approval in found]


async def _open(house: "House", approval_id: str) -> "tuple[Approval, list[Intent], Lead]":
    approval = await _find(house, approval_id)
    intents = await house.desk.intents(approval.lead_id)
    bound = [intent for intent in intents if intent.approval_id == approval.id]
    return approval, bound, (await house.desk.open(approval.lead_id)).lead


async def _find(house: "House", approval_id: str) -> Approval:
    """By its id, or by a beginning of it that is long enough, and of one that waits alone."""
    from leadwright.journey.ports import ApprovalUnknown

    try:
        return await house.inbox.get(approval_id)
    except ApprovalUnknown:
        if len(approval_id.removeprefix("apr_")) < LEAST_CHARS:
            raise
        waiting = await house.inbox.pending(limit=MOST_SEARCHED)
        begun = [item for item in waiting if item.id.startswith(approval_id)]
        if len(begun) != 1:
            raise
        return begun[0]


def public(approval: Approval) -> dict[str, object]:
    """The public JSON of an approval."""
    return {
        "id": approval.id,
        "lead_id": approval.lead_id,
        "action": approval.action,
        "draft": approval.draft,
        "created_at": approval.created_at.isoformat(),
        "expires_at": approval.expires_at.isoformat(),
        "status": approval.status.value,
        "content_hash": approval.content_hash,
        "assignee": approval.assignee,
    }
