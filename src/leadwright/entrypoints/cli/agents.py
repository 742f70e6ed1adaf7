"""`leadwright agents`: run one agent alone on one lead; only the journal hears of it."""

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli.leads import find
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
from leadwright.errors import Refused

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.walk import Walk

app = typer.Typer(help="Agents, one at a time.", no_args_is_help=True)


class NotResearched(Refused):
    """The agent needs what research finds, and the lead was not researched yet."""

    code = "not_researched"


class Name(StrEnum):
    """The agents that can be run alone."""

    COORDINATOR = "coordinator"
    RESEARCH = "research"
    OUTREACH = "outreach"
    CRM = "crm"
    ESCALATION = "escalation"


@app.callback()
def _group() -> None:
    """Agents, one at a time."""


@app.command("run")
def run_agent(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Annotated[Name, typer.Argument(help="The agent.")],
    lead: Annotated[str, typer.Option("--lead", help="Our id, or the id the lead came with.")],
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Run one agent on one lead and print what it returns; the lead stays as it is."""
    from leadwright import bootstrap

    given = settings(db=db, config=config, corpus=corpus, as_of=as_of)
    with bootstrap.build(given) as house:
        told = asyncio.run(_run(house, name, lead))
    if json:
        print_json(told)
    else:
        for key, value in told.items():
            say(f"{key}: {value}")


async def _run(house: "House", name: Name, reference: str) -> dict[str, object]:
    from leadwright.journey.walk import Walk
    from leadwright.models.journal import SegmentJournal

    house.prepare()
    opening = await find(house, reference)
    journal = SegmentJournal(
        segment_id=f"{opening.lead.lead_id}:alone:{house.clock.now().isoformat()}",
        lead_id=opening.lead.lead_id,
        release=house.settings.release,
        store=house.store.journal,
    )
    value = house.to_usd(opening.lead.deal_value)
    walk = Walk(
        lead=opening.lead,
        session=opening.session,
        events=(),
        pseudonym=opening.pseudonym,
        journal=journal,
        value_usd=float(value) if value is not None else None,
    )
    told = await _ask(house, name, walk)
    told["tokens"] = sum(row.tokens_in + row.tokens_out for row in journal.rows)
    told["model"] = next((row.name for row in reversed(journal.rows) if row.tokens_in), "none")
    return told


async def _ask(house: "House", name: Name, walk: "Walk") -> dict[str, object]:
    from leadwright.journey import record

    steps, findings = house.journey.steps, walk.session.findings
    if name is Name.RESEARCH:
        found = await steps.researcher.research(walk.lead, walk.journal)
        return record.told(found.findings)
    if findings is None:
        raise NotResearched(f"{name} needs research first; run `leadwright run` on the lead's file")
    if name is Name.COORDINATOR:
        decision = await house.journey.coordinator.decide(steps.rules.view_of(walk), walk.journal)
        return {"move": decision.move.value, "reason": decision.reason, "by": decision.by}
    if name is Name.ESCALATION:
        case = steps.rules.case_of(walk)
        reply = await steps.escalator.explain(case.sentences, case.steps, walk.journal)
        return {"reasons": list(case.reasons), **reply.output.model_dump()}
    written = await steps.writer.write(walk.lead, findings, walk.journal)
    if name is Name.OUTREACH:
        draft = written.draft
        return {
            "subject": draft.subject,
            "body": draft.body,
            "linkedin_message": draft.linkedin_message,
            "call_script": draft.call_script,
            "frame": draft.frame,
        }
    kept = await steps.crm.propose(walk.lead, findings, written.draft, walk.journal)
    return {"proposals": [{"kind": p.kind, "summary": p.summary} for p in kept.proposals]}
