"""Values as JSON and back. The adapters are built once, at first use."""

import json
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from leadwright.journey.crm.ports import CrmEntry
from leadwright.leads.crm.merge import Held
from leadwright.leads.lead import Lead, LeadId
from leadwright.leads.stage import Stage
from leadwright.memory.session import Action, Session
from leadwright.review.approvals import Yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What intake knew of a lead: one sealed document."""

    lead: Lead
    priority_terms: str
    why: str


@cache
def folders() -> TypeAdapter[Folder]:
    """JSON of leads."""
    return TypeAdapter(Folder)


@cache
def sessions() -> TypeAdapter[Session]:
    """JSON of sessions."""
    return TypeAdapter(Session)


@cache
def fields() -> TypeAdapter[dict[str, Held]]:
    """JSON of the fields of an object in the CRM."""
    return TypeAdapter(dict[str, Held])


@cache
def crm_entries() -> TypeAdapter[CrmEntry]:
    """JSON of what the log of the CRM keeps."""
    return TypeAdapter(CrmEntry)


@cache
def yes() -> TypeAdapter[tuple[Yes, ...]]:
    """JSON of who said yes."""
    return TypeAdapter(tuple[Yes, ...])


def pair_to_json(one: str, other: str) -> bytes:
    """Two texts as ASCII, whatever strange characters came from outside."""
    return json.dumps((one, other)).encode()


def pair_from_json(text: bytes) -> tuple[str, str]:
    """The two texts."""
    one, other = json.loads(text)
    return one, other


def first_session(folder: Folder, *, stage: Stage, merged_into: LeadId | None) -> Session:
    """The session of a lead that nothing has happened to yet; it need not be stored."""
    received = folder.lead.received_at
    actions: tuple[Action, ...] = ()
    if merged_into is not None:
        merge = {"duplicate_of": merged_into}
        actions = (
            Action(
                timestamp=received,
                agent="intake",
                action="merge_duplicate",
                reason=folder.why,
                output=dict[str, object](merge),
            ),
        )
    return Session(
        lead_id=folder.lead.lead_id,
        stage=stage,
        created_at=received,
        last_updated=received,
        actions=actions,
        summary=folder.why,
        merged_into=merged_into,
    )
