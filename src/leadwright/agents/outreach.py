"""Outreach: a short first mail from validated findings, every fact with its evidence.

A tool without a model makes the frame; the model may improve the mail or leave it. What it writes
must pass the grounding check, or the frame goes out instead, or a person is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, NoGoodAnswer, Reply
from leadwright.agents.quoting import quoted
from leadwright.clock import Clock
from leadwright.leads.findings import FindingId, Findings
from leadwright.leads.lead import Lead
from leadwright.models.journal import SegmentJournal, digest
from leadwright.models.playbook import Turn
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, Context, Seller
from leadwright.review.seller import SellerProfile
from leadwright.tools.catalogue.drafting.contract import (
    DRAFTING_TOOLS,
    DraftEmailOutput,
    to_draft,
)
from leadwright.tools.catalogue.drafting.items import fact_items
from leadwright.tools.contract import ToolResult
from leadwright.tools.runtime import ToolCall, ToolRuntime

NAME = "outreach"
MOST_FRAMES = 4
QUOTE_CHARS = 100
SENTENCE_CHARS = 400
LONGEST_SUBJECT = 78  # RFC 5322 section 2.1.1: lines SHOULD be no longer


class MailSentence(BaseModel):
    """A sentence of the mail and the findings it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=SENTENCE_CHARS)
    findings: list[str] = []
    new_paragraph: bool = False


class OutreachOutput(BaseModel):
    """A better mail; nothing means the draft stands as it is."""

    model_config = ConfigDict(extra="forbid")

    subject: str | None = Field(default=None, max_length=LONGEST_SUBJECT)
    sentences: list[MailSentence] | None = Field(default=None, max_length=14)


def play(_: Turn) -> dict[str, JsonValue]:
    """The frame is the playbook's mail: it stands as it is."""
    return {}


SPEC = AgentSpec(
    name=NAME,
    output=OutreachOutput,
    output_name="outreach_mail",
    budget_tokens=1_500,
    max_output_tokens=450,
    tools=frozenset(spec.name for spec in DRAFTING_TOOLS),
    play=play,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The draft, and which model had the last word on it."""

    draft: Draft
    model: str
    tokens: int
    reply: Reply[OutreachOutput]
    calls: tuple[ToolResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The outreach agent with what it needs; shared by all leads."""

    colleagues: Colleagues
    tools: ToolRuntime
    checker: Checker
    seller: SellerProfile
    clock: Clock

    async def write(self, lead: Lead, findings: Findings, journal: SegmentJournal) -> Drafted:
        """Draft the outreach; every sentence with a fact is grounded.

        Raises:
            NoGoodAnswer: not even the frame could be grounded.
        """
        frame, calls = await self._frame(lead, findings, journal)
        known = {finding.id for finding in findings.findings}
        reply = await self.colleagues.ask(
            SPEC,
            prompt(lead, findings, frame),
            journal=journal,
            check=lambda output: self._problems(lead, findings, compose(frame, output), known),
        )
        draft = replace(compose(frame, reply.output), confidence=_confidence(findings))
        return Drafted(
            draft=draft, model=reply.model, tokens=reply.tokens, reply=reply, calls=calls
        )

    async def _frame(
        self, lead: Lead, findings: Findings, journal: SegmentJournal
    ) -> tuple[DraftEmailOutput, tuple[ToolResult, ...]]:
        """A frame that passes the check; one that does not makes room for another."""
        known = {finding.id for finding in findings.findings}
        calls: list[ToolResult] = []
        failed: list[str] = []
        for turn in range(MOST_FRAMES):
            calls.append(await self._ask_frame(lead, findings, journal, turn, tuple(failed)))
            frame = calls[-1].output
            if not isinstance(frame, DraftEmailOutput):
                break
            if not self._problems(lead, findings, to_draft(frame), known):
                return frame, tuple(calls)
            failed.append(frame.frame)
        error = calls[-1].error
        raise NoGoodAnswer(NAME, [error.message if error else f"frames {failed} are not grounded"])

    async def _ask_frame(
        self,
        lead: Lead,
        findings: Findings,
        journal: SegmentJournal,
        turn: int,
        avoid: tuple[str, ...],
    ) -> ToolResult:
        name = lead.person.name or ""
        arguments = {
            "first_name": name.split()[0] if name else None,
            "full_name": lead.person.name,
            "title": lead.person.title,
            "company_name": company_name(lead, findings),
            "findings": [item.model_dump() for item in fact_items(findings)],
            "seller": self.seller,
            "seed": digest([lead.person.email, name, company_name(lead, findings)]),
            "today": self.clock.today(),
            "avoid": avoid,
        }
        call = ToolCall(tool="draft_email", arguments=arguments, agent=NAME, phase=NAME, turn=turn)
        return await self.tools.call(call, journal)

    def _problems(
        self, lead: Lead, findings: Findings, draft: Draft, known: set[FindingId]
    ) -> list[str]:
        unknown = [i for claim in draft.claims for i in claim.finding_ids if i not in known]
        if unknown:
            return [f"finding {unknown[0]!r} does not exist; use the ids given"]
        report = self.checker.check(draft, findings, self.context(lead, findings))
        return [f"{problem.code}: {problem.message}" for problem in report.problems][:3]

    def context(self, lead: Lead, findings: Findings) -> Context:
        """What a mail to this lead may say without evidence."""
        entity = findings.resolution.entity
        return Context(
            person_name=lead.person.name,
            person_title=lead.person.title,
            company_name=lead.company.name,
            company_names=(entity.name,) if entity else (),
            company_domain=lead.company.domain,
            seller=Seller.of(self.seller),
            today=self.clock.today(),
        )


def company_name(lead: Lead, findings: Findings) -> str | None:
    """The company as sources name it, else as the lead does."""
    entity = findings.resolution.entity
    return entity.name if entity else lead.company.name


def compose(frame: DraftEmailOutput, output: OutreachOutput) -> Draft:
    """The frame with what the model changed; LinkedIn message and call script stay the frame's."""
    draft = to_draft(frame)
    if output.subject:
        draft = replace(draft, subject=output.subject)
    if not output.sentences:
        return draft
    paragraphs: list[list[str]] = [[]]
    for sentence in output.sentences:
        if sentence.new_paragraph and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(sentence.text.strip())
    others = [c for c in draft.claims if c.text not in draft.body]
    return replace(
        draft,
        body="\n\n".join(" ".join(p) for p in paragraphs),
        claims=(*_claims(output.sentences), *others),
    )


def _claims(sentences: Sequence[MailSentence]) -> list[Claim]:
    return [
        Claim(text=s.text.strip(), finding_ids=tuple(FindingId(i) for i in s.findings))
        for s in sentences
        if s.findings
    ]


def prompt(lead: Lead, findings: Findings, frame: DraftEmailOutput) -> str:
    """The mail as it stands, sentence by sentence, and the findings it may use."""
    cited = [i for p in frame.paragraphs for s in p for i in s.finding_ids]
    items = sorted(fact_items(findings), key=lambda item: item.id not in cited)[:6]
    facts = "\n".join(
        f"{i.id}: {quoted(i.value, QUOTE_CHARS)} ({i.date or 'no date'})" for i in items
    )
    lines = [f"subject: {_shown(frame.subject.text)}"]
    for number, paragraph in enumerate(frame.paragraphs, start=1):
        lines.extend(f"{number} {list(s.finding_ids) or ''} {_shown(s.text)}" for s in paragraph)
    title = quoted(lead.person.title or "unknown role", QUOTE_CHARS)
    return f"To: {title}\n<findings>\n{facts}\n</findings>\n" + "\n".join(lines)


def _shown(text: str) -> str:
    """A text of the frame: it has lines of its own, and names that others wrote."""
    return "\n".join(quoted(line, SENTENCE_CHARS) for line in text.splitlines())


def _confidence(findings: Findings) -> float:
    numbers = [finding.confidence for finding in findings.findings]
    return round(sum(numbers) / len(numbers), 4) if numbers else 0.0
