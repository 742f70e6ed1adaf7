"""What a story is told from, and how it is told: who, what was found, what waits, what it cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli import story
from leadwright.entrypoints.cli.screen import Screen
from leadwright.entrypoints.cli.telling import found, words
from leadwright.entrypoints.cli.telling.marks import Marked, Sources, marked
from leadwright.journey.ports import Opening
from leadwright.leads.findings import Findings, Match, Resolution
from leadwright.leads.lead import Lead
from leadwright.memory.session import Halt, Proposal
from leadwright.models.ports import CallKind, JournalRow
from leadwright.review.approvals import Approval, ApprovalStatus
from leadwright.review.escalation import title_of
from leadwright.review.rules.variables import Value, shown

WIDEST = 120  # wider lines are hard to read
SIDE_BY_SIDE = 110  # from here on the evidence stands beside the draft
SENT = "send_email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """All that a lead's story is told from."""

    opening: Opening
    approvals: Sequence[Approval] = ()
    calls: Sequence[JournalRow] = ()
    earlier: Lead | None = None  # the same person, who came in first

    @property
    def findings(self) -> Findings | None:
        """What research concluded."""
        return self.opening.session.findings


def tell(tale: Tale) -> None:
    """Print the whole story."""
    console = Screen(width=min(Screen().width, WIDEST))
    sources = Sources(tale.findings or Findings(resolution=Resolution(match=Match.NONE)))
    parts = [_who(tale), _standing(tale)]
    if tale.findings:
        parts.append(found.section(tale.findings, sources, _company(tale)))
    parts += _draft(tale, sources, wide=console.width >= SIDE_BY_SIDE)
    parts += [found.references(sources)] if sources.all else []
    parts += [*_changes(tale), _course(tale), _cost(tale)]
    console.print(Group(*_spaced(parts)))


def glimpse(tale: Tale) -> RenderableType:
    """The story in short: who, where it stands and why; the message with its evidence."""
    sources = Sources(tale.findings or Findings(resolution=Resolution(match=Match.NONE)))
    lead = tale.opening.lead
    who = Text(_named(tale), style="bold")
    value = story.money_text(lead.deal_value)
    who.append(f" · {value}" if value else "", style="not bold")
    if tale.findings is None:
        return Group(who, _standing(tale))
    if tale.opening.session.draft:
        draft = _draft(tale, sources, wide=False)
        short = found.in_short(tale.findings)
        return Group(*_spaced([Group(who, short), *draft, found.references(sources)]))
    if tale.findings.resolution.entity is None:
        known: RenderableType = found.section(tale.findings, sources, _company(tale))
        return Group(who, "", _standing(tale), "", known)
    return Group(who, found.in_short(tale.findings), "", _standing(tale))


def _spaced(parts: Iterable[RenderableType]) -> Iterable[RenderableType]:
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield part


def _who(tale: Tale) -> RenderableType:
    lead = tale.opening.lead
    person = lead.person
    title = Text(_named(tale), style="bold")
    reach = (person.email, person.phone, lead.company.domain)
    lines = [
        title,
        Text(" · ".join(x for x in (story.money_text(lead.deal_value), *reach) if x)),
        Text(f"Lead {story.short_id(lead)}{_owned(lead)} · {_priority(tale.opening)}", style="dim"),
    ]
    flaws = list(dict.fromkeys(words.said("flaws", flaw.code) for flaw in lead.flaws))
    if flaws:
        lines.append(Text(f"Noticed when it came in: {words.listed(flaws)}.", style="dim"))
    return Group(*(line for line in lines if line.plain))


def _owned(lead: Lead) -> str:
    return f" · owner {lead.owner}" if lead.owner else ""


def _named(tale: Tale) -> str:
    person = tale.opening.lead.person
    who = ", ".join(x for x in (person.name or "Nobody is named", person.title) if x)
    return f"{who} at {_company(tale) or 'an unnamed company'}"


def _company(tale: Tale) -> str | None:
    return story.company_of(tale.opening.lead, tale.opening.session)


def _priority(opening: Opening) -> str:
    points = story.priority_of(opening)
    terms = sorted(story.terms_of(opening), key=lambda term: -term[1])
    why = ", ".join(why for _, _, why in terms if "not known" not in why)
    return f"priority {words.urgency(points)} ({points:.0f} of 100): {why}"


def _standing(tale: Tale) -> RenderableType:
    """Where it stands and why, what it waits for, and what comes next."""
    session = tale.opening.session
    table = _pairs()
    table.add_row("Stands", _stand(tale))
    if session.halt:
        for why in _whys(session.halt, tale.findings):
            table.add_row("Why", Text(why))
        table.add_row("Next", Text(session.halt.next_step, style="bold"))
    else:
        table.add_row("Next", Text(words.stage(session.stage, "next")))
    return table


def _stand(tale: Tale) -> Text:
    session = tale.opening.session
    label = words.stage(session.stage)
    told = Text(label[:1].upper() + label[1:], style="bold")
    if session.halt:
        told.append(f": {words.listed([title_of(code) for code in session.halt.reasons])}")
    elif tale.earlier is not None:
        told.append(f" into lead {story.short_id(tale.earlier)}", style="not bold")
    elif not session.draft and session.actions:
        told.append(f": {session.actions[-1].reason}", style="not bold")
    waiting = [one for one in tale.approvals if one.status is ApprovalStatus.PENDING]
    if waiting:
        until = min(one.expires_at for one in waiting)
        told.append(f" until {words.moment(until)}", style="not bold")
    return told


def _whys(halt: Halt, findings: Findings | None) -> list[str]:
    """The summary where it says more than the reasons' titles, then what each source says."""
    told = halt.summary
    for hit in halt.hits:
        values = hit.get("values")
        if isinstance(values, dict) and set(values) <= set(words.wording()["saying_nothing"]):
            plain = [shown(name, _read(value)) for name, value in values.items()]
            told = told.replace(f" ({', '.join(plain)})", "")
    titles = {title_of(code).lower() for code in halt.reasons}
    new = [s for s in told.split(". ") if s.rstrip(".").lower() not in titles]
    return [
        *([". ".join(new)] if new else []),
        *(found.disagreements(findings) if findings else ()),
    ]


def _read(value: object) -> Value | None:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return value if isinstance(value, bool | int | float) else str(value)


def _draft(tale: Tale, sources: Sources, *, wide: bool) -> list[RenderableType]:
    draft = tale.opening.session.draft
    if draft is None or tale.findings is None:
        return []
    mail = marked(draft, tale.findings, sources)
    text = Text("Subject: ", style="dim")
    text.append(mail.subject, style="not dim bold")
    text.append(f"\n\n{mail.body}", style="not dim")
    was_sent = any(one.action == SENT for one in tale.opening.session.actions)
    title = Text("The message, as it was sent" if was_sent else "The message, not sent", "bold")
    if not wide:
        return [Group(title, _in(text), "", _in(_footing(mail)))]
    columns = Table.grid(padding=(0, 3), expand=True)
    columns.add_column(ratio=3)
    columns.add_column(ratio=2)
    columns.add_row(text, _footing(mail))
    return [Group(title, _in(columns))]


def _footing(mail: Marked) -> Text:
    if not mail.quotes:
        return Text("No sentence states a fact about them, so none needs a source.", style="dim")
    text = Text("Sentences with a number state a fact; their sources say:", style="dim")
    for quote in mail.quotes:
        text.append(f"\n{quote}", style="not dim")
    return text


def _changes(tale: Tale) -> list[RenderableType]:
    proposals = tale.opening.session.proposals
    if not proposals:
        return []
    lines = [Text(f"• {_change(proposal)}") for proposal in proposals]
    return [Group(Text("After a yes, in the CRM", style="bold"), *(_in(line) for line in lines))]


def _change(proposal: Proposal) -> str:
    if proposal.kind == "crm_update":
        fields = [words.said("crm_fields", name) for name in proposal.after]
        return f"Set {words.listed(fields)}"
    due = proposal.after.get("due")
    return f"{proposal.summary}{f', by {words.written_day(due)}' if due else ''}"


def _course(tale: Tale) -> RenderableType:
    table = _pairs()
    for action in tale.opening.session.actions:
        who = words.said("agents", action.agent)
        did = words.said("actions", action.action)
        table.add_row(f"{action.timestamp:%H:%M:%S}", Text(f"{who}: {did}"))
    first = tale.opening.session.created_at
    title = Text(f"How it went, {words.day(first.date())} (UTC)", style="bold")
    return Group(title, _in(table))


def _cost(tale: Tale) -> RenderableType:
    budget = tale.opening.session.budget
    models = sorted({row.name for row in tale.calls if row.kind is CallKind.MODEL}) or ["playbook"]
    seconds = sum(row.latency_ms for row in tale.calls) / 1000
    parts = [
        f"${sum(spend.cost_usd for spend in budget):.4f}",
        words.counted(sum(spend.tokens for spend in budget), "token"),
        words.counted(sum(spend.model_calls for spend in budget), "model request")
        + f" ({words.listed(models)})",
        words.counted(sum(spend.tool_calls for spend in budget), "look-up"),
        f"{seconds:.2f} s",
    ]
    return Text(f"Cost: {' · '.join(parts)}", style="dim")


def _pairs() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, min_width=10)
    table.add_column(overflow="fold")
    return table


def _in(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2), expand=False)
