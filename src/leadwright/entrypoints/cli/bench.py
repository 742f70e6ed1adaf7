"""`leadwright bench`: what working a lead costs on this machine."""

from typing import Annotated, cast

import typer

from leadwright.entrypoints.cli.options import Json, note, print_json

Quick = Annotated[bool, typer.Option("--quick", help="Fewer runs and leads; ends within 60 s.")]
Postgres = Annotated[
    str | None,
    typer.Option(
        "--postgres",
        envvar="LEADWRIGHT_BENCH_POSTGRES",
        show_envvar=True,
        show_default=False,
        help="A PostgreSQL server to measure on as well; databases are made there and dropped.",
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
NO_SERVER = (
    "No figures for PostgreSQL: give a server with --postgres URL or LEADWRIGHT_BENCH_POSTGRES."
)
FAR_SERVER = "No server_cpu_ms_per_lead: the server is not on this machine, or this is not Linux."


def bench(
    quick: Quick = False, intake: Intake = None, postgres: Postgres = None, json: Json = False
) -> None:
    """Measure processor time per lead, waiting, memory and intake, on a made-up world.

    Every run is a process of its own; figures are medians, `runs` tells how far the runs lie apart.
    """
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
        _tell(answer)


def _intake(rows: int, server: str | None, *, as_json: bool) -> None:
    from leadwright.entrypoints.cli.benches.intake import measure

    found = measure.measure(rows, server=server, say=note)
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        for inner, told in value.items() if isinstance(value, dict) else [("", value)]:
            typer.echo(f"{name} {inner}".strip() + f": {told}")


def _tell(answer: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table

    runs = cast("dict[str, dict[str, float]]", answer["runs"])
    table = Table(title="Measured with the playbook model", title_justify="left", show_edge=False)
    for name in ("figure", "median", "min", "max"):
        table.add_column(name, justify="left" if name == "figure" else "right")
    for name, spread in runs.items():
        table.add_row(name, *(f"{spread[part]:,.3f}" for part in ("median", "min", "max")))
    Console().print(table)
