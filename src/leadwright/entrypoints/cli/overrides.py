"""`leadwright overrides`: what people made of what agents wrote, and why."""

import asyncio
from typing import Annotated

import typer
from rich.text import Text

from leadwright.entrypoints.cli.options import Config, Db, Json, print_json, settings
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import words
from leadwright.review.approvals import Override
from leadwright.review.decisions import told

app = typer.Typer(help="What people changed, and why.", no_args_is_help=True)
Limit = Annotated[int, typer.Option(help="How many at most.", min=1, max=10_000)]


@app.command("list")
def list_(db: Db = None, config: Config = None, json: Json = False, limit: Limit = 50) -> None:
    """List the texts that people changed, newest first: both texts in full, and the reason."""
    from contextlib import closing

    from leadwright import porch

    with closing(porch.open_store(settings(db=db, config=config))) as store:
        found = asyncio.run(store.inbox.overrides(limit=limit))
    if json:
        print_json([public(one) for one in found])
    elif not found:
        Screen().print("Nobody has changed a text yet.")
    else:
        for one in found:
            _tell(one)


def public(override: Override) -> dict[str, object]:
    """The public JSON of an override."""
    return {
        "id": override.id,
        "approval_request_id": override.approval_id,
        "agent_output": override.agent_output,
        "human_output": override.human_output,
        "reason": override.reason,
        "reason_code": override.reason_code.value,
        "timestamp": override.at.isoformat(),
        "lead_id": override.lead_id,
        "actor": override.actor,
    }


def _tell(one: Override) -> None:
    screen = Screen()
    why = told(one.reason_code, one.reason)
    screen.print(Text(f"{words.moment(one.at)}, {one.actor}, {why}", style="bold"))
    for label, text in (("was", one.agent_output), ("is", one.human_output)):
        screen.print(Text(f"  {label}:", style="dim"))
        screen.print(Text("\n".join(f"    {line}" for line in text.split("\n"))))
