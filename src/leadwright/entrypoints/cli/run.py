"""`leadwright run`: a file of leads, worked to its waits."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

from leadwright.entrypoints import collector
from leadwright.entrypoints.cli import story, tables
from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Db,
    Json,
    as_called,
    note,
    print_json,
    settings,
)
from leadwright.entrypoints.cli.plan import refusal_json
from leadwright.entrypoints.cli.progress import Bar
from leadwright.errors import LeadwrightError

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.settings import Settings

File = Annotated[Path, typer.Argument(help="Leads: CSV, Excel (.xlsx), JSON or JSON lines.")]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column holds a field, where its header does not tell; may be repeated.",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Show what would happen and what it would cost; do nothing."),
]
STAYS: Final = (
    "Rows seen before stay as they were read then; --map counts for new rows. Put single leads "
    "right with `leadwright leads correct`, or read the whole file afresh into a new database "
    "(--db sqlite:///NEW.db)."
)
Latency = Annotated[
    float | None,
    typer.Option(help="Simulated seconds per model request.", hidden=True),
]


def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    leads: File,
    corpus: Corpus = None,
    as_of: AsOf = None,
    db: Db = None,
    config: Config = None,
    json: Json = False,
    columns: Map = None,
    dry_run: DryRun = False,
    latency: Latency = None,
) -> None:
    """Take in a file of leads and work each one to its next human wait.

    Give the same file again and nothing changes; a run that was killed goes on where it was.
    """
    from leadwright import bootstrap

    given = settings(
        db=db,
        config=config,
        corpus=corpus,
        as_of=as_of,
        playbook_latency_s=latency,
        columns=columns,
    )
    if dry_run:
        _plan(given, leads, json=json, is_mapped=bool(columns))
        return
    with bootstrap.build(given) as house:
        try:
            result = asyncio.run(work(house, leads, quiet=json))
            first = asyncio.run(house.desk.list_leads(limit=1))
            broken = asyncio.run(_signed(house))
        except KeyboardInterrupt:
            note("Stopped. Give the same command again, and it goes on from here.")
            raise
    result = _with_hint(result, is_mapped=bool(columns))
    if json:
        print_json(result)
    else:
        shown = story.short_id(first[0].lead) if first else ""
        tables.run_summary(result, house.settings, first=shown)
    if broken is not None:
        raise broken


async def _signed(house: "House") -> LeadwrightError | None:
    """A checkpoint of the audit trail at the end; what keeps it from being made is told last."""
    try:
        await house.notary.checkpoint()
    except LeadwrightError as error:
        return error
    return None


def _with_hint(told: dict[str, object], *, is_mapped: bool) -> dict[str, object]:
    """With a word on rows that came before, which no `--map` reads again."""
    if not (is_mapped and told["unchanged"]):
        return told
    return {**told, "remarks": [*cast("list[str]", told["remarks"]), as_called(STAYS)]}


def _plan(given: "Settings", leads: Path, *, json: bool, is_mapped: bool) -> None:
    from leadwright import bootstrap
    from leadwright.entrypoints.cli import plan
    from leadwright.entrypoints.cli.telling import planned

    known = bootstrap.has_database(given)
    with plan.looking(given) as house:
        told = asyncio.run(plan.plan(house, leads, known=known, quiet=json))
    told = _with_hint(told, is_mapped=is_mapped)
    if json:
        print_json(told)
    else:
        planned.tell(told)


async def work(house: "House", file: Path, *, quiet: bool) -> dict[str, object]:
    """Intake, then work until every lead rests; returns the public summary."""
    from leadwright.entrypoints.cli.toolbox import knows_companies
    from leadwright.journey.reception import Report

    began = house.clock.seconds()
    house.prepare()
    collector.settle()
    if not knows_companies(house.tools):
        note("No source of company data is set (--corpus DIR), so every lead waits for a person.")
    with Bar(quiet=quiet) as bar:
        report = Report()

        async def take_in() -> None:
            nonlocal report
            report = await house.reception.take(file, progress=bar.intake)

        await house.shift.work_to_rest(progress=bar.working, first=take_in)
    stages = await house.desk.count_stages()
    tally = house.journey.tally
    outcomes = {stage.value: count for stage, count in sorted(stages.items()) if count}
    return {
        "received": report.received,
        "refused": report.refused,
        "refusals": [refusal_json(one) for one in report.refusals],
        "remarks": list(report.remarks),
        "merged": outcomes.get("merged", 0),
        "unchanged": report.known,
        "outcomes": outcomes,
        "actions": {
            "outreach": outcomes.get("awaiting_approval", 0),
            "escalate": outcomes.get("escalated", 0),
            "merge_duplicate": outcomes.get("merged", 0),
        },
        "cost_usd": float(tally.cost_usd),
        "tokens": tally.tokens,
        "model_calls": tally.model_calls,
        "tool_calls": tally.tool_calls,
        "cache_hits": tally.cache_hits,
        "wall_s": round(house.clock.seconds() - began, 3),
        "latency_s": {
            name: round(tally.percentile(share), 4)
            for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
        },
        "failures": tally.failures,
        "model": "playbook",
        "as_of": house.clock.today().isoformat(),
    }
