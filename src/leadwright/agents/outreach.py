"""Outreach: a short first mail from validated findings, every fact with its evidence.

A tool without a model makes the frame; the model may improve the mail or leave it. What it writes
must pass the grounding check, or the frame goes out instead, or a person is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, NoGoodAnswer, Reply
from leadwright.agents.objecting import NOTHING, Answering
from leadwright.agents.quoting import quoted
from leadwright.clock import Clock
from leadwright.leads.findings import FindingId, Findings
from leadwright.leads.lead import Lead
from leadwright.models.journal import SegmentJournal, digest
from leadwright.models.playbook import Turn
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding import Checker, Context, Seller, Verdict
from leadwright.review.objection import Objection
from leadwright.review.seller import SellerProfile
from leadwright.tools.catalogue.clock import GET_CURRENT_TIME
from leadwright.tools.catalogue.deliverability import CHECK_EMAIL_DELIVERABILITY
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
MOST_ANSWERS = 8  # frames tried to answer an objection
QUOTE_CHARS = 100
SENTENCE_CHARS = 400
LONGEST_NAME = 80
LONGEST_SUBJECT = 78  # RFC 5322 section 2.1.1: lines SHOULD be no longer


class NoOtherDraft(NoGoodAnswer):
    """No other draft answers what a person had against the last one."""

    code: ClassVar[str] = "no_other_draft"


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
    tools=frozenset(
        spec.name for spec in (*DRAFTING_TOOLS, CHECK_EMAIL_DELIVERABILITY, GET_CURRENT_TIME)
    ),
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

    async def write(
        self,
        lead: Lead,
        findings: Findings,
        journal: SegmentJournal,
        objection: Objection | None = None,
    ) -> Drafted:
        """Draft the outreach; every sentence with a fact is grounded.

        Args:
            lead: Whom it is for.
            findings: What may be said.
            journal: Of the segment.
            objection: What a person had against the last draft; this one answers it.

        Raises:
            NoGoodAnswer: not even the frame could be grounded.
            NoOtherDraft: no frame answers the objection.
        """
        answering = Answering.to(objection, findings)
        frame, calls = await self._frame(lead, findings, journal, answering)
        reply = await self.colleagues.ask(
            SPEC,
            prompt(lead, findings, frame, answering),
            journal=journal,
            check=lambda output: [
                *self.faults(lead, findings, frame, output),
                *answering.faults(compose(frame, output)),
            ],
        )
        draft = replace(compose(frame, reply.output), confidence=_confidence(findings))
        return Drafted(
            draft=draft, model=reply.model, tokens=reply.tokens, reply=reply, calls=calls
        )

    async def _frame(
        self, lead: Lead, findings: Findings, journal: SegmentJournal, answering: Answering
    ) -> tuple[DraftEmailOutput, tuple[ToolResult, ...]]:
        """A frame that passes the check; one that does not makes room for another."""
        calls: list[ToolResult] = []
        failed = list(answering.frames_to_avoid)
        unheeded = False
        for turn in range(MOST_FRAMES if answering.objection is None else MOST_ANSWERS):
            arguments = self._arguments(lead, findings, journal, answering)
            arguments["avoid"] = tuple(failed)
            calls.append(await self._ask_frame(arguments, journal, turn))
            frame = calls[-1].output
            if not isinstance(frame, DraftEmailOutput):
                break
            draft = to_draft(frame)
            unheeded = bool(answering.faults(draft))
            if not unheeded and not self._problems(lead, findings, draft):
                return frame, tuple(calls)
            failed.append(frame.frame)
        if unheeded:
            raise NoOtherDraft(NAME, [f"frames {failed} do not answer the objection"])
        error = calls[-1].error
        raise NoGoodAnswer(NAME, [error.message if error else f"frames {failed} are not grounded"])

    def _arguments(
        self, lead: Lead, findings: Findings, journal: SegmentJournal, answering: Answering
    ) -> dict[str, object]:
        name = lead.person.name or ""
        items = [item for item in fact_items(findings) if item.id not in answering.contested]
        return {
            "first_name": name.split()[0] if name else None,
            "full_name": lead.person.name,
            "title": lead.person.title,
            "company_name": company_name(lead, findings),
            "findings": [item.model_dump() for item in items],
            "seller": self.seller,
            "seed": digest([lead.person.email, name, company_name(lead, findings)]),
            "today": journal.today(self.clock),
            **answering.arguments,
        }

    async def _ask_frame(
        self, arguments: Mapping[str, object], journal: SegmentJournal, turn: int
    ) -> ToolResult:
        call = ToolCall(tool="draft_email", arguments=arguments, agent=NAME, phase=NAME, turn=turn)
        return await self.tools.call(call, journal)

    def faults(
        self, lead: Lead, findings: Findings, frame: DraftEmailOutput, output: OutreachOutput
    ) -> list[str]:
        """What is wrong with an answer; the frame itself was checked before."""
        if not output.subject and not output.sentences:
            return []
        framed, draft = to_draft(frame), compose(frame, output)
        mail = replace(draft, linkedin_message="", call_script="", claims=_of_mail(draft))
        new = [claim for claim in mail.claims if claim not in framed.claims]
        alone = [fault for claim in new for fault in self._faults_of(claim, lead, findings)]
        return [*self._problems(lead, findings, mail), *alone][:3]

    def _faults_of(self, claim: Claim, lead: Lead, findings: Findings) -> list[str]:
        """A claim must rest on its own findings: not on what another sentence cites."""
        draft = Draft(subject="", body=claim.text, claims=(claim,))
        report = self.checker.check(draft, findings, self.context(lead, findings))
        if any(s.verdict is Verdict.GROUNDED for s in report.sentences) or not report.ok:
            return [f"{problem.code}: {problem.message}" for problem in report.problems]
        return [f"{claim.text!r} cites findings and tells nothing of them; cite none"]

    def doubts(self, lead: Lead, findings: Findings, draft: Draft) -> list[str]:
        """What speaks against a mail that somebody else wrote; each sentence once."""
        mail = replace(draft, linkedin_message="", call_script="", claims=_of_mail(draft))
        report = self.checker.check(mail, findings, self.context(lead, findings))
        return list(dict.fromkeys(problem.message for problem in report.problems))

    def _problems(self, lead: Lead, findings: Findings, draft: Draft) -> list[str]:
        report = self.checker.check(draft, findings, self.context(lead, findings))
        return [f"{problem.code}: {problem.message}" for problem in report.problems]

    def context(self, lead: Lead, findings: Findings) -> Context:
        """What a mail to this lead may say without evidence."""
        entity = findings.resolution.entity
        return Context(
            person_name=_sayable(lead.person.name),
            person_title=_sayable(lead.person.title),
            company_name=_sayable(lead.company.name),
            company_names=tuple(filter(None, [_sayable(entity.name)])) if entity else (),
            company_domain=lead.company.domain,
            seller=Seller.of(self.seller),
            today=self.clock.today(),
        )


def company_name(lead: Lead, findings: Findings) -> str | None:
    """The company as sources name it, else as the lead does."""
    entity = findings.resolution.entity
    return entity.name if entity else lead.company.name


def _sayable(name: str | None) -> str | None:
    """A name as short as names are; what is longer may be a speech, and is nobody's to repeat."""
    return name if name and len(name) <= LONGEST_NAME else None


def compose(frame: DraftEmailOutput, output: OutreachOutput) -> Draft:
    """The frame with what the model changed; LinkedIn message and call script stay the frame's."""
    framed = to_draft(frame)
    draft = replace(framed, subject=output.subject or framed.subject)
    told = list[Claim]()
    if output.sentences:
        draft = replace(draft, body=_body(output.sentences))
        told = _claims(output.sentences)
    said = f"{draft.subject}\n{draft.linkedin_message}\n{draft.call_script}"
    if not output.sentences:
        said = f"{said}\n{draft.body}"
    kept = [claim for claim in framed.claims if claim.text in said and claim not in told]
    return replace(draft, claims=(*told, *kept))


def _body(sentences: Sequence[MailSentence]) -> str:
    paragraphs: list[list[str]] = [[]]
    for sentence in sentences:
        if sentence.new_paragraph and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(sentence.text.strip())
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def _of_mail(draft: Draft) -> tuple[Claim, ...]:
    """The claims of subject and body."""
    return tuple(c for c in draft.claims if c.text in draft.body or c.text == draft.subject)


def _claims(sentences: Sequence[MailSentence]) -> list[Claim]:
    return [
        Claim(text=s.text.strip(), finding_ids=tuple(FindingId(i) for i in s.findings))
        for s in sentences
        if s.findings
    ]


def prompt(
    lead: Lead, findings: Findings, frame: DraftEmailOutput, answering: Answering = NOTHING
) -> str:
    """The mail as it stands, sentence by sentence, and the findings it may use."""
    cited = [i for p in frame.paragraphs for s in p for i in s.finding_ids]
    offered = [item for item in fact_items(findings) if item.id not in answering.contested]
    items = sorted(offered, key=lambda item: item.id not in cited)[:6]
    facts = "\n".join(
        f"{i.id}: {quoted(i.value, QUOTE_CHARS)} ({i.date or 'no date'})" for i in items
    )
    lines = [f"subject: {_shown(frame.subject.text)}"]
    for number, paragraph in enumerate(frame.paragraphs, start=1):
        lines.extend(f"{number} {list(s.finding_ids) or ''} {_shown(s.text)}" for s in paragraph)
    title = quoted(lead.person.title or "unknown role", QUOTE_CHARS)
    mail = "\n".join(lines)
    return f"To: {title}\n<findings>\n{facts}\n</findings>\n{answering.told()}{mail}"


def _shown(text: str) -> str:
    """A text of the frame: it has lines of its own, and names that others wrote."""
    return "\n".join(quoted(line, SENTENCE_CHARS) for line in text.splitlines())


def _confidence(findings: Findings) -> float:
    numbers = [finding.confidence for finding in findings.findings]
    return round(sum(numbers) / len(numbers), 4) if numbers else 0.0
