"""`leadwright pause` and `resume`: what stands still, at once and for every worker."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from leadwright.entrypoints.cli.options import Config, Db, Json, note, print_json, say, settings
from leadwright.errors import Misconfigured
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.intents import WRITTEN_BY
from leadwright.journey.outbox.marks import Note
from leadwright.journey.outbox.ports import Pause

if TYPE_CHECKING:
    from leadwright.bootstrap import House

All = Annotated[bool, typer.Option("--all", help="Everything that leaves the house.")]
Agent = Annotated[str | None, typer.Option(help="What one agent wrote: outreach or crm.")]
Campaign = Annotated[str | None, typer.Option(help="What belongs to one campaign.")]
Mailbox = Annotated[str | None, typer.Option(help="What goes out from one mailbox.")]
As = Annotated[str, typer.Option("--as", help="Who does it, for the audit trail.")]
Reason = Annotated[str, typer.Option(help="Why; others will read it.")]
_NAMES = {PauseScope.ALL: "Everything", PauseScope.AGENT: "What agent {} wrote"}
_NAMES |= {PauseScope.CAMPAIGN: "Campaign {}", PauseScope.MAILBOX: "Mailbox {}"}


class PauseUnclear(Misconfigured):
    """Nobody can tell what should stand still."""

    code: ClassVar[str] = "pause_unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    scope: PauseScope
    name: str

    def told(self) -> str:
        return _NAMES[self.scope].format(self.name)


def pause(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: Annotated[str, typer.Option("--as", help="Who does it, for the audit trail.")] = "",
    every: All = False,
    agent: Agent = None,
    campaign: Campaign = None,
    mailbox: Mailbox = None,
    reason: Reason = "",
    list_: Annotated[bool, typer.Option("--list", help="Only show what stands still.")] = False,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Let nothing leave the house any more: all, or of one agent, campaign or mailbox.

    It holds from the moment this returns, for every worker. Leads are worked on and decisions taken
    as before; what is approved waits.
    """
    from leadwright import bootstrap

    target = None if list_ else _target(every, agent, campaign, mailbox)
    with bootstrap.build(settings(db=db, config=config)) as house:
        if target is not None:
            _warn(house, target)
            is_new = asyncio.run(house.store.pauses.pause(_of(house, target, actor, reason)))
            if not json:
                say(f"{target.told()} stands still{'' if is_new else ' already'}.")
        if json or list_:
            _show(house, as_json=json)


def resume(  # noqa: PLR0913, PLR0917 - one parameter an option
    actor: As,
    every: All = False,
    agent: Agent = None,
    campaign: Campaign = None,
    mailbox: Mailbox = None,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """End a pause; what waited goes out, unless something else speaks against it."""
    from leadwright import bootstrap

    target = _target(every, agent, campaign, mailbox)
    with bootstrap.build(settings(db=db, config=config)) as house:
        was_paused = asyncio.run(house.store.pauses.resume(_of(house, target, actor, reason)))
        if json:
            _show(house, as_json=True)
            return
        say(f"{target.told()} {'goes on' if was_paused else 'was not paused'}.")
        left = asyncio.run(house.store.pauses.pauses())
    for one in left:
        note(f"Still paused: {_Target(scope=one.scope, name=one.name).told()}.")


def public(one: Pause) -> dict[str, object]:
    """The public JSON of a pause."""
    return {
        "scope": one.scope.value,
        "name": one.name,
        "reason": one.note.reason,
        "actor": one.note.actor,
        "at": one.note.at.isoformat(),
    }


def _target(every: bool, agent: str | None, campaign: str | None, mailbox: str | None) -> _Target:
    named = {
        PauseScope.ALL: "" if every else None,
        PauseScope.AGENT: agent,
        PauseScope.CAMPAIGN: campaign,
        PauseScope.MAILBOX: mailbox.lower() if mailbox else mailbox,
    }
    given = [_Target(scope=scope, name=n.strip()) for scope, n in named.items() if n is not None]
    if len(given) != 1:
        raise PauseUnclear("name one of --all, --agent NAME, --campaign NAME, --mailbox ADDRESS")
    (target,) = given
    if target.scope is not PauseScope.ALL and not target.name:
        raise PauseUnclear(f"--{target.scope} is empty; give a name, or --all")
    if target.scope is PauseScope.AGENT and target.name not in WRITTEN_BY.values():
        raise PauseUnclear(
            f"agent {target.name!r} lets nothing out; name {' or '.join(WRITTEN_BY.values())}"
        )
    return target


def _of(house: "House", target: _Target, actor: str, reason: str) -> Pause:
    if not actor.strip():
        raise typer.BadParameter("say who you are", param_hint="--as")
    by = Note(
        actor=f"user:{actor.strip()}",
        reason=reason.strip(),
        at=house.clock.now(),
        release=house.settings.release,
    )
    return Pause(scope=target.scope, name=target.name, note=by)


def _warn(house: "House", target: _Target) -> None:
    ours = house.settings.seller.sender_email.lower()
    if target.scope is PauseScope.MAILBOX and target.name != ours:
        note(f"No mail goes out from {target.name} here; yours is {ours}.")


def _show(house: "House", *, as_json: bool) -> None:
    found = asyncio.run(house.store.pauses.pauses())
    if as_json:
        print_json([public(one) for one in found])
        return
    for one in found:
        told = _Target(scope=one.scope, name=one.name).told()
        why = f": {one.note.reason}" if one.note.reason else ""
        since = f"{one.note.at:%Y-%m-%d %H:%M} UTC"
        say(f"{told} stands still since {since}, by {one.note.actor}{why}")
    if not found:
        say("Nothing stands still.")
