"""Research: which company is meant, and what do sources say about it?

Code plans and runs the look-ups and takes the house's own reading of what they found. The model
sees numbered evidence and says which item answers each field; it names no value itself, so it can
invent none. Its answer must agree with the reading; it may only add doubt.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, Reply
from leadwright.agents.quoting import quoted
from leadwright.clock import Clock
from leadwright.errors import Unavailable
from leadwright.leads import reading
from leadwright.leads.conventions import Conventions
from leadwright.leads.findings import (
    Evidence,
    EvidenceId,
    FactField,
    Finding,
    Findings,
    Resolution,
    Topic,
)
from leadwright.leads.lead import Lead
from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.resolver import Hit, resolve
from leadwright.leads.resolution.settings import ResolutionSettings
from leadwright.leads.wording import value_text
from leadwright.models import tokens
from leadwright.models.journal import SegmentJournal
from leadwright.models.playbook import Turn
from leadwright.tools.catalogue.domains import CHECK_DOMAIN_VALIDITY
from leadwright.tools.catalogue.listing import LOOK_UPS
from leadwright.tools.catalogue.phones import FORMAT_PHONE_NUMBER
from leadwright.tools.catalogue.research import SearchCompanyOutput
from leadwright.tools.contract import ToolResult
from leadwright.tools.runtime import ToolCall, ToolRuntime

NAME = "research"
EVIDENCE_TOKENS = 900  # of the phase's 2,000; the rest is instructions, schema and the answer
QUOTE_CHARS = 90
SOURCE_CHARS = 40
LONGEST_NAME = 300  # what the tools take
MOST_RECORDS = 50


class SourcesSilent(Unavailable):
    """No source could be asked which company is meant; that is not the same as knowing none."""

    code: ClassVar[str] = "sources_silent"


class ResearchOutput(BaseModel):
    """Which evidence answers which field."""

    model_config = ConfigDict(extra="forbid")

    findings: dict[str, list[int]] = Field(
        description="field -> evidence numbers, the one whose value counts first"
    )
    doubtful: list[str] = Field(default=[], description="fields a person should look at")


def play(turn: Turn) -> dict[str, JsonValue]:
    """Take the first item of each field, and all others that say the same."""
    chosen: dict[str, list[JsonValue]] = {}
    first: dict[str, str] = {}
    for line in turn.prompt.splitlines():
        number, _, rest = line.partition(" ")
        cells = rest.split(" | ")
        if not number.isdigit() or len(cells) < 2:  # noqa: PLR2004 - field and value
            continue
        field, value = cells[0], cells[1]
        if field in LISTS or first.setdefault(field, value) == value:
            chosen.setdefault(field, []).append(int(number))
    return {"findings": {field: list(numbers) for field, numbers in chosen.items()}}


LISTS = frozenset({FactField.DECISION_MAKER, FactField.NEWS})
SPEC = AgentSpec(
    name=NAME,
    output=ResearchOutput,
    output_name="research_findings",
    budget_tokens=2_000,
    max_output_tokens=400,
    tools=frozenset(spec.name for spec in (*LOOK_UPS, CHECK_DOMAIN_VALIDITY, FORMAT_PHONE_NUMBER)),
    play=play,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Researched:
    """What research came back with."""

    findings: Findings
    contact_status: str
    reply: Reply[ResearchOutput] | None
    calls: tuple[ToolResult, ...]
    doubts: tuple[FactField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Researcher:
    """The research agent with what it needs; shared by all leads."""

    colleagues: Colleagues
    tools: ToolRuntime
    conventions: Conventions
    settings: ResolutionSettings
    clock: Clock

    async def research(self, lead: Lead, journal: SegmentJournal) -> Researched:
        """Find out which company is meant and what is known about it.

        Raises:
            SourcesSilent: no source answered which company is meant.
            NoGoodAnswer: no model of the chain gave an answer that agrees with the evidence.
        """
        search = await self._search(lead, journal)
        if search.error is not None:
            raise SourcesSilent(f"No source answered ({search.error.message}).")
        hits = _hits(search)
        resolution = resolve(lead, hits, self.settings)
        if resolution.entity is None:
            return Researched(
                findings=Findings(resolution=resolution),
                contact_status="unknown",
                reply=None,
                calls=(search,),
            )
        records = [h.record for h in hits if h.record.record_id in resolution.entity.record_ids]
        calls = (search, *await self._look_up(resolution, journal))
        own = self._read(lead, resolution, records, calls)
        reply = await self._conclude(lead, own, journal) if own.findings else None
        return Researched(
            findings=own,
            contact_status=reading.contact_status(own),
            reply=reply,
            calls=calls,
            doubts=doubts(reply.output, own) if reply else (),
        )

    async def _search(self, lead: Lead, journal: SegmentJournal) -> ToolResult:
        email = lead.person.email
        return await self._call(
            "search_company",
            journal,
            company_name=lead.company.name,
            company_domain=lead.company.domain,
            country=lead.company.country,
            person_name=lead.person.name,
            email_domain=email.rpartition("@")[2] if email else None,
        )

    async def _look_up(self, resolution: Resolution, journal: SegmentJournal) -> list[ToolResult]:
        entity = resolution.candidates[0]
        name, ids = entity.name[:LONGEST_NAME], entity.record_ids[:MOST_RECORDS]
        tools = ("lookup_funding_history", "get_decision_maker_contact", "search_company_news")
        calls = (self._call(tool, journal, company_name=name, record_ids=ids) for tool in tools)
        return await asyncio.gather(*calls)

    async def _call(self, tool: str, journal: SegmentJournal, **arguments: object) -> ToolResult:
        call = ToolCall(tool=tool, arguments=arguments, agent=NAME, phase=NAME)
        return await self.tools.call(call, journal)

    def _read(
        self,
        lead: Lead,
        resolution: Resolution,
        records: Sequence[CompanyRecord],
        calls: Sequence[ToolResult],
    ) -> Findings:
        meant = {record.record_id for record in records}
        evidence = [item for call in calls for item in call.evidence if item.record_id in meant]
        return reading.read(
            resolution,
            records,
            evidence,
            self.conventions,
            today=self.clock.today(),
            contact=lead.person,
        )

    async def _conclude(
        self, lead: Lead, own: Findings, journal: SegmentJournal
    ) -> Reply[ResearchOutput]:
        numbered = number_evidence(own)
        return await self.colleagues.ask(
            SPEC,
            prompt(lead, own, numbered),
            journal=journal,
            check=lambda output: disagreements(output, own, numbered),
        )


def asked(own: Findings) -> list[Finding]:
    """The findings a model is asked about; whether the contact works there is a look-up."""
    return [finding for finding in own.findings if finding.field is not FactField.CONTACT]


def number_evidence(own: Findings) -> dict[int, Evidence]:
    """The evidence worth showing, best first by field, numbered from 1, within the budget."""
    by_id = {item.id: item for item in own.evidence}
    shown: list[Evidence] = []
    spent = 0
    for rank in (0, 1, 2):  # first what counts, then what agrees, then what contradicts
        for finding in asked(own):
            for item in _of_rank(finding, rank, by_id):
                spent += tokens.careful(_line(0, item))
                if rank == 0 or spent <= EVIDENCE_TOKENS:
                    shown.append(item)
    order: dict[FactField | Topic, int] = {field: n for n, field in enumerate(FactField)}
    shown.sort(key=lambda item: order[item.field])  # stable: rank order stays within a field
    return dict(enumerate(shown, start=1))


def _of_rank(
    finding: Finding, rank: int, by_id: Mapping[EvidenceId, Evidence]
) -> Sequence[Evidence]:
    others = (i for conflict in finding.conflicts for i in conflict.evidence_ids)
    ids = (finding.evidence_ids[:1], finding.evidence_ids[1:], tuple(others))[rank]
    return [by_id[i] for i in ids if i in by_id]


def prompt(lead: Lead, own: Findings, numbered: Mapping[int, Evidence]) -> str:
    """The task: the company, then evidence as data between marks."""
    lines = "\n".join(_line(number, item) for number, item in numbered.items())
    company = own.resolution.candidates[0].name or lead.company.name
    return f"Company: {quoted(str(company), QUOTE_CHARS)}\n<evidence>\n{lines}\n</evidence>"


def _line(number: int, item: Evidence) -> str:
    said, source = quoted(value_text(item.value), QUOTE_CHARS), quoted(item.source, SOURCE_CHARS)
    cells = (cell.replace("|", "/") for cell in (said, source))
    return f"{number} {' | '.join((item.field, *cells))}"


def disagreements(
    output: ResearchOutput, own: Findings, numbered: Mapping[int, Evidence]
) -> list[str]:
    """Where an answer names evidence that does not exist, or another value than the reading's."""
    problems = [
        f"{field}: evidence {number} does not exist or is not about {field}"
        for field, numbers in output.findings.items()
        for number in numbers
        if number not in numbered or numbered[number].field != field
    ]
    if problems:
        return problems
    for finding in asked(own):
        cited = [numbered[n].id for n in output.findings.get(finding.field, [])]
        counts = cited if finding.field in LISTS else cited[:1]
        if not set(counts) & set(finding.evidence_ids):
            problems.append(f"{finding.field}: answer with the evidence listed first")
    return problems


def doubts(output: ResearchOutput, own: Findings) -> tuple[FactField, ...]:
    """The known fields a model did not trust. That is no conflict: sources may well agree."""
    wanted = set(output.doubtful)
    return tuple(field for field in FactField if field in wanted and own.get(field))


def _hits(search: ToolResult) -> list[Hit]:
    found = search.output
    if not isinstance(found, SearchCompanyOutput):
        return []
    return [Hit(record=hit.record, person=hit.person) for hit in found.companies]
