"""What an agent proposed, as it is written once a person said yes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from pydantic import TypeAdapter, ValidationError

from leadwright.errors import Refused
from leadwright.journey.crm.ports import CrmWrite, NewObject
from leadwright.journey.outbox.intents import Intent
from leadwright.leads.crm.merge import Wanted
from leadwright.leads.crm.registry import ObjectType, Writer, registry
from leadwright.leads.crm.values import Values
from leadwright.leads.lead import LeadId

ACTION = "update_crm"
ACTOR = "agent:crm_agent"


class ProposalUnreadable(Refused):
    """The content of an intent is no change of a CRM, or of another lead's."""

    code: ClassVar[str] = "crm_proposal_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One change of those that a person says yes to together."""

    lead: LeadId
    kind: str
    before: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)
    version: int = 0
    reason: str = ""
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A field that a yes would touch, or an object it would make."""

    what: str  # `company_name`, `task`
    label: str
    place: str  # `account.Name` in the CRM
    before: str | None
    after: str | None


def write_of(intent: Intent, at: datetime) -> CrmWrite:
    """The write that an intent stands for; its id is the intent's, so that it is done once.

    Raises:
        ProposalUnreadable: it is no change of a CRM, or of another lead's.
    """
    parts = parts_of(intent.content)
    strangers = {part.lead for part in parts} - {intent.lead_id}
    if strangers or not parts:
        raise ProposalUnreadable(
            f"intent {intent.id} is bound to lead {intent.lead_id} and its content is not; "
            "reject its approval and try the lead again"
        )
    new = [_NEW[part.kind](part.after) for part in parts if part.kind in _NEW]
    reasons = dict.fromkeys(part.reason for part in parts if part.reason)
    return CrmWrite(
        id=intent.id,
        lead_id=intent.lead_id,
        actor=ACTOR,
        action=ACTION,
        at=at,
        reason="; ".join(reasons),
        run=parts[0].run,
        intent_id=intent.id,
        update=_update(parts),
        new=tuple(new),
    )


def parts_of(content: str) -> tuple[Part, ...]:
    """The changes in the content of an intent, in the order they were proposed.

    Raises:
        ProposalUnreadable: it holds anything else.
    """
    try:
        texts: Mapping[str, str] = _CONTENT.validate_json(content)
        parts = [_PART.validate_json(texts[key]) for key in sorted(texts, key=int)]
    except (ValidationError, ValueError) as error:
        raise ProposalUnreadable(
            "the content of an intent is no change of a CRM; reject its approval and try the lead "
            "again"
        ) from error
    for part in parts:
        if part.kind not in {"crm_update", *_NEW}:
            raise ProposalUnreadable(f"nobody knows how to write a {part.kind!r} into a CRM")
    return tuple(parts)


def touched_fields(content: str, crm: str = "embedded") -> tuple[Touch, ...]:
    """What a yes to this content would touch, in the CRM's own words; nothing else is written.

    Raises:
        ProposalUnreadable: it is no change of a CRM.
    """
    parts = parts_of(content)
    update = _update(parts)
    made = [_NEW[part.kind](part.after) for part in parts if part.kind in _NEW]
    fields = [_field(name, update, crm) for name in update.after] if update else []
    return (*fields, *map(_object, made))


def _field(name: str, update: Wanted, crm: str) -> Touch:
    spec = registry().spec(name)
    return Touch(
        what=name,
        label=spec.label,
        place=spec.at[crm],
        before=update.before.get(name),
        after=update.after[name],
    )


def _object(one: NewObject) -> Touch:
    kind, told = one.type.value, one.fields.get("title") or one.fields.get("text")
    return Touch(what=kind, label=f"a new {kind}", place=kind, before=None, after=told)


def _update(parts: Sequence[Part]) -> Wanted | None:
    """All field changes as one: what was seen first, what is wanted last."""
    updates = [part for part in parts if part.kind == "crm_update"]
    if not updates:
        return None
    before: dict[str, str | None] = {}
    after: dict[str, str | None] = {}
    for part in updates:
        before = part.before | before
        after |= part.after
    seen = min(part.version for part in updates)
    return Wanted(before=before, after=after, seen=seen, by=Writer.AGENT)


def _task(after: Values) -> NewObject:
    return NewObject(type=ObjectType.TASK, fields=dict(after))


def _note(after: Values) -> NewObject:
    return NewObject(type=ObjectType.ACTIVITY, fields=dict(after))


def _call(after: Values) -> NewObject:
    """Nobody is invited by a machine: the times become a task for whoever keeps the lead."""
    told = {name: after.get(name) or "" for name in ("topic", "duration_minutes", "time_zone")}
    lines = [f"{told['duration_minutes']} minutes, {told['time_zone']}", after.get("slots") or ""]
    title = f"Arrange a call: {told['topic']}"
    return NewObject(type=ObjectType.TASK, fields={"title": title, "text": "\n".join(lines)})


_NEW: Mapping[str, Callable[[Values], NewObject]] = {
    "crm_task": _task,
    "crm_activity": _note,
    "meeting": _call,
}
_CONTENT = TypeAdapter(dict[str, str])
_PART = TypeAdapter(Part)
