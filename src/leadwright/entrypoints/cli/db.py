"""`leadwright db`: the database and its schema."""

import typer

from leadwright.entrypoints.cli.options import Config, Db, Json, print_json, settings

app = typer.Typer(help="The database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The database and its schema."""


@app.command("upgrade")
def upgrade(db: Db = None, config: Config = None, json: Json = False) -> None:
    """Bring the schema of the database to this program's version."""
    from leadwright import bootstrap

    before, after = bootstrap.upgrade_database(settings(db=db, config=config))
    if json:
        print_json({"before": before, "after": after})
    elif before == after:
        typer.echo(f"The database is up to date (schema {after}).")
    else:
        typer.echo(f"The database went from schema {before or 'none'} to {after}.")
