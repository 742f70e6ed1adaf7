"""Options that every command shares, and how it answers machines and people."""

import json as jsonlib
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from leadwright.entrypoints.cli.screen import harmless
from leadwright.errors import Misconfigured

if TYPE_CHECKING:
    from leadwright.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines, nothing else.")]
Db = Annotated[
    str | None,
    typer.Option("--db", help="Database: sqlite:///FILE or postgresql://…", show_default=False),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Settings file (default: leadwright.toml).", show_default=False),
]
Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", help="Directory of a company corpus.", show_default=False),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="What today means: a date (2013-12-12), `corpus` (the corpus's own day) or `today`. "
        "Default: `corpus` where a corpus is given, else today.",
        show_default=False,
    ),
]
# What JSON lets through and some terminals obey.
_COMMANDS = re.compile("[\x7f-\x9f]")


class WrongDay(Misconfigured):
    """`--as-of` is no day."""

    code = "wrong_day"


def settings(
    *,
    db: str | None = None,
    config: Path | None = None,
    corpus: Path | None = None,
    as_of: str | None = None,
    playbook_latency_s: float | None = None,
    columns: Sequence[str] | None = None,
) -> "Settings":
    """The settings, with what the command line says on top."""
    from leadwright.settings import load

    given: dict[str, object] = {}
    if db is not None:
        given["database"] = {"url": db}
    if corpus is not None:
        given["research"] = {"corpus": corpus}
    if columns:
        pairs = (pair.partition("=") for pair in columns)
        given["intake"] = {"columns": {name: column for name, _, column in pairs}}
    if playbook_latency_s is not None:
        given["models"] = {"playbook_latency_s": playbook_latency_s}
    if as_of is not None or corpus is not None:  # also `today`, which the file may say otherwise
        given["as_of"] = day_of(as_of) if as_of is not None else "corpus"
    return load(config, **given)


def day_of(text: str) -> "date | Literal['corpus', 'today']":
    """A day as the command line gives it.

    Raises:
        WrongDay: it is neither a date nor `corpus` nor `today`.
    """
    if text == "corpus":
        return "corpus"
    if text == "today":
        return "today"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDay(
            f"--as-of {text!r} is no day; write 2013-12-12, `corpus` or `today`"
        ) from None


def command() -> str:
    """How this program is called here: `leadwright`, or `./dev run` in a checkout."""
    return os.environ.get("LEADWRIGHT_COMMAND") or "leadwright"  # noqa: TID251 - read at the door


def as_called(text: str) -> str:
    """A text with its commands as they can be given here."""
    return re.sub(r"`leadwright (?=[a-z])", f"`{command()} ", text)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    knows_all = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    text = jsonlib.dumps(value, ensure_ascii=not knows_all, indent=2, default=str)
    sys.stdout.write(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def without_password(url: str) -> str:
    """The address of a database as it may be shown."""
    told = re.sub(r"(?<=://)([^:@/]*):.*@", r"\1@", url)
    return re.sub(r"(?<=[?&]password=)[^&]*", "***", told)


def say(text: str) -> None:
    """Lines for people, on stdout; what others wrote in them gives a terminal no orders."""
    sys.stdout.write(harmless(text) + "\n")


def note(text: str) -> None:
    """A line for people, on stderr, so that stdout stays clean."""
    sys.stderr.write(harmless(text) + "\n")
