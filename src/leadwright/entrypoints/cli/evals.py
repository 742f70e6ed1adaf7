"""`leadwright eval`: how good the work is, on leads whose right answers are known."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadwright.entrypoints.cli.options import (
    AsOf,
    Config,
    Corpus,
    Json,
    print_json,
    say,
    settings,
    without_password,
)
from leadwright.entrypoints.cli.progress import Bar
from leadwright.errors import Refused
from leadwright.evaluation.ports import Effort, Worked

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.evaluation.costs import LeadTally
    from leadwright.evaluation.dataset import Case
    from leadwright.evaluation.examine import Examined
    from leadwright.settings import Settings

app = typer.Typer(help="How good the work is.", no_args_is_help=True)
PAGE = 500
NOTHING = Effort()

File = Annotated[Path, typer.Argument(help="Leads with their ground truth, a JSON line each.")]
Place = Annotated[
    str | None,
    typer.Option(
        "--db",
        help="Work in this database and keep it; it must hold no leads. "
        "Default: one that is deleted afterwards.",
        show_default=False,
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option(help="Write every answer here, a JSON line a lead.", show_default=False),
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", help="Write a Markdown report here.", show_default=False)
]
Gates = Annotated[
    list[str] | None,
    typer.Option(
        "--gate",
        help="METRIC=BOUND, as often as you like: exit 1 when a metric is worse than its bound.",
        show_default=False,
    ),
]


class PlaceNotEmpty(Refused):
    """The database for an evaluation holds leads already; they would be scored as well."""

    code = "place_not_empty"


@app.callback()
def _group() -> None:
    """How good the work is, on leads whose right answers are known."""


@app.command("run")
def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    leads: File,
    corpus: Corpus = None,
    as_of: AsOf = None,
    answers: Answers = None,
    report: ReportFile = None,
    gate: Gates = None,
    db: Place = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """Work leads whose right answers are known, apart from your own, and score what came of it."""
    from leadwright.evaluation.lines import write_lines
    from leadwright.evaluation.markdown import as_markdown
    from leadwright.evaluation.report import GateFailed, as_json, failed_gates, read_gate

    gates = [read_gate(text) for text in gate or ()]
    with _apart(settings(config=config, corpus=corpus, as_of=as_of), db) as given:
        examined = evaluate(leads, given, quiet=json)
    if answers is not None:
        write_lines(answers, examined.lines)
    text = as_markdown(examined.report, gates)
    if report is not None:
        report.write_text(text, encoding="utf-8")
    if json:
        print_json(as_json(examined.report))
    else:
        say(text)
    failures = failed_gates(examined.report, gates)
    if failures:
        raise GateFailed("; ".join(failures))


def evaluate(file: Path, given: "Settings", *, quiet: bool = True) -> "Examined":
    """Examine what a house with these settings makes of a file."""
    from leadwright import bootstrap
    from leadwright.evaluation.dataset import read_cases

    cases = read_cases(file)
    with bootstrap.build(given) as house, Bar(quiet=quiet) as bar:
        return asyncio.run(_examine(house, file, cases, bar))


async def _examine(house: "House", file: Path, cases: "tuple[Case, ...]", bar: Bar) -> "Examined":
    from leadwright.evaluation.costs import LeadTally
    from leadwright.evaluation.examine import Examinee, examine
    from leadwright.evaluation.rubric import Rubric
    from leadwright.evaluation.scoring.drafts import DraftJudge

    counts = await house.desk.count_stages()
    if any(counts.values()):
        raise PlaceNotEmpty(
            f"{without_password(house.settings.database.url)} holds leads already; evaluate in "
            "an empty database, or leave --db out"
        )
    writer = house.journey.steps.writer
    return await examine(
        file,
        cases,
        works=HouseAtWork(house=house, bar=bar, tally=LeadTally()),
        drafts=DraftJudge(
            rubric=Rubric(),
            checker=writer.checker,
            seller=house.seller,
            context_of=writer.context,
        ),
        examinee=Examinee(
            release=house.settings.release,
            model="playbook",
            on=house.clock.now().date(),
            as_of=house.clock.today(),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseAtWork:
    """The house as evaluation sees it; what each lead takes is counted on the way."""

    house: "House"
    bar: Bar
    tally: "LeadTally"

    async def work(self, file: Path) -> None:
        """Take in a file and work every lead until it rests."""
        journey = replace(self.house.journey, tally=self.tally)
        shift = replace(self.house.shift, journey=journey)
        await self.house.reception.take(file, progress=self.bar.intake)
        await shift.work_to_rest(progress=self.bar.working)

    async def worked(self) -> Sequence[Worked]:
        """Every lead there is, with its session, in the order of arrival."""
        found: list[Worked] = []
        while rows := await self.house.desk.list_leads(limit=PAGE, offset=len(found)):
            found += [
                Worked(
                    lead=row.lead,
                    session=row.session,
                    effort=self.tally.efforts.get(row.lead.lead_id, NOTHING),
                )
                for row in rows
            ]
        return sorted(found, key=lambda one: one.lead.position)


@contextmanager
def _apart(given: "Settings", db: str | None) -> "Iterator[Settings]":
    """The settings with a database of its own, so that nobody's leads are touched."""
    if db is not None:
        yield _with_database(given, url=db)
        return
    with tempfile.TemporaryDirectory(prefix="leadwright-eval-") as folder:
        yield _with_database(given, url=f"sqlite:///{Path(folder) / 'eval.db'}", key_file=None)


def _with_database(given: "Settings", **changes: str | None) -> "Settings":
    database = given.database.model_copy(update=changes)
    return given.model_copy(update={"database": database})
