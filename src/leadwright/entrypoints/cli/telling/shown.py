"""What the demo shows: the outcomes at a glance, three leads told briefly, where to go on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.options import command
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.telling.tale import Tale, glimpse
from leadwright.journey.ports import LeadRow
from leadwright.leads.stage import Stage
from leadwright.review.escalation import title_of

WIDEST: Final = 100
BAR: Final = 24
SAID: Final = {
    Stage.AWAITING_APPROVAL: "have a message ready that waits for a yes",
    Stage.ESCALATED: "need a person, and say why",
    Stage.MERGED: "were the same person twice, and became one",
    Stage.DISQUALIFIED: "are left alone",
}


def reasons_of(rows: Sequence[LeadRow]) -> dict[str, int]:
    """Why leads need a person: the leading reason of each, the most frequent first."""
    halts = (row.session.halt for row in rows)
    return dict(Counter(halt.reasons[0] for halt in halts if halt).most_common())


def tell(result: Mapping[str, object], tales: Mapping[str, Tale], *, kept: Path | None) -> None:
    """Print it all."""
    console = Screen(width=min(Screen().width, WIDEST))
    console.print(_outcomes(result))
    for number, (title, tale) in enumerate(tales.items(), start=1):
        console.print()
        console.print(Rule(Text(f"{number}. {title}", style="bold"), align="left", characters="─"))
        console.print(glimpse(tale))
    console.print()
    console.print(Rule(characters="─"))
    for line in _took(result):
        console.print(line)
    for line in _next(kept):
        console.print(line, soft_wrap=True)  # commands are copied in one piece


def _outcomes(result: Mapping[str, object]) -> RenderableType:
    outcomes = cast("dict[str, int]", result["outcomes"])
    reasons = cast("dict[str, int]", result["reasons"])
    most = max(outcomes.values(), default=1)
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_row(
        Text(f"{sum(outcomes.values()):,}", style="bold"), Text("leads came in", style="bold"), ""
    )
    for name, count in sorted(outcomes.items(), key=lambda item: -item[1]):
        stage = Stage(name)
        said = SAID.get(stage, words.stage(stage))
        bar = "█" * max(1, round(BAR * count / most))
        table.add_row(Text(f"{count:,}", style="bold"), said, Text(bar, style="cyan"))
        if stage is Stage.ESCALATED:
            for code, number in reasons.items():
                table.add_row("", Text(f"{number:>3} {title_of(code)}", style="dim"), "")
    return Padding(table, (0, 0, 0, 1))


def _took(result: Mapping[str, object]) -> Iterable[Text]:
    count = sum(cast("dict[str, int]", result["outcomes"]).values())
    calls, seconds = cast("int", result["tool_calls"]), cast("float", result["wall_s"])
    yield Text(
        f"{count} leads in {seconds:.1f} seconds, {calls:,} look-ups, $0.00. No language model had "
        "a hand in it: the playbook plays every agent by rule."
    )


def _next(kept: Path | None) -> Iterable[Text]:
    here = command()
    if kept is None:
        yield Text(f"Look around in it:   {here} demo --keep demo-folder")
    else:
        db = f"--db sqlite:///{kept / 'leadwright.db'}"
        yield Text("Look around in it:")
        yield Text(f"  {here} leads list {db}")
        yield Text(f"  {here} leads show ID {db}")
    yield Text(f"Your own leads:      {here} init, then {here} run LEADS.csv --dry-run")
