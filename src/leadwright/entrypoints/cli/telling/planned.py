"""The plan of a run, for a person: the file, its leads, what would happen, what it would cost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import words
from leadwright.leads.intake.values.text import shorten
from leadwright.review.escalation import title_of

SHOWN_REFUSALS: Final = 5
SHOWN_COLUMNS: Final = 30
SAMPLE_CHARS: Final = 34


def tell(told: Mapping[str, object]) -> None:
    """The plan for a person."""
    console = Screen()
    console.print(Text(f"The plan for {told['file']}; nothing is done and nothing written yet."))
    for title, part in _PARTS.items():
        lines = part(told)
        if lines:
            console.print()
            console.print(Text(title, style="bold"))
            for line in lines:
                console.print(Padding(line, (0, 0, 0, 2), expand=False))


def _columns(told: Mapping[str, object]) -> list[Table | Text]:
    columns: Sequence[Mapping[str, str | None]] = told["columns"]  # type: ignore[assignment]
    table = Table.grid(padding=(0, 2))
    for _ in range(3):
        table.add_column(overflow="ellipsis", no_wrap=True)
    table.add_row(*(Text(name, style="dim") for name in ("column", "is read as", "for example")))
    for one in columns[:SHOWN_COLUMNS]:
        field = one["field"]
        read_as = words.said("columns", field) if field else "kept, not read"
        name, sample = (shorten(one[part] or "", SAMPLE_CHARS) for part in ("column", "sample"))
        table.add_row(*(Text(cell) for cell in (name, read_as, sample)))
    more = len(columns) - SHOWN_COLUMNS
    head = Text(f"{told['format']}, {words.counted(_number(told['rows']), 'row')}")
    remarks = [Text(str(one)) for one in told["remarks"]]  # type: ignore[attr-defined]
    return [head, *remarks, table, *([Text(f"and {more} more columns")] if more > 0 else [])]


def _refused(told: Mapping[str, object]) -> list[Text]:
    refusals: Sequence[Mapping[str, object]] = told["refusals"]  # type: ignore[assignment]
    lines = [Text(f"row {one['row']}: {one['reason']}") for one in refusals[:SHOWN_REFUSALS]]
    more = _number(told["refused"]) - len(lines)
    return [*lines, *([Text(f"and {more:,} more")] if more > 0 else [])]


def _leads(told: Mapping[str, object]) -> list[Text]:
    at_least = "" if told["all_rows_compared"] else "at least "
    in_database = told["same_person_in_database"]
    counts = [
        f"{words.counted(_number(told['new']), 'new lead')}",
        f"{_number(told['unchanged']):,} seen before",
        f"{at_least}{_number(told['same_person_in_file']):,} the same person as an earlier row",
        "no database yet"
        if in_database is None
        else f"{_number(in_database):,} the same person as a lead of the database",
    ]
    lines = [Text(f"{', '.join(counts)}")]
    for name, label in (("priority", "By priority"), ("value", "By value")):
        groups: Mapping[str, int] = told[name]  # type: ignore[assignment]
        if groups:
            parts = [f"{word} {count:,}" for word, count in groups.items()]
            lines.append(Text(f"{label}: {', '.join(parts)}"))
    return lines


def _stops(told: Mapping[str, object]) -> list[Text]:
    stopped: Mapping[str, int] = told["stopped_before_research"]  # type: ignore[assignment]
    leads = _number(told["leads_stopped_before_research"])
    if not told["company_data"]:
        return [Text("Every lead: no source of company data is set (--corpus DIR).")]
    if not leads:
        return [Text("As far as the file tells, none; research may find reasons.")]
    reasons = [f"{title_of(code)} {count:,}" for code, count in stopped.items()]
    head = f"{words.counted(leads, 'lead')} for sure: {', '.join(reasons)}."
    return [Text(f"{head} Research may find more reasons.")]


def _work(told: Mapping[str, object]) -> list[Table | Text]:
    steps: Sequence[Mapping[str, object]] = told["steps"]  # type: ignore[assignment]
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, step in enumerate(steps, start=1):
        asked: Mapping[str, Sequence[str]] = step["tools"]  # type: ignore[assignment]
        table.add_row(Text(f"{number} {step['step']}"), Text(_step(str(step["does"]), asked)))
    fields = [words.said("crm_fields", str(name)) for name in told["crm_fields"]]  # type: ignore[attr-defined]
    touched = f"Of the CRM it would touch, after a yes: {words.listed(fields)}, two tasks, a note."
    return [table, Text(touched)]


def _cost(told: Mapping[str, object]) -> list[Text]:
    at: Mapping[str, float] = told["estimate"]  # type: ignore[assignment]
    tokens = f"about {at['tokens']:,.0f} tokens (at most {at['tokens_at_most']:,.0f})"
    return [
        Text(f"${at['cost_usd']:.2f}: the playbook plays every agent, and it costs nothing"),
        Text(f"{tokens}, about {_duration(at['seconds'])} on this machine"),
    ]


_PARTS: Final[Mapping[str, Callable[[Mapping[str, object]], Sequence[Table | Text]]]] = {
    "The file": _columns,
    "Rows that would be refused": _refused,
    "Leads": _leads,
    "Who needs a person": _stops,
    "What would happen to each new lead": _work,
    "What it would cost": _cost,
}


def _step(does: str, asked: Mapping[str, Sequence[str]]) -> str:
    """What a step does, whom it may ask for it, and what nobody answers."""
    answered = [f"{tool} ({', then '.join(who)})" for tool, who in asked.items() if who]
    silent = [tool for tool, who in asked.items() if not who]
    parts = [does]
    parts += [f"may ask {words.listed(answered)}"] if answered else []
    parts += [f"nobody answers {words.listed(silent)}"] if silent else []
    return "; ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - a minute and a half
        return words.counted(max(1, round(seconds)), "second")
    return words.counted(round(seconds / 60), "minute")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
