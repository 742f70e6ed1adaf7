"""Tables and summaries for people."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, cast

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli import story
from leadwright.entrypoints.cli.options import command
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import words
from leadwright.journey.ports import LeadRow
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.escalation import group

if TYPE_CHECKING:
    from leadwright.review.rules.trial import RulesTrial
    from leadwright.settings import Settings

WIDE = 110  # columns from which a lead fits one line
LIST_COLUMNS: Final[tuple[tuple[str, Literal["left", "right"]], ...]] = (
    ("lead", "left"),
    ("points", "right"),
    ("who", "left"),
    ("value", "right"),
)
FIXED = frozenset({"lead", "points", "value"})
COUNTED = 1_000  # leads; to count a million takes longer than to list a page of them
SHOWN = 5  # refused rows told of at the end of a run


def run_summary(result: dict[str, object], settings: "Settings", *, first: str = "") -> None:
    """What became of a file, and what to look at next: `first` is the lead with most priority."""
    console = Screen()
    outcomes = cast("dict[str, int]", result["outcomes"])
    table = Table(title="Where the leads stand", title_justify="left", show_edge=False)
    table.add_column("stage")
    table.add_column("leads", justify="right")
    for stage, count in sorted(outcomes.items(), key=lambda item: -item[1]):
        table.add_row(words.stage(Stage(stage)), f"{count:,}")
    console.print(table)
    console.print(
        f"{result['received']} received, {result['refused']} refused, "
        f"{result['unchanged']} seen before; here {result['model_calls']} model calls (playbook), "
        f"{result['tool_calls']} tool calls, ${result['cost_usd']:.2f}, {result['wall_s']} s",
    )
    refusals = cast("list[dict[str, object]]", result["refusals"])
    for refusal in refusals[:SHOWN]:
        console.print(
            Text(f"Row {refusal['row']} was refused: {refusal['reason']}", style="yellow")
        )
    for remark in cast("list[str]", result["remarks"]):
        console.print(Text(remark, style="yellow"))
    if settings.research.corpus and settings.as_of in {None, "corpus"}:
        console.print(
            f"Today was taken to be {result['as_of']}, the corpus's own day; see --as-of.",
        )
    if "company" not in settings.seller.model_fields_set:
        console.print(
            f"The drafts use an example seller; `{command()} init` asks for your own.",
            style="yellow",
        )
    here = command()
    shown = first or "ID"
    console.print(f"Next: {here} leads list, {here} leads show {shown}, {here} approvals list")


def leads(rows: Sequence[LeadRow], total: int) -> None:
    """Leads by priority, each with where it stands and why: two lines each, one where it is wide.

    The id works in every command.
    """
    console = Screen()
    if not rows:
        console.print(f"No leads here. `{command()} run LEADS.csv` works a file of them.")
        return
    wide = console.width >= WIDE
    table = Table(show_edge=False, box=SIMPLE_HEAD) if wide else Table.grid(padding=(0, 2))
    for name, justify in LIST_COLUMNS:
        table.add_column(name, justify=justify, overflow="fold", no_wrap=name in FIXED)
    if wide:
        table.add_column("stands", overflow="fold")
    else:
        table.add_row(*(Text(name, style="dim") for name, _ in LIST_COLUMNS))
    for row in rows:
        cells = _cells(row)
        if wide:
            table.add_row(*cells)
        else:
            table.add_row(*cells[:-1])
            table.add_row("", "", cells[-1], "")
    console.print(table)
    if total > len(rows):
        told = f"{len(rows)} of {_number(total)}; --limit and --offset show more."
        console.print(told, style="dim")


def _number(total: int) -> str:
    return f"{total:,}" if total <= COUNTED else f"more than {COUNTED:,}"


def _cells(row: LeadRow) -> list[Text]:
    who = (row.lead.person.name, story.company_of(row.lead, row.session))
    why = story.why_of(row.session)
    label = words.stage(row.session.stage)
    return [
        Text(story.short_id(row.lead)),  # to be copied in one piece
        Text(f"{story.priority_of(row):.0f}"),
        Text(", ".join(x for x in who if x), style="bold"),
        Text(story.money_text(row.lead.deal_value) or ""),
        Text(f"{label}: {why}" if why else label),
    ]


def escalations(rows: Sequence[LeadRow], total: int) -> None:
    """Escalated leads grouped by what they wait for, the largest group first."""
    console = Screen()
    by_ref = {row.lead.lead_id: row for row in rows}
    for found in group((ref, r.session.halt) for ref, r in by_ref.items() if r.session.halt):
        console.print(Text(found.headline, style="bold"))
        for fact in found.facts:
            console.print(Text(f"  {fact.headline}", style="dim"))
        console.print(_waiting(by_ref[LeadId(ref)] for ref in found.lead_refs))
    if rows:
        here = command()
        console.print(f"Put one right: {here} leads correct ID --as YOU --field company_name=…")
        console.print(f"Try one again: {here} leads retry ID")
    if total > len(rows):
        console.print(f"{len(rows)} of {_number(total)}; --limit shows more.", style="dim")


def _waiting(rows: Iterable[LeadRow]) -> Padding:
    """Escalated leads, each with whom it is about and what would help."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)  # ids are copied in one piece
    table.add_column(overflow="fold")
    for row in rows:
        who = row.lead.person.name or "nobody named"
        company = story.company_of(row.lead, row.session) or "unnamed company"
        step = row.session.halt.next_step if row.session.halt else ""
        table.add_row(Text(story.short_id(row.lead)), Text(f"{who}, {company}: {step}"))
    return Padding(table, (0, 0, 0, 4), expand=False)


def rules_trial(trial: "RulesTrial") -> None:
    """What a rule set would have done to past leads."""
    console = Screen()
    if not trial.leads:
        console.print("No lead has been researched yet; run some leads first.")
        return
    console.print(
        f"Would have escalated {trial.would_escalate} of {trial.leads} leads "
        f"(escalated then: {trial.was_escalated}).",
    )
    table = Table(show_edge=False)
    for name, justify in (("rule", "left"), ("hits", "right"), ("alone", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    table.add_column("reason", overflow="fold")
    for rule in trial.per_rule:
        cells = (rule.rule_id, str(rule.hits), str(rule.alone), rule.reason)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    for label, refs in (("Newly", trial.newly), ("No longer", trial.no_longer)):
        if refs:
            more = f" and {len(refs) - 8} more" if len(refs) > 8 else ""  # noqa: PLR2004
            console.print(f"{label} escalated: {', '.join(refs[:8])}{more}")


def grounding(report: dict[str, object]) -> None:
    """A grounding report, sentence by sentence."""
    console = Screen()
    for sentence in cast("list[dict[str, object]]", report["sentences"]):
        problems = cast("list[dict[str, str]]", sentence["problems"])
        style = "red" if problems else "green" if sentence["verdict"] == "grounded" else "dim"
        console.print(Text(f"{sentence['verdict']:<11} {sentence['text']}", style=style))
        for problem in problems:
            console.print(Text(f"            {problem['code']}: {problem['message']}"))
    count = cast("int", report["problems"])
    faults = f"{count} problem{'s' if count != 1 else ''}."
    verdict = "Every fact is grounded." if report["ok"] else faults
    console.print(verdict)
