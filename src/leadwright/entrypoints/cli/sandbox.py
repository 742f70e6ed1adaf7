"""`leadwright sandbox`: a fictional world to try everything in."""

from pathlib import Path
from typing import Annotated

import typer

from leadwright.entrypoints.cli.options import Json, command, note, print_json, say
from leadwright.errors import Refused, reason_of

app = typer.Typer(help="A fictional world to try everything in.", no_args_is_help=True)


class FolderNotEmpty(Refused):
    """The folder for a world holds files already; they would be mixed with the world's."""

    code = "folder_not_empty"


class FolderUnwritable(Refused):
    """A world cannot be written where it should stand."""

    code = "folder_unwritable"


@app.callback()
def _group() -> None:
    """A fictional world to try everything in."""


@app.command("build")
def build(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same world.")] = 1,
    leads: Annotated[int, typer.Option(min=1, max=20_000, help="How many leads.")] = 250,
    force: Annotated[bool, typer.Option("--force", help="Replace a world that is there.")] = False,
    json: Json = False,
) -> None:
    """Write a world: companies, people, news, funding, and leads with their right answers.

    Raises:
        FolderNotEmpty: it holds files; with --force: files that are no world.
    """
    from leadwright.sandbox import build_world
    from leadwright.sandbox.export import files

    try:
        _free(out, force=force)
        out.mkdir(parents=True, exist_ok=True)
        world = build_world(seed, leads)
        for name, text in files(world).items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FolderUnwritable(
            f"{str(out)!r} cannot be written ({reason_of(error)}); give another folder"
        ) from None
    counts = {name: len(rows) for name, rows in world.tables.items()}
    if json:
        print_json({"seed": seed, "out": str(out), **counts, "leads": len(world.leads)})
        return
    say(f"World {seed} is in {out}: {counts['companies']} records, {leads} leads.")
    note(
        f"Work its leads:  {command()} run {out / 'leads.jsonl'} --corpus {out}\n"
        f"Score the work:  {command()} eval run {out / 'leads.jsonl'} --corpus {out}"
    )


def _free(out: Path, *, force: bool) -> None:
    """Refuse a place where something would be lost; with --force a world of ours may be."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise FolderNotEmpty(f"{str(out)!r} is no folder; give a new one")
    if not force:
        raise FolderNotEmpty(f"{str(out)!r} is not empty; give a new folder or --force")
    if not _is_world(out):
        raise FolderNotEmpty(
            f"{str(out)!r} holds files that are no world, which stay; give a new folder"
        )


def _is_world(folder: Path) -> bool:
    """Whether what stands there was written by this command."""
    from leadwright.sandbox.export import README

    page = folder / "README.md"
    if not page.is_file() or not (folder / "corpus.toml").is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as text:
        return text.readline() == README.splitlines(keepends=True)[0]
