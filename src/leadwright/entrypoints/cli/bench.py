"""`leadwright bench`: what working a lead costs on this machine, and how it grows."""

from typing import Annotated, cast

import typer

from leadwright.entrypoints.cli.options import Json, note, print_json

Curve = dict[str, dict[int | str, float]]

Quick = Annotated[bool, typer.Option("--quick", help="Fewer runs and leads; ends within 60 s.")]
Postgres = Annotated[
    str | None,
    typer.Option(
        "--postgres",
        envvar="LEADWRIGHT_BENCH_POSTGRES",
        show_envvar=True,
        show_default=False,
        help="A PostgreSQL server to measure on; databases are made there and dropped.",
    ),
]
Intake = Annotated[
    int | None,
    typer.Option(
        "--intake",
        min=1,
        metavar="ROWS",
        show_default=False,
        help="Measure intake alone: a made-up file of so many rows is taken in, then once more.",
    ),
]
Leads = Annotated[
    int | None, typer.Option(min=100, help="How many wait (100,000).", show_default=False)
]
Active = Annotated[
    int | None,
    typer.Option(
        min=1, help="How many are in hand at once, of all workers (2,000).", show_default=False
    ),
]
Workers = Annotated[str, typer.Option(help="How many workers, one number after the other.")]
Runs = Annotated[int | None, typer.Option(min=1, help="Runs of each (3).", show_default=False)]
Latency = Annotated[
    float | None,
    typer.Option(min=0, max=60, help="Seconds a model request takes (10).", show_default=False),
]
Rounds = Annotated[
    int,
    typer.Option(min=1, help="Measured of each run: so many times the leads in hand."),
]
QuickFleet = Annotated[
    bool,
    typer.Option("--quick", help="5,000 leads, 200 in hand, requests of 1 s, one run."),
]
NO_NUMBERS = "numbers with commas between them are wanted, such as 1,2"
NO_FLEET = "a fleet needs a server: give one with --postgres URL or LEADWRIGHT_BENCH_POSTGRES"
NO_SERVER = (
    "No figures for PostgreSQL: give a server with --postgres URL or LEADWRIGHT_BENCH_POSTGRES."
)
FAR_SERVER = "No server_cpu_ms_per_lead: the server is not on this machine, or this is not Linux."


app = typer.Typer()


@app.callback(invoke_without_command=True)
def bench(
    context: typer.Context,
    quick: Quick = False,
    intake: Intake = None,
    postgres: Postgres = None,
    json: Json = False,
) -> None:
    """Measure processor time per lead, waiting, memory and intake, on a made-up world.

    Every run is a process of its own; figures are medians, `runs` tells how far the runs lie apart.
    """
    if context.invoked_subcommand is not None:
        return
    if intake is not None:
        _intake(intake, postgres, as_json=json)
        return
    from leadwright.entrypoints.cli.benches import figures, plan

    found = plan.Bench(plan=plan.QUICK if quick else plan.FULL, server=postgres, say=note)
    found.measure()
    answer = figures.answer(found.samples)
    if postgres is None:
        note(NO_SERVER)
    elif answer["server_cpu_ms_per_lead"] is None:
        note(FAR_SERVER)
    if json:
        print_json(answer)
    else:
        _tell(answer, "Measured with the playbook model")


@app.command("fleet")
def fleet(  # noqa: PLR0913, PLR0917 - one parameter an option
    leads: Leads = None,
    active: Active = None,
    workers: Workers = "1,2",
    runs: Runs = None,
    latency: Latency = None,
    rounds: Rounds = 1,
    quick: QuickFleet = False,
    postgres: Postgres = None,
    json: Json = False,
) -> None:
    """Measure what one worker does, and several, on a PostgreSQL where very many leads wait.

    Leads a second, how long a claimed lead waits for its work, processor time of workers and
    server, memory, and what else kept the machine busy meanwhile.
    """
    if postgres is None:
        raise typer.BadParameter(NO_FLEET)
    from leadwright.entrypoints.cli.benches.fleet import fleet as fleets

    base = fleets.QUICK if quick else fleets.Plan()
    plan = fleets.Plan(
        leads=leads or base.leads,
        active=active or base.active,
        workers=_numbers(workers),
        runs=runs or base.runs,
        model_s=base.model_s if latency is None else latency,
        rounds=rounds,
    )
    answer = fleets.Bench(plan=plan, server=postgres, say=note).measure()
    if json:
        print_json(answer)
    else:
        _tell(answer, f"{plan.leads:,} leads wait, {plan.active:,} in hand")


@app.command("curves")
def curves(
    most: Annotated[
        int, typer.Option(min=1_000, help="The largest number of waiting leads.")
    ] = 1_000_000,
    rounds: Annotated[int, typer.Option(min=3, help="How often each thing is done.")] = 15,
    postgres: Postgres = None,
    json: Json = False,
) -> None:
    """Measure how the cost of single acts grows with the number of waiting leads.

    From 1,000 leads on, ten times as many in each step: claim fifty, take over what a killed
    worker left, list the first page, open one lead. An exponent near 0 means that it stays flat.
    """
    from leadwright.entrypoints.cli.benches.curves import curves as curve

    if postgres is None:
        note(NO_SERVER)
    found = curve.measure(curve.sizes(most), rounds=rounds, server=postgres, say=note)
    if json:
        print_json(found)
    else:
        _tell_curves(found)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise typer.BadParameter(NO_NUMBERS, param_hint="--workers")
    return tuple(dict.fromkeys(map(int, parts)))


def _intake(rows: int, server: str | None, *, as_json: bool) -> None:
    from leadwright.entrypoints.cli.benches.intake import measure

    found = measure.measure(rows, server=server, say=note)
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        for inner, told in value.items() if isinstance(value, dict) else [("", value)]:
            typer.echo(f"{name} {inner}".strip() + f": {told}")


def _tell_curves(found: "dict[str, object]") -> None:
    from rich.console import Console
    from rich.table import Table

    sizes = cast("list[int]", found["sizes"])
    for database, acts in cast("dict[str, dict[str, Curve]]", found["curves"]).items():
        table = Table(title=f"{database}: ms of processor time", title_justify="left")
        table.add_column("act")
        for name in (*(f"{size:,}" for size in sizes), "exponent", "of wall time"):
            table.add_column(name, justify="right")
        for act, curve in acts.items():
            costs = (f"{curve['cpu_ms'][size]:,.2f}" for size in sizes)
            steep = (f"{curve['exponent'][of]:.3f}" for of in ("cpu", "wall"))
            table.add_row(act, *costs, *steep)
        Console().print(table)


def _tell(answer: dict[str, object], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    runs = cast("dict[str, dict[str, float]]", answer["runs"])
    table = Table(title=title, title_justify="left", show_edge=False)
    for name in ("figure", "median", "min", "max"):
        table.add_column(name, justify="left" if name == "figure" else "right")
    for name, spread in runs.items():
        table.add_row(name, *(f"{spread[part]:,.3f}" for part in ("median", "min", "max")))
    Console().print(table)
