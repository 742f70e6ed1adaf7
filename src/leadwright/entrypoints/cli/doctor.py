"""`leadwright doctor`: what works, what is missing, what to do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import typer
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.options import (
    Config,
    Corpus,
    Db,
    Json,
    as_called,
    print_json,
    settings,
)
from leadwright.entrypoints.cli.screen import Screen
from leadwright.errors import LeadwrightError, reason_of

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.entrypoints.cli.checkup.check import Check
    from leadwright.settings import Settings

T = TypeVar("T")
STYLES: Final = {"fine": "green", "look": "yellow", "broken": "bold red"}


def doctor(corpus: Corpus = None, db: Db = None, config: Config = None, json: Json = False) -> None:
    """Check every part and say what works, what is missing and what to do.

    Exit code 1 when something is broken.
    """
    found = list(_checks(corpus=corpus, db=db, config=config))
    is_broken = any(one.state.value == "broken" for one in found)
    if json:
        print_json(
            {
                "ok": not is_broken,
                "checks": [
                    {"part": c.part, "state": c.state.value, "says": c.says, "todo": c.todo}
                    for c in found
                ],
            }
        )
    else:
        _tell(found)
    if is_broken:
        raise typer.Exit(1)


def _checks(*, corpus: Path | None, db: str | None, config: Path | None) -> "Iterator[Check]":
    from leadwright.entrypoints.cli.checkup import business, machine
    from leadwright.entrypoints.cli.checkup.check import broken, fine
    from leadwright.settings import FILE, SettingsInvalid

    yield machine.python()
    file = config or Path(FILE)
    try:
        given = settings(db=db, config=config, corpus=corpus)
    except SettingsInvalid as error:
        for fault in error.faults:
            yield broken("settings", fault, f"mend {file}, then run this again")
        return
    where = str(file) if file.is_file() else f"no {file} here: all defaults; `leadwright init` asks"
    yield fine("settings", where)
    yield _checked("SQLite", machine.sqlite, given)
    yield _checked("disk", machine.disk, given)
    base = _checked("database", machine.database, given)
    yield base
    if base.state.value != "broken":  # its key can only be tried where it opens
        yield _checked("master key", machine.key, given)
    yield from _of_house(given)
    yield _checked("seller", business.seller, given)
    yield _checked("mail", business.mail, given)
    yield _checked("exchange rates", business.rates, given)
    yield _checked("models", business.models, given)


def _of_house(given: "Settings") -> "Iterator[Check]":
    """What only a house can tell; one that cannot be built says why, part by part."""
    from leadwright.entrypoints.cli.checkup import business
    from leadwright.entrypoints.cli.checkup.check import broken
    from leadwright.entrypoints.cli.plan import looking

    yield _checked("sources", business.sources, given)
    yield _checked("sandbox", business.sandbox, given)
    spare = given.model_copy(
        update={
            "database": type(given.database)(url="sqlite:///no-database-here.db"),
            "mail": type(given.mail)(),
        }
    )
    parts: tuple[Callable[[House], Check], ...] = (
        business.tools,
        business.rules,
        business.ideal_customer,
        business.today,
    )
    try:
        with looking(spare) as house:
            for part in parts:
                yield _checked(part.__name__.replace("_", " "), part, house)
    except LeadwrightError as error:
        yield broken("rules", str(error))


def _checked(name: str, part: "Callable[[T], Check]", given: T) -> "Check":
    """What a part says; a failure that has a name is what is broken about it."""
    from leadwright.entrypoints.cli.checkup.check import broken

    try:
        return part(given)
    except LeadwrightError as error:
        return broken(name, str(error))
    except OSError as error:
        return broken(name, f"{error.filename or name}: {reason_of(error)}")


def _tell(found: "list[Check]") -> None:
    console = Screen()
    table = Table.grid(padding=(0, 2))
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in found:
        says = Text(as_called(one.says))
        if one.todo:
            says.append(f"\n→ {as_called(one.todo)}", style="bold")
        table.add_row(Text(one.state.value, style=STYLES[one.state.value]), one.part, says)
    console.print(table)
    counts = {state: sum(one.state.value == state for one in found) for state in STYLES}
    if counts["broken"]:
        console.print(f"\n{counts['broken']} of {len(found)} parts are broken.", style="bold")
    elif counts["look"]:
        console.print(f"\nAll works; {counts['look']} to look at.", style="bold")
    else:
        console.print("\nAll works.", style="bold")
