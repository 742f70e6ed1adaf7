"""People and the house in the CRM: edits, additions, what is taken back, when we wrote to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from leadwright.clock import Clock
from leadwright.errors import Refused
from leadwright.journey.crm.ports import (
    Crm,
    CrmEntry,
    CrmFile,
    CrmWrite,
    NewObject,
    ObjectEdit,
    ObjectUnknown,
    RecordMoved,
)
from leadwright.journey.crm.telling import Teller
from leadwright.journey.crm.undoing import taken_back, undoable
from leadwright.leads.crm.merge import Held, Wanted, writer_of
from leadwright.leads.crm.registry import ObjectType, Writer, registry
from leadwright.leads.crm.values import Values, fitting
from leadwright.leads.intake.values.text import visible
from leadwright.leads.lead import LeadId
from leadwright.models.journal import digest

EDIT = "edit_crm"
ADD = "add_to_crm"
UNDO = "undo_crm"
CONTACT = "log_contact"
LAST_CONTACT = "last_contact_date"
MOST_ENTRIES = 10_000
RECENT = 50  # writes in which those are looked for that nobody was told of
TRIES = 5


class RunUnknown(Refused):
    """No run of that id wrote into the CRM."""

    code: ClassVar[str] = "crm_run_unknown"

    def __init__(self, run: str) -> None:
        super().__init__(
            f"no run {run!r} wrote into the CRM; `leadwright crm log` shows the runs that did"
        )


class NothingChanged(Refused):
    """An edit says what the CRM says already."""

    code: ClassVar[str] = "crm_unchanged"

    def __init__(self) -> None:
        super().__init__("the CRM says so already; nothing was changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """What people and the house may do to the CRM; agents come through the outbox."""

    crm: Crm
    teller: Teller
    clock: Clock

    async def edit(
        self, lead_id: LeadId, fields: Values, *, actor: str, reason: str = ""
    ) -> CrmEntry:
        """Change fields of a lead's record.

        Raises:
            NothingChanged: they say so already.
            RecordMoved: somebody else was faster.
            FieldUnknown, FieldUnfit: there is no such field, or the value is of another type.
        """
        file = await self.crm.open(lead_id)
        after = fitting(fields, registry().fields)
        before = {name: _value(file.record.get(name)) for name in after}
        if before == after:
            raise NothingChanged
        wanted = Wanted(before=before, after=after, seen=file.version, by=Writer.HUMAN)
        return await self._write(replace(self._by(actor, EDIT, file), update=wanted, reason=reason))

    async def edit_object(
        self, object_id: str, fields: Values, *, actor: str, reason: str = ""
    ) -> CrmEntry:
        """Change an opportunity, a task or an activity.

        Raises:
            ObjectUnknown: there is none by that id; and as `edit` does.
        """
        file = await self.crm.open(await self.crm.lead_of(object_id))
        one = next((one for one in file.objects if one.id == object_id), None)
        if one is None:
            raise ObjectUnknown(object_id)
        if fitting(fields, registry().objects[one.type]) == {n: one.value(n) for n in fields}:
            raise NothingChanged
        edits = (ObjectEdit(object_id=object_id, fields=fields),)
        return await self._write(replace(self._by(actor, EDIT, file), edits=edits, reason=reason))

    async def add(
        self, lead_id: LeadId, kind: ObjectType, fields: Values, *, actor: str, reason: str = ""
    ) -> CrmEntry:
        """Hang an opportunity, a task or an activity on a lead's record.

        Raises:
            NothingChanged: it says nothing; and as `edit` does.
        """
        if not any(fitting(fields, registry().objects[kind]).values()):
            raise NothingChanged
        file = await self.crm.open(lead_id)
        new = (NewObject(type=kind, fields=fields),)
        return await self._write(replace(self._by(actor, ADD, file), new=new, reason=reason))

    async def undo(
        self, lead_id: LeadId, *, run: str | None = None, actor: str, reason: str = ""
    ) -> CrmEntry | None:
        """Take back what agents wrote, but for what others changed since; None: nothing is left.

        Raises:
            RunUnknown: the run wrote nothing into this lead's record.
            RecordMoved: others kept writing meanwhile; asking again takes it back.
        """
        for left in reversed(range(TRIES)):
            try:
                return await self._undo(lead_id, run, actor, reason)
            except RecordMoved:
                if not left:
                    raise
        return None

    async def touched(
        self, lead_id: LeadId, at: datetime, *, intent_id: str, subject: str
    ) -> CrmEntry:
        """Note that a mail went out to a lead: the day, and a line in its history; once a mail.

        A later day that the record holds already stays.
        """
        file = await self.crm.open(lead_id)
        day, held = at.date().isoformat(), _value(file.record.get(LAST_CONTACT))
        is_newer = held is None or held < day
        wanted = Wanted(
            before={LAST_CONTACT: held},
            after={LAST_CONTACT: day},
            seen=file.version,
            by=Writer.SYSTEM,
        )
        line = " ".join(visible(subject).split())
        told = {"text": f"E-mail sent: {line}", "at": day}
        return await self.crm.write(
            CrmWrite(
                id=f"{intent_id}/contact",
                lead_id=lead_id,
                actor="system",
                action=CONTACT,
                at=at,
                reason="an e-mail was sent",
                intent_id=intent_id,
                update=wanted if is_newer else None,
                new=(NewObject(type=ObjectType.ACTIVITY, fields=told),),
            )
        )

    async def _undo(
        self, lead_id: LeadId, run: str | None, actor: str, reason: str
    ) -> CrmEntry | None:
        entries = await self.crm.log(lead_id=lead_id, limit=MOST_ENTRIES)
        if run is not None and all(entry.run != run for entry in entries):
            raise RunUnknown(run)
        file = await self.crm.open(lead_id)
        back = taken_back(file, undoable(entries, run))
        if not back.undoes:
            await self._tell(lead_id, entries)
            return None
        wanted = Wanted(
            before={name: _value(file.record.get(name)) for name in back.after},
            after=back.after,
            seen=file.version,
            by=Writer.HUMAN,
        )
        write = replace(
            self._by(actor, UNDO, file),
            id=f"undo_{digest(list(back.undoes))}",
            run=run,
            reason=reason,
            update=wanted,
            origins=back.origins,
            remove=back.remove,
            undoes=back.undoes,
            kept=back.kept,
        )
        return await self._write(write)

    async def _tell(self, lead_id: LeadId, entries: Sequence[CrmEntry]) -> None:
        """What people wrote; also what somebody wrote who was cut off before it was told."""
        by_people = [one for one in entries if writer_of(one.actor) is Writer.HUMAN]
        await self.teller.tell(lead_id, by_people[::-1])

    def _by(self, actor: str, action: str, file: CrmFile) -> CrmWrite:
        at = self.clock.now()
        return CrmWrite(
            id=f"{action}_{digest([file.lead_id, file.version, actor, at.isoformat()])}",
            lead_id=file.lead_id,
            actor=f"user:{actor}",
            action=action,
            at=at,
            expected_version=file.version,
        )

    async def _write(self, write: CrmWrite) -> CrmEntry:
        entry = await self.crm.write(write)
        await self._tell(write.lead_id, await self.crm.log(lead_id=write.lead_id, limit=RECENT))
        return entry


def _value(held: Held | None) -> str | None:
    return held.value if held else None
