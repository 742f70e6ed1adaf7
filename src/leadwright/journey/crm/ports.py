"""What the journey needs from a CRM: records with a version, writes that merge, and a log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from leadwright.errors import Refused
from leadwright.leads.crm.merge import Conflict, Held, Wanted
from leadwright.leads.crm.registry import ObjectType
from leadwright.leads.crm.values import Values
from leadwright.leads.lead import LeadId


class RecordMoved(Refused):
    """A write came from a version of the record that is no longer the stored one."""

    code: ClassVar[str] = "crm_record_moved"

    def __init__(self, lead_id: LeadId, stored: int, expected: int) -> None:
        super().__init__(
            f"the CRM record of lead {lead_id} stands at version {stored}, not {expected}: "
            "somebody was faster; look at it with `leadwright crm show LEAD` and decide anew"
        )


class ObjectUnknown(Refused):
    """The CRM has no such object, or no longer."""

    code: ClassVar[str] = "crm_object_unknown"

    def __init__(self, object_id: str) -> None:
        super().__init__(
            f"nothing in the CRM goes by {object_id!r}; `leadwright crm show LEAD` shows the ids"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmObject:
    """An account, contact, lead, opportunity, task or activity as the CRM holds it."""

    id: str
    type: ObjectType
    version: int  # of the lead's file, when this was last written
    made_at: datetime
    is_gone: bool = False
    fields: Mapping[str, Held] = field(default_factory=dict)  # by the CRM's own names

    def value(self, name: str) -> str | None:
        """What a field says."""
        return self.fields[name].value if name in self.fields else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmFile:
    """All that the CRM holds of a lead, at one version."""

    lead_id: LeadId
    version: int = 0
    record: Mapping[str, Held] = field(default_factory=dict)  # by logical name
    objects: tuple[CrmObject, ...] = ()  # opportunities, tasks, activities; oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class NewObject:
    """Something to hang on a lead's record."""

    type: ObjectType
    fields: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEdit:
    """New values of one opportunity, task or activity."""

    object_id: str
    fields: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmWrite:
    """All that one decision writes about a lead: in one transaction, and once for its id."""

    id: str
    lead_id: LeadId
    actor: str  # "agent:crm_agent", "user:ann", "system"
    action: str
    at: datetime
    reason: str = ""
    run: str | None = None  # the segment that proposed it
    intent_id: str | None = None
    expected_version: int | None = None  # compare-and-set; None: merged field by field
    update: Wanted | None = None
    origins: Mapping[str, int] = field(default_factory=dict)  # of values that are brought back
    new: tuple[NewObject, ...] = ()
    edits: tuple[ObjectEdit, ...] = ()
    remove: tuple[str, ...] = ()
    undoes: tuple[str, ...] = ()  # the writes this takes back
    kept: tuple[Conflict, ...] = ()  # what an undo leaves alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One field before and after."""

    field: str
    before: Held
    after: Held
    object_id: str | None = None  # None: of the lead's record


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """An object that was made or taken away."""

    id: str
    type: ObjectType
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmEntry:
    """A write as the log keeps it."""

    id: str
    lead_id: LeadId
    actor: str
    action: str
    at: datetime
    reason: str = ""
    run: str | None = None
    intent_id: str | None = None
    version: int  # of the lead's file, afterwards
    changes: tuple[Changed, ...] = ()
    kept: tuple[Conflict, ...] = ()
    made: tuple[Touched, ...] = ()
    removed: tuple[Touched, ...] = ()
    undoes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it left everything as it was."""
        return not (self.changes or self.made or self.removed)


class Crm(Protocol):
    """A CRM. What it cannot do in one transaction, its adapter must not promise."""

    @property
    def name(self) -> str:
        """What it goes by in the field registry and in lists."""
        ...

    async def open(self, lead_id: LeadId) -> CrmFile:
        """What it holds of a lead; version 0 and nothing before the first write.

        Raises:
            Refused: there is no such lead, or it was erased.
        """
        ...

    async def write(self, write: CrmWrite) -> CrmEntry:
        """Write all of it or nothing, and log it; a write done before is answered from the log.

        Raises:
            RecordMoved: its `expected_version` is no longer the stored one.
            ObjectUnknown: it names an object that is not there.
            FieldUnknown, FieldUnfit: it names no field of ours, or a value of another type.
            Refused: there is no such lead, or it was erased.
        """
        ...

    async def written(self, write_id: str) -> CrmEntry | None:
        """A write from the log; None when it was never done."""
        ...

    async def lead_of(self, object_id: str) -> LeadId:
        """Whose object this is.

        Raises:
            ObjectUnknown: there is none by that id.
        """
        ...

    async def log(
        self, *, lead_id: LeadId | None = None, run: str | None = None, limit: int = 100
    ) -> tuple[CrmEntry, ...]:
        """Writes, the newest first; of one lead, of one run, or of all but the erased leads."""
        ...
