"""What was found: facts with their sources, what is not known, and where sources disagree."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.telling.marks import Sources
from leadwright.leads.findings import Candidate, EvidenceId, FactField, Finding, Findings, Match

MOST_CANDIDATES = 5


def section(findings: Findings, sources: Sources, company: str | None) -> RenderableType:
    """The facts as lines: what, value, marks of the sources."""
    title = Text(f"What was found about {company or 'the company'}", style="bold")
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_row("Which one", Text(_which(findings)), "")
    for number, candidate in enumerate(_candidates(findings), start=1):
        table.add_row("", Text(f"{number}. {_candidate(candidate)}"), "")
    before = None
    for finding in findings.findings:
        label = words.said("facts", finding.field) if finding.field is not before else ""
        before = finding.field
        table.add_row(
            label, Text(words.value(finding.value, finding.field)), Text(sources.of(finding))
        )
        for told, marks in _others(finding, findings, sources):
            table.add_row("", told, Text(marks))
    if unknown := [words.said("facts_in_a_sentence", field) for field in findings.unknown]:
        table.add_row("Not known", Text(words.listed(unknown, "or")), "")
    for note in findings.notes:
        table.add_row("Note", Text(note), "")
    return Group(title, Padding(table, (0, 0, 0, 2), expand=False))


def in_short(findings: Findings) -> Text:
    """The facts in one line, as one would say them: `29 employees, founded 1982`."""
    templates: dict[str, str] = words.wording()["in_short"]
    told = [
        template.format(words.value(finding.value, name))
        for name, template in templates.items()
        if (finding := findings.get(FactField(name))) is not None
    ]
    number = len({(item.source, item.observed_on) for item in findings.evidence})
    says = f"{', '.join(told)} (from {words.counted(number, 'source')})"
    return Text(says if told else "Nothing is known.", style="dim")


def disagreements(findings: Findings) -> list[str]:
    """Each value that a person must decide between, with who says it and when."""
    return [_disagreement(one, findings) for one in findings.findings if _is_open(one, findings)]


def references(sources: Sources) -> RenderableType:
    """The sources by number: name, day, link."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for source in sources.all:
        link = f"  {source.url}" if source.url else ""
        told = Text(f"{source.name}, seen {words.day(source.seen_on)}")
        table.add_row(Text(f"[{source.number}]"), told.append(link, style="dim"))
    return Group(Text("Sources", style="bold"), Padding(table, (0, 0, 0, 2), expand=False))


def _which(findings: Findings) -> str:
    resolution = findings.resolution
    entity = resolution.entity
    if resolution.candidates and entity is None:
        several = resolution.match is Match.AMBIGUOUS
        rest = "nothing decides between them" if several else "the nearest"
        return f"{words.said('matches', resolution.match).capitalize()}; {rest}:"
    reason = resolution.reason or words.said("matches", resolution.match)
    said = reason.removeprefix(f"{entity.name}: ") if entity else reason
    return said[:1].upper() + said[1:]


def _candidates(findings: Findings) -> tuple[Candidate, ...]:
    resolution = findings.resolution
    return resolution.candidates[:MOST_CANDIDATES] if resolution.entity is None else ()


def _candidate(candidate: Candidate) -> str:
    hosts = f" ({words.listed(list(candidate.domains))})" if candidate.domains else ""
    why = f": {'; '.join(candidate.reasons)}" if candidate.reasons else ""
    return f"{candidate.name}{hosts}{why}"


def _others(finding: Finding, findings: Findings, sources: Sources) -> list[tuple[Text, str]]:
    """What other sources say; in bold where a person should look."""
    serious = finding.field in findings.conflicts
    word = "sources disagree:" if serious else "also seen:"
    style = "bold" if serious else "dim"
    return [
        (
            Text(f"{word} {words.value(other.value, finding.field)}", style=style),
            sources.of_ids(other.evidence_ids),
        )
        for other in finding.conflicts
    ]


def _is_open(finding: Finding, findings: Findings) -> bool:
    return finding.field in findings.conflicts and bool(finding.conflicts)


def _disagreement(finding: Finding, findings: Findings) -> str:
    ids = (finding.evidence_ids, *(other.evidence_ids for other in finding.conflicts))
    values = (finding.value, *(other.value for other in finding.conflicts))
    told = [
        f"{words.value(value, finding.field)} says {_sayers(set(own), findings)}"
        for value, own in zip(values, ids, strict=True)
    ]
    field = words.said("facts_in_a_sentence", finding.field)
    return f"{field.capitalize()}: {'; '.join(told)}."


def _sayers(ids: set[EvidenceId], findings: Findings) -> str:
    said = dict.fromkeys(
        f"{item.source} ({words.day(item.observed_on)})"
        for item in findings.evidence
        if item.id in ids
    )
    return words.listed(list(said))
