"""`leadwright leads correct`: a person puts a stopped lead right."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli.leads import Tried, find
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
from leadwright.entrypoints.cli.story import short_id
from leadwright.errors import Misconfigured
from leadwright.leads.intake.columns import Column, field_named
from leadwright.leads.intake.correction import CORRECTABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadwright.bootstrap import House

Fields = Annotated[
    list[str],
    typer.Option(
        "--field",
        metavar="FIELD=VALUE",
        help="What is right; may be repeated. Without a value, the field is taken away.",
    ),
]


class FieldFixed(Misconfigured):
    """`--field` names what nobody can correct; the message lists what can be."""

    code = "field_fixed"


def correct(  # noqa: PLR0913, PLR0917 - one parameter an option
    lead: Annotated[str, typer.Argument(help="Our id, or the id the lead came with.")],
    field: Fields,
    actor: Annotated[str, typer.Option("--as", help="Who does it, for the audit trail.")],
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Put right what a file says of an escalated lead, and try the lead again.

    Values are read as those of a file are; the file itself is not touched, and giving it again
    does not undo the correction.
    """
    from leadwright import bootstrap

    given = fields_of(field)
    if not actor.strip():
        raise typer.BadParameter("say who you are", param_hint="--as")
    with bootstrap.build(settings(db=db, config=config, corpus=corpus, as_of=as_of)) as house:
        tried = asyncio.run(_correct(house, lead, given, actor.strip()))
    if json:
        print_json({tried.ref: tried.after.session.stage.value})
    else:
        say(f"Corrected: {', '.join(field.replace('_', ' ') for field in given)}.\n{tried.told()}")


def fields_of(pairs: list[str]) -> "Mapping[Column, str]":
    """The fields named by `FIELD=VALUE`, by their name or a usual header.

    Raises:
        FieldFixed: one of them cannot be corrected.
    """
    given: dict[Column, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        column = field_named(name.strip())
        if not sign or column not in CORRECTABLE:
            raise FieldFixed(
                f"--field {pair!r} corrects nothing; write FIELD=VALUE with one of "
                f"{', '.join(CORRECTABLE)}"
            )
        given[column] = value.strip()
    return given


async def _correct(
    house: "House", reference: str, given: "Mapping[Column, str]", actor: str
) -> Tried:
    from leadwright.journey import correction

    house.prepare()
    before = await find(house, reference)
    await correction.correct(house.desk, house.reception, before, given, actor=actor)
    await house.shift.work_to_rest()
    after = await house.desk.open(before.lead.lead_id)
    return Tried(ref=short_id(after.lead), before=before, after=after, is_again=True)
