"""`leadwright approvals approve|edit|reject|undo|assign`: a person decides."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leadwright.entrypoints.cli import approvals, writing
from leadwright.entrypoints.cli.options import (
    Config,
    Db,
    Json,
    as_called,
    command,
    note,
    print_json,
    say,
    settings,
)
from leadwright.entrypoints.cli.telling import outcomes
from leadwright.errors import LeadwrightError
from leadwright.review.approvals import Approval, ReasonCode

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.deciding.decider import Decided

Id = Annotated[str, typer.Argument(help="The approval's id, apr_…, or its beginning.")]
Ids = Annotated[list[str], typer.Argument(help="Ids of approvals, apr_…, or their beginnings.")]
Actor = Annotated[str, typer.Option("--as", metavar="NAME", help="Who decides.")]
Code = Annotated[ReasonCode, typer.Option("--reason-code", help="Why, in one word.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in your own words.")]
Deciding = Callable[["House", Approval], Awaitable["Decided"]]


def approve(
    ids: Ids,
    actor: Actor,
    seen: Annotated[
        str | None,
        typer.Option(
            "--hash",
            metavar="SHA-256",
            help="What you looked at; another content is refused. For one approval.",
            show_default=False,
        ),
    ] = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Say yes to exactly these bytes. A mail waits a moment in which you can take it back."""
    if seen is not None and len(ids) > 1:
        raise typer.BadParameter("goes with one approval", param_hint="--hash")
    name = _name(actor)
    _decide(
        _Wanted(ids=ids, db=db, config=config, json=json, to="approved"),
        lambda house, one: house.decider.approve(one.id, name, seen=seen),
    )


def edit(  # noqa: PLR0913, PLR0917 - one parameter an option
    approval_id: Id,
    actor: Actor,
    code: Code,
    reason: Reason = "",
    subject: Annotated[
        str | None, typer.Option(help="The new subject.", show_default=False)
    ] = None,
    body: Annotated[str | None, typer.Option(help="The new text.", show_default=False)] = None,
    body_file: Annotated[
        Path | None,
        typer.Option(help="A file with the new text; - reads it from stdin.", show_default=False),
    ] = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Send your own words instead. Without --subject or --body your editor opens ($EDITOR).

    Both texts are kept, with the reason. It is your yes to the new text, too.
    """
    name = _name(actor)
    given = writing.Given(subject=subject, body=writing.body_of(body, body_file))
    _decide(
        _Wanted(ids=[approval_id], db=db, config=config, json=json, to="edited"),
        lambda house, one: _edit(house, one, name, given, (code, reason)),
    )


def reject(  # noqa: PLR0913, PLR0917 - one parameter an option
    ids: Ids,
    actor: Actor,
    code: Code,
    reason: Reason = "",
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Say no, and why. A mail is drafted once more with your reason; then a person takes over."""
    name = _name(actor)
    _decide(
        _Wanted(ids=ids, db=db, config=config, json=json, to="rejected"),
        lambda house, one: house.decider.reject(one.id, name, code, reason),
    )


def undo(ids: Ids, actor: Actor, db: Db = None, config: Config = None, json: Json = False) -> None:
    """Take a yes back while nothing has left; the same text then waits for a new decision."""
    name = _name(actor)
    _decide(
        _Wanted(ids=ids, db=db, config=config, json=json, to="taken back"),
        lambda house, one: house.decider.take_back(one.id, name),
    )


def assign(
    ids: Ids,
    actor: Actor,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who should decide.")],
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Pass approvals on to somebody else, or to who stands in for them today."""
    name, other = _name(actor), _name(to, option="--to")
    _decide(
        _Wanted(ids=ids, db=db, config=config, json=json, to="passed on"),
        lambda house, one: house.decider.assign(one.id, name, other),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which approvals, and how to answer."""

    ids: Sequence[str]
    db: str | None
    config: Path | None
    json: bool
    to: str  # what they should become, for who reads that they did not


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What came of each."""

    decided: list["Decided"] = field(default_factory=list)
    refused: list[tuple[str, LeadwrightError]] = field(default_factory=list)


def _decide(wanted: _Wanted, deciding: Deciding) -> None:
    from leadwright import bootstrap

    with bootstrap.build(settings(db=wanted.db, config=wanted.config)) as house:
        answer = asyncio.run(_each(house, wanted.ids, deciding))
        holds = [house.rules.consent_hold(one.lead, one.session) for one in answer.decided]
        still = asyncio.run(house.store.pauses.pauses())
        now = house.clock.now()
    if wanted.json:
        print_json(_public(answer))
    else:
        for one, hold in zip(answer.decided, holds, strict=True):
            say(outcomes.told(one, now, hold=hold))
        if still and answer.decided:
            say(f"But something stands still: `{command()} pause --list` says what.")
        for given, error in answer.refused:
            note(f"{given}: not {wanted.to}: {as_called(str(error))} ({error.code})")
    if answer.refused:
        raise typer.Exit(1)


async def _each(house: "House", ids: Sequence[str], deciding: Deciding) -> _Answer:
    """One after the other: what is refused stops none of the others."""
    from leadwright.errors import Refused, Unavailable

    answer = _Answer()
    for given in dict.fromkeys(ids):
        try:
            approval = await approvals.find(house, given)
            answer.decided.append(await deciding(house, approval))
        except (Refused, Unavailable) as error:
            answer.refused.append((given, error))
    return answer


async def _edit(
    house: "House",
    approval: Approval,
    name: str,
    given: writing.Given,
    why: tuple[ReasonCode, str],
) -> "Decided":
    from leadwright.journey.deciding.editing import Text

    if given.says_nothing:
        intents = await house.desk.intents(approval.lead_id)
        bound = next((one for one in intents if one.approval_id == approval.id), None)
        if bound is not None and approval.action == "send_email":
            given = writing.in_an_editor(bound.content, approval.draft)
    text = Text(subject=given.subject, body=given.body, code=why[0], reason=why[1])
    return await house.decider.edit(approval.id, name, text)


def _name(given: str, *, option: str = "--as") -> str:
    name = " ".join(given.split())
    if not name or not name.isprintable():
        raise typer.BadParameter("say who", param_hint=option)
    return name


def _public(answer: _Answer) -> dict[str, Any]:
    return {
        "decided": [
            {
                "id": one.approval.id,
                "lead_id": one.lead.lead_id,
                "status": one.approval.status.value,
                "workflow_stage": one.session.stage.value,
                "leaves_at": one.leaves_at.isoformat() if one.leaves_at else None,
                "approval_request": approvals.public(one.stands),
                "warnings": list(one.warnings),
            }
            for one in answer.decided
        ],
        "refused": [
            {"id": given, "code": error.code, "message": as_called(str(error))}
            for given, error in answer.refused
        ],
    }
