"""`leadwright approvals`: what waits for a decision."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli.options import Config, Db, Json, note, print_json, settings
from leadwright.entrypoints.cli.telling import waiting
from leadwright.review.approvals import Approval

if TYPE_CHECKING:
    from leadwright.bootstrap import House

app = typer.Typer(help="What waits for a decision, and deciding it.", no_args_is_help=True)
MOST_SEARCHED = 10_000  # of those that wait, for whom they wait
LEAST_CHARS = 8  # of an id, after apr_; less could be a slip that names another one
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]


@app.command("list")
def list_(
    mine: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only those that wait for this person, or for somebody they stand in for.",
            show_default=False,
        ),
    ] = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
    limit: Limit = 50,
) -> None:
    """List pending approvals, the soonest to expire first."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        found = asyncio.run(_pending(house, limit, mine))
        if json:
            print_json([public(one.approval) for one in found])
        else:
            waiting.tell_all(found, house.clock.now(), mine=mine)


@app.command("show")
def show(
    approval_id: Annotated[str, typer.Argument(help="The approval's id, apr_…, or its beginning.")],
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Show one approval: what would happen, byte for byte, and what it rests on."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        found = asyncio.run(_open(house, approval_id))
        if json:
            print_json({"approval_request": public(found.approval)})
        else:
            waiting.tell(found, house.clock.now())
            _warn(house, found)


def _warn(house: "House", found: waiting.Waiting) -> None:
    """What would hold a mail back even after a yes."""
    lead, session = found.opening.lead, found.opening.session
    held = house.rules.consent_hold(lead, session) or house.rules.blocked(lead, session.findings)
    if held and found.approval.action == "send_email":
        note(f"Even with a yes it is held: {held}.".replace("..", "."))


async def _pending(house: "House", limit: int, mine: str | None) -> list[waiting.Waiting]:
    found = await house.inbox.pending(limit=limit if mine is None else MOST_SEARCHED)
    today = house.clock.now().date()
    waits = [(one, house.decider.team.decides_for(one.assignee, today)) for one in found]
    asked = [(one, who) for one, who in waits if mine is None or who == mine][:limit]
    return [
        waiting.Waiting(approval=one, who=who, opening=await house.desk.open(one.lead_id))
        for one, who in asked
    ]


async def _open(house: "House", approval_id: str) -> waiting.Waiting:
    approval = await find(house, approval_id)
    intents = await house.desk.intents(approval.lead_id)
    bound = next((one for one in intents if one.approval_id == approval.id), None)
    today = house.clock.now().date()
    return waiting.Waiting(
        approval=approval,
        who=house.decider.team.decides_for(approval.assignee, today),
        opening=await house.desk.open(approval.lead_id),
        bound=bound,
    )


async def find(house: "House", approval_id: str) -> Approval:
    """By its id, or by a beginning of it that is long enough, and of one alone.

    Raises:
        ApprovalUnknown: none goes by it, or several begin like it.
    """
    from leadwright.journey.ports import ApprovalUnknown

    try:
        return await house.inbox.get(approval_id)
    except ApprovalUnknown:
        if len(approval_id.removeprefix("apr_")) < LEAST_CHARS:
            raise
        begun = await house.inbox.begun(approval_id)
        if len(begun) != 1:
            raise
        return await house.inbox.get(begun[0])


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
        "author": approval.author,
        "needs": approval.needs,
        "yes": [{"by": yes.by, "at": yes.at.isoformat()} for yes in approval.yes],
        "decided_by": approval.decided_by,
        "decided_at": approval.decided_at.isoformat() if approval.decided_at else None,
        "reason": approval.reason,
    }
