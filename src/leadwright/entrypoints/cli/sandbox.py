"""`leadwright sandbox`: a fictional world to try everything in."""

from pathlib import Path
from typing import Annotated

import typer

from leadwright.entrypoints.cli.options import Json, note, print_json
from leadwright.errors import Refused

app = typer.Typer(help="A fictional world to try everything in.", no_args_is_help=True)


class FolderNotEmpty(Refused):
    """The folder for a world holds files already; they would be mixed with the world's."""

    code = "folder_not_empty"


@app.callback()
def _group() -> None:
    """A fictional world to try everything in."""


@app.command("build")
def build(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same world.")] = 1,
    leads: Annotated[int, typer.Option(min=1, max=20_000, help="How many leads.")] = 250,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder with files.")] = False,
    json: Json = False,
) -> None:
    """Write a world: companies, people, news, funding, and leads with their right answers.

    Raises:
        FolderNotEmpty: the folder holds files, and --force was not given.
    """
    from leadwright.sandbox import build_world
    from leadwright.sandbox.export import files

    if not force and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderNotEmpty(f"{str(out)!r} is not empty; give a new folder or --force")
    world = build_world(seed, leads)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files(world).items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    counts = {name: len(rows) for name, rows in world.tables.items()}
    if json:
        print_json({"seed": seed, "out": str(out), **counts, "leads": len(world.leads)})
        return
    typer.echo(f"World {seed} is in {out}: {counts['companies']} records, {leads} leads.")
    note(
        f"Work its leads:  leadwright run {out / 'leads.jsonl'} --corpus {out}\n"
        f"Score the work:  leadwright eval run {out / 'leads.jsonl'} --corpus {out}"
    )
