"""`leadwright outbox`: what goes out, what went out, and what nobody knows of."""

import asyncio
import json as jsonlib
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli.options import (
    Config,
    Db,
    Json,
    command,
    print_json,
    say,
    settings,
)
from leadwright.entrypoints.cli.screen import Screen
from leadwright.journey.outbox.intents import Intent, IntentState

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.outbox.ports import Pause

app = typer.Typer(help="What goes out, and what became of it.", no_args_is_help=True)
Actor = Annotated[str, typer.Option("--as", help="Who says so, for the audit trail.")]
Ids = Annotated[list[str] | None, typer.Argument(help="Intents, int_…, or their beginnings.")]
States = Annotated[
    list[IntentState] | None,
    typer.Option("--state", help="Only those in this state; may be repeated.", show_default=False),
]
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]
MOST_SEARCHED = 10_000
SHORT_CHARS = 12


@app.command("list")
def list_(
    state: States = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
    limit: Limit = 50,
) -> None:
    """List effects, newest first: where each stands, and why."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        found = asyncio.run(house.store.outbox.list_intents(states=state or (), limit=limit))
        still = asyncio.run(house.store.pauses.pauses())
    if json:
        print_json([public(intent) for intent in found])
    else:
        _table(found)
        if still:
            say(f"Something stands still: `{command()} pause --list` says what.")
        if len(found) == limit:
            say("There may be more; see --limit and --state.")


@app.command()
def reconcile(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: Actor,
    ids: Ids = None,
    sent: Annotated[
        bool, typer.Option("--sent", help="You know that these arrived; nothing is sent.")
    ] = False,
    restored: Annotated[
        bool,
        typer.Option(
            "--restored",
            help="A backup was restored: pause, and doubt what may have gone out since.",
        ),
    ] = False,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Find out what became of effects in doubt: ask the other side, or take your word for it."""
    from leadwright import bootstrap

    if sent and not ids:
        raise typer.BadParameter("name the intents that arrived", param_hint="--sent")
    with bootstrap.build(settings(db=db, config=config)) as house:
        told = asyncio.run(_reconcile(house, ids or [], f"user:{actor}", sent, restored))
    if json:
        print_json(told)
        return
    say(
        f"{told['confirmed']} confirmed, {told['found']} found to have arrived, "
        f"{told['doubted']} doubted after a restore, {told['in_doubt']} still in doubt."
    )
    if restored:
        say(
            "Everything stands still. Import again who opted out since the backup, look at what is "
            f"in doubt, then: {command()} resume --all --as YOU"
        )
    if told["in_doubt"]:
        say(f"See them: {command()} outbox list --state uncertain --state sending")


@app.command()
def resume(
    ids: Annotated[list[str], typer.Argument(help="Intents, int_…, or their beginnings.")],
    actor: Actor,
    not_sent: Annotated[
        bool, typer.Option("--not-sent", help="You know that these did not arrive.")
    ] = False,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Send again what failed, or what you know did not arrive."""
    from leadwright import bootstrap

    with bootstrap.build(settings(db=db, config=config)) as house:
        done = asyncio.run(_resume(house, ids, f"user:{actor}", not_sent))
    if json:
        print_json({"resumed": done})
    else:
        say(f"{len(done)} queued again; a worker sends them: {command()} worker")


def public(intent: Intent) -> dict[str, object]:
    """The public JSON of an intent."""
    return {
        "id": intent.id,
        "lead_id": intent.lead_id,
        "kind": intent.kind,
        "state": intent.state.value,
        "attempts": intent.attempts,
        "note": intent.note,
        "to": _to(intent),
        "content_hash": intent.content_hash,
        "approval_request_id": intent.approval_id,
        "message_id": intent.message_id,
        "provider_id": intent.provider_id,
        "created_at": intent.created_at.isoformat(),
        "not_before": intent.not_before.isoformat() if intent.not_before else None,
        "moved_at": intent.moved_at.isoformat() if intent.moved_at else None,
    }


async def _reconcile(
    house: "House", ids: list[str], by: str, sent: bool, restored: bool
) -> dict[str, int]:
    clerk, outbox = house.clerk, house.store.outbox
    doubted = 0
    if restored:
        await house.store.pauses.pause(_standstill(house, by))
        doubted = await clerk.doubt_all(by=by)
    confirmed = 0
    for intent in [await _find(house, one) for one in ids] if sent else ():
        await clerk.confirm(intent, by=by)
        confirmed += 1
    before = {due.intent_id for due in await outbox.open(limit=MOST_SEARCHED)}
    await house.post.reconciler.round()
    left = {due.intent_id for due in await outbox.open(limit=MOST_SEARCHED)}
    return {
        "confirmed": confirmed,
        "found": len(before - left),
        "doubted": doubted,
        "in_doubt": len(left),
    }


def _standstill(house: "House", by: str) -> "Pause":
    from leadwright.journey.outbox.gate import PauseScope
    from leadwright.journey.outbox.marks import Note
    from leadwright.journey.outbox.ports import Pause

    reason, at = "restored from a backup", house.clock.now()
    note = Note(actor=by, reason=reason, at=at, release=house.settings.release)
    return Pause(scope=PauseScope.ALL, name="", note=note)


async def _resume(house: "House", ids: list[str], by: str, not_sent: bool) -> list[str]:
    done = []
    for one in ids:
        intent = await _find(house, one)
        await house.clerk.resume(intent, by=by, not_sent=not_sent)
        done.append(intent.id)
    return done


async def _find(house: "House", given: str) -> Intent:
    """By its id, or by a beginning of it that only one has."""
    from leadwright.journey.outbox.intents import IntentUnknown

    try:
        return await house.store.outbox.get(given)
    except IntentUnknown:
        some = await house.store.outbox.list_intents(limit=MOST_SEARCHED)
        begun = [intent for intent in some if intent.id.startswith(given)]
        if len(given) < SHORT_CHARS or len(begun) != 1:
            raise
        return begun[0]


def _table(found: tuple[Intent, ...]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    screen = Screen()
    if not found:
        screen.print("Nothing is on its way, and nothing went out yet.")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in ("intent", "what", "to", "stands", "why"):
        table.add_column(name, overflow="fold")
    for intent in found:
        tries = f" ({intent.attempts} tries)" if intent.attempts > 1 else ""
        table.add_row(
            intent.id[:SHORT_CHARS],
            intent.kind.replace("_", " "),
            _to(intent) or "",
            f"{intent.state.value}{tries}",
            intent.note.replace("_", " "),
        )
    screen.print(table)


def _to(intent: Intent) -> str | None:
    content = jsonlib.loads(intent.content)
    return str(content["to"]) if isinstance(content, dict) and "to" in content else None
