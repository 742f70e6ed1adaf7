"""Inputs and outputs of the CRM tools. Reading reads; writing returns a proposal."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from leadwright.tools.contract import Effect, ToolModel, ToolSpec

_WORDS = {"next_action": "next step", "email_draft": "e-mail draft"}


class ReadLeadInput(ToolModel):
    """Which lead; the id comes from the house, never from a model."""

    lead_id: str = Field(max_length=100, description="The lead, as the house calls it")


class ReadLeadOutput(ToolModel):
    """Logical fields and the version they were read at (0: no record yet)."""

    version: int = 0
    fields: dict[str, str | None] = Field(default_factory=dict)


class UpdateLeadInput(ToolModel):
    """New values of logical fields, against the version they were read at."""

    lead_id: str = Field(max_length=100, description="The lead, as the house calls it")
    expected_version: int = Field(ge=0, description="The version the fields were read at")
    before: dict[str, str | None] = Field(
        default_factory=dict, description="The fields as they were read"
    )
    after: dict[str, str | None] = Field(description="The fields as they should be")
    reason: str = Field(max_length=300, description="Why, for whoever approves it")


class CreateTaskInput(ToolModel):
    """A task for the owner."""

    lead_id: str = Field(max_length=100, description="The lead, as the house calls it")
    title: str = Field(max_length=120, description="What to do")
    due: date = Field(description="The day it should be done by")
    text: str = Field(default="", max_length=4_000, description="All that is needed to do it")


class LogActivityInput(ToolModel):
    """A note on the lead's record."""

    lead_id: str = Field(max_length=100, description="The lead, as the house calls it")
    text: str = Field(max_length=4_000, description="The note")


class ProposalOutput(ToolModel):
    """A change that waits for approval."""

    kind: str
    summary: str
    before: dict[str, str | None] = Field(default_factory=dict)
    after: dict[str, str | None] = Field(default_factory=dict)
    expected_version: int = 0
    reason: str = ""


READ_LEAD_RECORD = ToolSpec(
    name="read_lead_record",
    description="Read the CRM record of the lead, with its version.",
    input=ReadLeadInput,
    output=ReadLeadOutput,
)
UPDATE_LEAD_RECORD = ToolSpec(
    name="update_lead_record",
    description="Propose new values for fields of the CRM record.",
    input=UpdateLeadInput,
    output=ProposalOutput,
    effect=Effect.PROPOSE,
)
CREATE_TASK = ToolSpec(
    name="create_task",
    description="Propose a follow-up task for the owner.",
    input=CreateTaskInput,
    output=ProposalOutput,
    effect=Effect.PROPOSE,
)
LOG_ACTIVITY = ToolSpec(
    name="log_activity",
    description="Propose a note with the research findings.",
    input=LogActivityInput,
    output=ProposalOutput,
    effect=Effect.PROPOSE,
)
CRM_TOOLS = (READ_LEAD_RECORD, UPDATE_LEAD_RECORD, CREATE_TASK, LOG_ACTIVITY)


def propose_update(arguments: UpdateLeadInput) -> ProposalOutput:
    """The proposal of changed fields; fields that keep their value are left out."""
    changed = {k: v for k, v in arguments.after.items() if arguments.before.get(k) != v}
    return ProposalOutput(
        kind="crm_update",
        summary=_told(changed) if changed else "Nothing changes",
        before={name: arguments.before.get(name) for name in changed},
        after=changed,
        expected_version=arguments.expected_version,
        reason=arguments.reason,
    )


def _told(changed: Iterable[str]) -> str:
    return f"Set {', '.join(sorted(_WORDS.get(name, name).replace('_', ' ') for name in changed))}"


def propose_task(arguments: CreateTaskInput) -> ProposalOutput:
    """The proposal of a task."""
    return ProposalOutput(
        kind="crm_task",
        summary=arguments.title,
        after={"title": arguments.title, "due": arguments.due.isoformat(), "text": arguments.text},
    )


def propose_note(arguments: LogActivityInput) -> ProposalOutput:
    """The proposal of a note."""
    return ProposalOutput(
        kind="crm_activity", summary="Log the findings", after={"text": arguments.text}
    )
