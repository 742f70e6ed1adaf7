"""Research: which company is meant, and what do sources say about it?

Code plans and runs the look-ups and takes the house's own reading of what they found. The model
sees numbered evidence and says which item answers each field; it names no value itself, so it can
invent none. Its answer must agree with the reading; it may only add doubt.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents import second_look
from leadwright.agents.base import AgentSpec, Colleagues, Reply
from leadwright.agents.quoting import quoted
from leadwright.agents.second_look import More
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
from leadwright.tools.contract import ToolErrorCode, ToolResult
from leadwright.tools.runtime import ToolCall, ToolRuntime

NAME = "research"
EVIDENCE_TOKENS = 900  # of the phase's 2,000; the rest is instructions, schema and the answer
QUOTE_CHARS = 90
TOPIC_CHARS = 200
SOURCE_CHARS = 40


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
    more: list[More] = Field(default=[], max_length=2, description="look-ups to make, if offered")


def play(turn: Turn) -> dict[str, JsonValue]:
    """Take the first item of each field, and all others that say the same."""
    chosen: dict[str, list[JsonValue]] = {}
    first: dict[str, str] = {}
    for line in turn.prompt.splitlines():
        number, _, rest = line.partition(" ")
        cells = rest.split(" | ")
        if not number.isdecimal() or len(cells) < 2:  # noqa: PLR2004 - field and value
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
SECOND = replace(SPEC, max_output_tokens=150)  # both requests share the phase's budget


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
        if search.error is not None and search.error.error is not ToolErrorCode.NOT_FOUND:
            raise SourcesSilent(f"No source answered ({search.error.message}).")
        hits = _hits(search)
        resolution = resolve(lead, hits, self.settings)
        if resolution.entity is None:
            return Researched(
                findings=Findings(resolution=resolution, notes=tuple(_as_of((search,)))),
                contact_status="unknown",
                reply=None,
                calls=(search,),
            )
        records = [h.record for h in hits if h.record.record_id in resolution.entity.record_ids]
        calls = (search, *await self._look_up(resolution, journal))
        own = self._read(lead, resolution, records, calls, journal)
        reply = await self._conclude(lead, own, journal) if own.findings else None
        found = Researched(
            findings=own,
            contact_status=reading.contact_status(own),
            reply=reply,
            calls=calls,
            doubts=doubts(reply.output, own) if reply else (),
        )
        if reply is None or not reply.output.more:
            return found
        return await self._look_again(lead, found, reply, records, journal)

    async def _look_again(
        self,
        lead: Lead,
        first: Researched,
        reply: Reply[ResearchOutput],
        records: Sequence[CompanyRecord],
        journal: SegmentJournal,
    ) -> Researched:
        """One more batch, chosen by the model from what it was offered; then one more answer."""
        before = first.findings
        wanted = dict.fromkeys(reply.output.more)
        asked_for = [(tool, second_look.arguments(tool, lead, before)) for tool in wanted]
        told = await asyncio.gather(*(self._call(t, journal, **given) for t, given in asked_for))
        batch = [call for call in told if call.error is None]  # who asks for more misses nothing
        calls = (*first.calls, *batch)
        own = self._read(lead, before.resolution, records, calls, journal)
        shown = second_look.unseen(before, own, batch)
        if not shown:
            return replace(first, calls=calls)
        new, numbered = second_look.news_of(before, own, shown), dict(enumerate(shown, start=1))
        second = await self.colleagues.ask(
            SECOND,
            _prompt(_company(lead, own), numbered),
            journal=journal,
            check=lambda output: disagreements(output, new, numbered),
            spent=reply.tokens,
        )
        return Researched(
            findings=second_look.with_topics(own, shown),
            contact_status=reading.contact_status(own),
            reply=_together(reply, second),
            calls=calls,
            doubts=tuple(dict.fromkeys((*first.doubts, *doubts(second.output, own)))),
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
        meant = second_look.company(resolution)
        tools = ("lookup_funding_history", "get_decision_maker_contact", "search_company_news")
        calls = (self._call(tool, journal, **meant) for tool in tools)
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
        journal: SegmentJournal,
    ) -> Findings:
        meant = {record.record_id for record in records}
        evidence = [item for call in calls for item in call.evidence if item.record_id in meant]
        own = reading.read(
            resolution,
            records,
            evidence,
            self.conventions,
            today=journal.today(self.clock),
            contact=lead.person,
        )
        return replace(own, notes=tuple(_as_of(calls)))

    async def _conclude(
        self, lead: Lead, own: Findings, journal: SegmentJournal
    ) -> Reply[ResearchOutput]:
        numbered, offered = number_evidence(own), second_look.offered(lead, own)
        return await self.colleagues.ask(
            SPEC,
            prompt(lead, own, numbered),
            journal=journal,
            check=lambda said: disagreements(said, own, numbered, offered),
        )


def _as_of(calls: Sequence[ToolResult]) -> Iterator[str]:
    """Which look-ups nobody could answer now, so that an older answer stands in."""
    for call in calls:
        if call.stale_since is not None:
            what = call.tool.replace("_", " ")
            yield f"{what}: as of {call.stale_since.date().isoformat()}, no source answered now"


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
    """The task: the company, what may be asked for, then evidence as data between marks."""
    more = second_look.offered(lead, own)
    return _prompt(_company(lead, own) + (f" | more: {', '.join(more)}" if more else ""), numbered)


def _prompt(head: str, numbered: Mapping[int, Evidence]) -> str:
    lines = "\n".join(_line(number, item) for number, item in numbered.items())
    return f"Company: {head}\n<evidence>\n{lines}\n</evidence>"


def _company(lead: Lead, own: Findings) -> str:
    name = own.resolution.candidates[0].name or lead.company.name
    return quoted(str(name), QUOTE_CHARS).replace("|", "/")


def _line(number: int, item: Evidence) -> str:
    longest = TOPIC_CHARS if isinstance(item.field, Topic) else QUOTE_CHARS
    said, source = quoted(value_text(item.value), longest), quoted(item.source, SOURCE_CHARS)
    cells = (cell.replace("|", "/") for cell in (said, source))
    return f"{number} {' | '.join((item.field, *cells))}"


def disagreements(
    output: ResearchOutput,
    own: Findings,
    numbered: Mapping[int, Evidence],
    offered: Sequence[More] = (),
) -> list[str]:
    """Where an answer names what does not exist, or another value than the reading's."""
    problems = [f"more: {tool} is not offered" for tool in output.more if tool not in offered]
    problems += [
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


def _together(first: Reply[ResearchOutput], second: Reply[ResearchOutput]) -> Reply[ResearchOutput]:
    """Both answers as one; the tokens of the second count the first."""
    return replace(
        second,
        output=first.output,
        model_calls=first.model_calls + second.model_calls,
        failures=(*first.failures, *second.failures),
    )


def _hits(search: ToolResult) -> list[Hit]:
    found = search.output
    if not isinstance(found, SearchCompanyOutput):
        return []
    return [Hit(record=hit.record, person=hit.person) for hit in found.companies]
