"""CRM: keeps the record true. Its writing tools propose; nothing is written without approval."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from leadwright.agents.base import AgentSpec, Colleagues, NoGoodAnswer, Reply
from leadwright.agents.quoting import quoted
from leadwright.clock import Clock
from leadwright.leads.findings import FactField, Finding, Findings
from leadwright.leads.lead import Lead
from leadwright.leads.wording import value_text
from leadwright.memory.session import Proposal
from leadwright.models.journal import SegmentJournal
from leadwright.models.playbook import Turn
from leadwright.review.draft import Draft
from leadwright.tools.catalogue.crm import CRM_TOOLS, ProposalOutput, ReadLeadOutput
from leadwright.tools.catalogue.scheduling import SCHEDULE_CALL
from leadwright.tools.contract import ToolResult
from leadwright.tools.runtime import ToolCall, ToolRuntime

NAME = "crm"
FOLLOW_UP_DAYS = 3
LONGEST_NOTE = 4_000
LONGEST_LINE = 100
LONGEST_VALUE = 300


class NextAction(StrEnum):
    """What the owner may be told to do next. A closed list: no model writes into the CRM."""

    SEND_MAIL = "send_mail"
    CALL_FIRST = "call_first"
    CONNECT_FIRST = "connect_first"


WORDS = {
    NextAction.SEND_MAIL: "Follow up on the e-mail by {day}",
    NextAction.CALL_FIRST: "Call before the e-mail goes out, then follow up by {day}",
    NextAction.CONNECT_FIRST: "Connect on LinkedIn before the e-mail goes out, follow up by {day}",
}
STAGE = "Working"
UNTOUCHED = frozenset({"", "new", "open", "unassigned", "open - not contacted"})  # stages to leave
LABELS = {
    FactField.FOUNDED_YEAR: "Founded",
    FactField.EMPLOYEES: "Employees",
    FactField.INDUSTRY: "Industry",
    FactField.COUNTRY: "Country",
    FactField.TOTAL_FUNDING_USD: "Money raised",
    FactField.LAST_ROUND: "Last round",
    FactField.DECISION_MAKER: "Decides",
    FactField.NEWS: "News",
    FactField.CONTACT: "Contact",
}


class CrmOutput(BaseModel):
    """What should happen next."""

    model_config = ConfigDict(extra="forbid")

    next_action: NextAction
    follow_up_days: int = Field(ge=1, le=30)


def play(_: Turn) -> dict[str, JsonValue]:
    """Approve, send, follow up after three days."""
    return {"next_action": NextAction.SEND_MAIL, "follow_up_days": FOLLOW_UP_DAYS}


SPEC = AgentSpec(
    name=NAME,
    output=CrmOutput,
    output_name="crm_plan",
    budget_tokens=500,
    max_output_tokens=80,
    tools=frozenset(spec.name for spec in (*CRM_TOOLS, SCHEDULE_CALL)),
    play=play,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The proposals, and what it took."""

    proposals: tuple[Proposal, ...]
    reply: Reply[CrmOutput]
    calls: tuple[ToolResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmKeeper:
    """The CRM agent with what it needs; shared by all leads."""

    colleagues: Colleagues
    tools: ToolRuntime
    clock: Clock

    async def propose(
        self, lead: Lead, findings: Findings, draft: Draft, journal: SegmentJournal
    ) -> Recorded:
        """Read the record and propose what should change in it.

        Raises:
            NoGoodAnswer: no model of the chain answered in shape.
        """
        read = await self._call("read_lead_record", 0, journal, lead_id=lead.lead_id)
        if not isinstance(read.output, ReadLeadOutput):
            raise NoGoodAnswer(NAME, [read.error.message if read.error else "no record was read"])
        record = read.output
        reply = await self.colleagues.ask(
            SPEC, prompt(lead, record), journal=journal, check=lambda _: ()
        )
        plan = reply.output
        update = self._call(
            "update_lead_record",
            0,
            journal,
            lead_id=lead.lead_id,
            expected_version=record.version,
            before=record.fields,
            after=_fields(lead, findings, draft, self._next_step(plan, journal))
            | ({"stage": STAGE} if _is_untouched(record) else {}),
            reason="What research found, and the e-mail that was prepared",
        )
        tasks = (
            self._task(lead, turn, title, text, plan.follow_up_days, journal)
            for turn, (title, text) in enumerate(_tasks(draft))
        )
        note = self._call("log_activity", 0, journal, lead_id=lead.lead_id, text=_note(findings))
        calls = (read, *await asyncio.gather(update, *tasks, note))
        failed = [call.error.message for call in calls if call.error]
        if failed:
            raise NoGoodAnswer(NAME, failed)
        if plan.next_action is NextAction.CALL_FIRST:
            calls = (*calls, await self._meeting(lead, journal))
        return Recorded(proposals=tuple(_proposals(calls)), reply=reply, calls=calls)

    def _next_step(self, plan: CrmOutput, journal: SegmentJournal) -> str:
        day = journal.day(self.clock.now()) + timedelta(days=plan.follow_up_days)
        return WORDS[plan.next_action].format(day=f"{day.day} {day:%b %Y}")

    async def _meeting(self, lead: Lead, journal: SegmentJournal) -> ToolResult:
        """Times for the call; none are proposed where nobody knows what the clocks there show."""
        country = lead.company.country
        return await self._call("schedule_call", 0, journal, lead_id=lead.lead_id, country=country)

    async def _task(
        self, lead: Lead, turn: int, title: str, text: str, days: int, journal: SegmentJournal
    ) -> ToolResult:
        due = journal.day(self.clock.now()) + timedelta(days=days)  # work is due in real time
        return await self._call(
            "create_task", turn, journal, lead_id=lead.lead_id, title=title, due=due, text=text
        )

    async def _call(
        self, tool: str, turn: int, journal: SegmentJournal, **arguments: object
    ) -> ToolResult:
        call = ToolCall(tool=tool, arguments=arguments, agent=NAME, phase=NAME, turn=turn)
        return await self.tools.call(call, journal)


def prompt(lead: Lead, record: ReadLeadOutput) -> str:
    """What the model sees: the contact's role and what the CRM says is next."""
    lines = [
        f"title {quoted(lead.person.title or '', LONGEST_LINE)}",
        f"crm next_action {quoted(record.fields.get('next_action') or 'none', LONGEST_LINE)}",
        "state: e-mail drafted, waits for approval",
    ]
    return "\n".join(lines)


def _fields(lead: Lead, findings: Findings, draft: Draft, next_step: str) -> dict[str, str]:
    decider = findings.get(FactField.DECISION_MAKER)
    name = findings.resolution.candidates[0].name if findings.resolution.candidates else None
    fields = {
        "company_name": quoted(name or lead.company.name or "", LONGEST_VALUE),
        "decision_maker": quoted(value_text(decider.value), LONGEST_VALUE) if decider else None,
        "next_action": next_step,
        "email_draft": f"{draft.subject}\n\n{draft.body}",
    }
    return {key: value for key, value in fields.items() if value}


def _tasks(draft: Draft) -> list[tuple[str, str]]:
    """Messages that are never sent by us become tasks for the owner."""
    texts = (
        ("Send the LinkedIn message", draft.linkedin_message),
        ("Call with the prepared script", draft.call_script),
    )
    return [(title, text) for title, text in texts if text]


def _is_untouched(record: ReadLeadOutput) -> bool:
    """Whether nobody has brought the lead further than we do."""
    return (record.fields.get("stage") or "").strip().lower() in UNTOUCHED


def _note(findings: Findings) -> str:
    lines = [f"{LABELS[f.field]}: {quoted(_said(f), LONGEST_VALUE)}" for f in findings.findings]
    text = "Research findings\n" + "\n".join(lines) if lines else "Research found no facts."
    return text[:LONGEST_NOTE]


def _said(finding: Finding) -> str:
    text = value_text(finding.value)
    return text.replace("_", " ") if finding.field is FactField.INDUSTRY else text


def _proposals(calls: Sequence[ToolResult]) -> list[Proposal]:
    return [
        Proposal(
            kind=call.output.kind,
            summary=call.output.summary,
            before=call.output.before,
            after=call.output.after,
            expected_version=call.output.expected_version,
            reason=call.output.reason,
        )
        for call in calls
        if isinstance(call.output, ProposalOutput)
    ]
