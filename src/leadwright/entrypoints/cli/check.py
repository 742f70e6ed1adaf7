"""`leadwright check`: run a check of the house on something from outside."""

import json as jsonlib
from pathlib import Path
from typing import Annotated, cast

import typer

from leadwright.entrypoints.cli import tables
from leadwright.entrypoints.cli.options import Json, print_json
from leadwright.errors import Refused, reason_of, where_json_breaks

app = typer.Typer(help="Checks on things from outside.", no_args_is_help=True)


class CaseUnreadable(Refused):
    """The file with the case cannot be read."""

    code = "case_unreadable"


@app.callback()
def _group() -> None:
    """Checks on things from outside."""


@app.command("draft")
def draft(
    file: Annotated[Path, typer.Argument(help="JSON with `draft` and `findings`; - for stdin.")],
    json: Json = False,
) -> None:
    """Check that every fact in a draft rests on its findings; exit 1 when one does not."""
    from leadwright.review.grounding import Checker, parse_case, report_json

    text = typer.get_text_stream("stdin").read() if str(file) == "-" else _read(file)
    try:
        data = jsonlib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CaseUnreadable(
            f"{str(file)!r} is not JSON: {where_json_breaks(error)}; mend it there"
        ) from None
    case, findings, context = parse_case(data)
    report = Checker().check(case, findings, context)
    told = cast("dict[str, object]", report_json(report))
    if json:
        print_json(told)
    else:
        tables.grounding(told)
    if not report.ok:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseUnreadable(
            f"{str(file)!r} cannot be read ({reason_of(error)}); name a JSON file"
        ) from None
