"""What waits for a decision, as a person reads it: every byte, and what it rests on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli import story
from leadwright.entrypoints.cli.options import command
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.story import SHORT_CHARS
from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.telling.marks import Sources, marked
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.ports import Opening
from leadwright.review.approvals import Approval, ApprovalStatus

HEADS: Final = ("approval", "lead", "asks to", "time left", "waits for", "who")
_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An approval with its lead, who decides it today, and what it stands for."""

    approval: Approval
    who: str | None
    opening: Opening
    bound: Intent | None = None


def tell_all(found: Sequence[Waiting], now: datetime, *, mine: str | None = None) -> None:
    """Pending approvals, each with the lead it is about."""
    if not found:
        Screen().print(f"Nothing waits for {mine}." if mine else "Nothing waits for approval.")
        return
    table = Table.grid(padding=(0, 2))
    for name in HEADS[:-1]:
        table.add_column(name, no_wrap=True)  # ids are copied in one piece
    table.add_column(HEADS[-1], overflow="fold")
    table.add_row(*(Text(head, style="dim") for head in HEADS))
    for one in found:
        table.add_row(*_cells(one, now))
    here, first = command(), found[0].approval.id[:SHORT_CHARS]
    Screen().print(table)
    Screen().print(f"Look: {here} approvals show {first}")
    Screen().print(f"Decide: {here} approvals approve|edit|reject {first} --as YOU")


def _cells(one: Waiting, now: datetime) -> Iterator[Text]:
    approval, lead = one.approval, one.opening.lead
    names = (lead.person.name, story.company_of(lead, one.opening.session))
    is_late = approval.reminded_at is not None or approval.expires_at <= now
    yield Text(approval.id[:SHORT_CHARS])
    yield Text(story.short_id(lead))
    yield Text(words.said("approval_actions", approval.action))
    yield Text(left(approval.expires_at - now), style="red" if is_late else "")
    yield Text(waits_for(approval, one.who))
    yield Text(", ".join(name for name in names if name), style="bold")


def waits_for(approval: Approval, who: str | None) -> str:
    """Whom it waits for: `ann`, `ann (1 of 2 said yes)`, `anybody`."""
    name = who or "anybody"
    if approval.needs == 1:
        return name
    return f"{name} ({len(approval.yes)} of {approval.needs} said yes)"


def left(time: timedelta) -> str:
    """How much time there is: `2 days`, `47 h`, `12 min`, `over`."""
    seconds = int(time.total_seconds())
    if seconds <= 0:
        return "over"
    if seconds >= 3 * _DAY_S:
        return f"{seconds // _DAY_S} days"
    if seconds >= 2 * _HOUR_S:
        return f"{seconds // _HOUR_S} h"
    return f"{seconds // _MINUTE_S} min" if seconds >= 2 * _MINUTE_S else f"{seconds} s"


def tell(one: Waiting, now: datetime) -> None:
    """One approval: the exact content it is bound to, its evidence, and how long it waits."""
    approval = one.approval
    text = Text(_worded(json.loads(one.bound.content)) if one.bound else approval.draft)
    for line in (*_evidence(one), "", *_standing(one, now)):
        text.append(f"\n{line}", style="dim")
    action = words.said("approval_actions", approval.action)
    status = words.said("approvals", approval.status)
    title = f"{status}: {action}, lead {story.short_id(one.opening.lead)}"
    Screen().print(Panel(text, title=Text(title), title_align="left"))
    if approval.status is ApprovalStatus.PENDING:
        here = f"{command()} approvals"
        short = approval.id[:SHORT_CHARS]
        Screen().print(f"Say yes: {here} approve {short} --as YOU")


def _standing(one: Waiting, now: datetime) -> Iterator[str]:
    approval = one.approval
    yield f"Bound to SHA-256 {approval.content_hash}"
    if approval.status is not ApprovalStatus.PENDING:
        by = f" by {approval.decided_by}" if approval.decided_by else ""
        when = f", {words.moment(approval.decided_at)}" if approval.decided_at else ""
        why = f": {approval.reason}" if approval.reason else ""
        yield f"{words.said('approvals', approval.status).capitalize()}{by}{when}{why}"
        return
    time = left(approval.expires_at - now)
    yield f"Expires {approval.expires_at:%Y-%m-%d %H:%M} UTC ({time}); silence never sends"
    yield f"Waits for {waits_for(approval, one.who)}"
    for yes in approval.yes:
        yield f"{yes.by} said yes, {words.moment(yes.at)}"


def _evidence(one: Waiting) -> Iterator[str]:
    """What its sentences rest on, where the session still tells of this very draft."""
    session = one.opening.session
    draft, findings = session.draft, session.findings
    if draft is None or findings is None or session.approval_id != one.approval.id:
        return
    sources = Sources(findings)
    mail = marked(draft, findings, sources)
    if not mail.quotes:
        yield "\nNo sentence states a fact about them, so none needs a source."
        return
    yield "\nSentences that state a fact, and what sources say:"
    for claim in draft.claims:
        if claim.text in draft.body or claim.text == draft.subject:
            marks = sources.of_ids(
                one_id
                for finding in findings.findings
                if finding.id in claim.finding_ids
                for one_id in finding.evidence_ids
            )
            yield f"  {marks} {' '.join(claim.text.split())}"
    for quote in mail.quotes:
        yield f"  {quote}"
    for source in sources.all:
        yield f"  [{source.number}] {source.name}, seen {words.day(source.seen_on)}" + (
            f", {source.url}" if source.url else ""
        )


def _worded(content: dict[str, Any]) -> str:
    """A mail as mails look, with every header; changes of the CRM one by one."""
    if "body" not in content:
        return "\n\n".join(_change(json.loads(change)) for _, change in sorted(content.items()))
    heads = {name.title(): content[name] for name in ("from", "to", "subject")}
    heads |= content.get("headers", {})
    lines = [f"{name}: {value}" for name, value in heads.items()]
    until = content.get("window", {}).get("until")
    if until:
        last = words.moment(datetime.fromisoformat(until))
        lines.append(f"(goes out until {last}, or not at all)")
    return "\n".join([*lines, "", content["body"]])


def _change(change: dict[str, Any]) -> str:
    before, after = change["before"], change["after"]
    lines = [words.said("changes", change["kind"])]
    for name, value in after.items():
        was = f"{before[name]} → " if before.get(name) else ""
        lines.append(f"{words.said('crm_fields', name)}: {was}{value}")
    return "\n  ".join(line.replace("\n", "\n    ") for line in lines)
