"""`leadwright rules`: what a set of rules would do to past leads."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli import tables
from leadwright.entrypoints.cli.options import Config, Db, Json, print_json, settings
from leadwright.errors import Refused, reason_of

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.review.rules.ruleset import RuleSet
    from leadwright.review.rules.trial import PastCase, RulesTrial

app = typer.Typer(help="Rules that stop a lead for a person.", no_args_is_help=True)
PAGE = 500


class RulesFileUnreadable(Refused):
    """The rules file cannot be opened."""

    code = "rules_file_unreadable"


@app.callback()
def _group() -> None:
    """Rules that stop a lead for a person."""


@app.command("test")
def trial(
    file: Annotated[Path, typer.Argument(help="Rules: a JSON file with `escalation_rules`.")],
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Show what a rules file would have done to the leads researched so far; nothing changes."""
    from leadwright import bootstrap
    from leadwright.review.rules.ruleset import RuleSet

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesFileUnreadable(
            f"{str(file)!r} cannot be read ({reason_of(error)}); name a rules file in JSON"
        ) from None
    rules = RuleSet.parse(text)
    with bootstrap.build(settings(db=db, config=config)) as house:
        outcome = asyncio.run(_try(house, rules))
    if json:
        print_json(asdict(outcome))
    else:
        tables.rules_trial(outcome)


async def _try(house: "House", rules: "RuleSet") -> "RulesTrial":
    from leadwright.review.rules.trial import try_rules

    return try_rules(rules, [case async for case in _past(house)])


async def _past(house: "House") -> AsyncIterator["PastCase"]:
    from leadwright.journey.facts import rule_facts
    from leadwright.review.rules.trial import PastCase

    offset = 0
    while rows := await house.desk.list_leads(limit=PAGE, offset=offset):
        offset += len(rows)
        for row in rows:
            if row.session.findings is None:
                continue
            value = house.to_usd(row.lead.deal_value)
            yield PastCase(
                lead_ref=row.lead.lead_id,
                facts=rule_facts(
                    row.lead, row.session, float(value) if value is not None else None
                ),
                was_escalated=row.session.halt is not None,
            )
