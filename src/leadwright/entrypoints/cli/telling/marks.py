"""Numbered marks: each source gets a number, and what rests on it carries that number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leadwright.leads.findings import Evidence, EvidenceId, Finding, Findings
from leadwright.review.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What was read on one day at one place."""

    number: int
    name: str
    seen_on: date
    url: str | None


class Sources:
    """The sources of a story, numbered in the order they are first named."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._numbers: dict[tuple[str, date, str | None], int] = {}

    def of(self, finding: Finding) -> str:
        """The marks of a finding: `[1][3]`."""
        return self.marks(self._findings.evidence_of(finding))

    def of_ids(self, ids: Iterable[EvidenceId]) -> str:
        """The marks of evidence, by its ids."""
        wanted = set(ids)
        return self.marks(item for item in self._findings.evidence if item.id in wanted)

    def marks(self, items: Iterable[Evidence]) -> str:
        """The numbers of the sources these items come from."""
        return "".join(f"[{number}]" for number in sorted({self.number(item) for item in items}))

    def number(self, item: Evidence) -> int:
        """The number of the source an item comes from."""
        key = (item.source, item.observed_on, item.url)
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    @property
    def all(self) -> tuple[Source, ...]:
        """Every source named so far."""
        return tuple(
            Source(number=number, name=name, seen_on=seen_on, url=url)
            for (name, seen_on, url), number in self._numbers.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A mail with a mark behind each sentence that states a fact, and the sources' own words."""

    subject: str
    body: str
    quotes: tuple[str, ...]  # `[2] “…”`, each once, in the order of the mail


def marked(draft: Draft, findings: Findings, sources: Sources) -> Marked:
    """The mail of a draft with its evidence; claims of other channels are left out."""
    by_id = {finding.id: finding for finding in findings.findings}
    subject, body = draft.subject, draft.body
    quotes: dict[str, list[Evidence]] = {}
    done: list[str] = []
    for claim in sorted(draft.claims, key=lambda claim: -len(claim.text)):
        cited = [by_id[one] for one in claim.finding_ids if one in by_id]
        items = [item for finding in cited for item in findings.evidence_of(finding)]
        if not items or any(claim.text in text for text in done):
            continue  # a part of a sentence that has its mark already
        if claim.text not in f"{subject}\n{body}":
            continue
        done.append(claim.text)
        told = f"{claim.text} {sources.marks(items)}"
        subject = told if subject == claim.text else subject
        body = body.replace(claim.text, told, 1)
        for item in items:
            quotes.setdefault(item.quote, []).append(item)
    told_by = tuple(f"{sources.marks(items)} “{quote}”" for quote, items in quotes.items())
    return Marked(subject=subject, body=body, quotes=told_by)
