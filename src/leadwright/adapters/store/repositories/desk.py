"""`Desk` in SQL: sessions, inboxes, approvals, intents and twins."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import Archive, erased, unknown
from leadwright.adapters.store.bulk import KEEPING, Bulk
from leadwright.adapters.store.engine import Kind
from leadwright.adapters.store.repositories import changes
from leadwright.adapters.store.repositories.passage import Passage
from leadwright.adapters.store.tables import (
    approvals,
    inbox,
    intents,
    lead_keys,
    leads,
    sessions,
    twins,
)
from leadwright.governance.vault import Seal, place
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.ports import (
    Change,
    Event,
    EventKind,
    LeadRow,
    Opening,
    Twin,
    TwinKey,
)
from leadwright.landmarks import Landmark
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.review.approvals import Approval, ApprovalStatus

_TWINS_ORDER: Final = 0
_CHANGES_ORDER: Final = 2  # last: the head of the audit chain is locked until the commit


@dataclass(frozen=True, slots=True, kw_only=True)
class _TwinEntry:
    entity_id: str
    person: bytes
    lead_id: LeadId
    position: int


class SqlDesk:
    """Sessions, inboxes, approvals and intents of leads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._applying = changes.Applying(archive.database, Passage(archive.vault.naming))
        self._twins = Bulk(archive.database, twins, conflict=KEEPING)

    async def open(self, lead_id: LeadId) -> Opening:
        """Lead, session and inbox of a lead; a refusal when it is unknown or was erased."""
        return await self._archive.read(lambda connection: self._open(connection, lead_id))

    async def apply(self, change: Change) -> None:
        """Store a change in one transaction, which it may share with changes of other leads."""
        involved = {change.session.lead_id, *(event.lead_id for event in change.events_new)}
        folios = await self._archive.folios(involved)
        await self._archive.scribe.write(
            self._applying.apply,
            change,
            order=_CHANGES_ORDER,
            mark=Landmark.CHANGE,
            prepare=lambda change: changes.prepare(change, folios, self._archive.blinds),
        )

    async def settle_twin(self, key: TwinKey, lead_id: LeadId, position: int) -> Twin | None:
        """Register a lead under a key; return another lead already there, the earliest first."""
        entry = _TwinEntry(
            entity_id=key.entity_id,
            person=self._archive.vault.naming.blind("twin", key.person_key),
            lead_id=lead_id,
            position=position,
        )
        found: Twin | None = await self._archive.scribe.write(
            self._settle, entry, order=_TWINS_ORDER, mark=Landmark.TWIN
        )
        return found

    async def list_leads(
        self, *, stage: Stage | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[LeadRow, ...]:
        """Leads by priority, highest first; erased ones are left out."""
        query = _FILES.order_by(leads.c.priority.desc(), leads.c.position)
        if stage is not None:
            query = query.where(leads.c.stage == stage.value)
        page = query.limit(limit).offset(offset)
        rows = await self._archive.read(lambda connection: connection.execute(page).all())
        return await self._archive.think(lambda: tuple(self._line(row) for row in rows))

    async def count_stages(self) -> dict[Stage, int]:
        """How many leads stand in each stage."""
        query = sa.select(leads.c.stage, sa.func.count()).group_by(leads.c.stage)
        rows = await self._archive.read(lambda connection: connection.execute(query).all())
        return {Stage(stage): count for stage, count in rows}

    async def count_leads(self, *, stage: Stage | None = None, most: int) -> int:
        """How many leads there are, or are in a stage; nobody counts further than `most`."""
        some = sa.select(leads.c.stage)  # a column of the index by stage, which is all that is read
        if stage is not None:
            some = some.where(leads.c.stage == stage.value)
        query = sa.select(sa.func.count()).select_from(some.limit(most).subquery())
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    async def count_unrested(self) -> int:
        """How many leads are waiting for the dispatcher or in a segment."""
        unrested = sa.text("run_state <> 'idle'")
        query = sa.select(sa.func.count()).select_from(leads).where(unrested)
        return await self._archive.read(lambda connection: connection.execute(query).scalar_one())

    async def approvals(self, lead_id: LeadId) -> tuple[Approval, ...]:
        """The approvals of a lead, newest first."""
        query = sa.select(approvals).where(approvals.c.lead_id == lead_id)
        newest = query.order_by(approvals.c.created_at.desc(), approvals.c.id)
        rows = await self._archive.read(lambda connection: connection.execute(newest).all())
        if not rows:
            return ()
        seal = await self._archive.seal(lead_id)
        return tuple(approval_of(row, seal) for row in rows)

    async def intents(self, lead_id: LeadId) -> tuple[Intent, ...]:
        """The intents of a lead, oldest first."""
        query = sa.select(intents).where(intents.c.lead_id == lead_id)
        oldest = query.order_by(intents.c.created_at, intents.c.sequence_step, intents.c.id)
        rows = await self._archive.read(lambda connection: connection.execute(oldest).all())
        if not rows:
            return ()
        seal = await self._archive.seal(lead_id)
        return tuple(intent_of(row, seal) for row in rows)

    def _settle(
        self, connection: sa.Connection, entries: Sequence[_TwinEntry]
    ) -> Sequence[Twin | None]:
        if self._archive.database.kind is Kind.POSTGRESQL:
            # Of two twins that register at once, the second must see the first.
            for person in sorted({entry.person for entry in entries}):
                number = int.from_bytes(person[:8], signed=True)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
        found: list[Twin | None] = []
        for entry in entries:
            self._twins.insert(connection, [asdict(entry)])
            row = connection.execute(_FIRST_TWIN, asdict(entry)).first()
            found.append(Twin(lead_id=row.lead_id, position=row.position) if row else None)
        return found

    def _open(self, connection: sa.Connection, lead_id: LeadId) -> Opening:
        row = connection.execute(_FILE, {"id": lead_id}).first()
        if row is None:
            raise unknown(lead_id)
        if row.wrapped is None:
            raise erased(lead_id)
        line = self._line(row)
        seal = self._archive.keys.take(lead_id, row.lead_no, row.wrapped)
        events = connection.execute(_OPEN_EVENTS, {"number": row.lead_no})
        return Opening(
            lead=line.lead,
            session=line.session,
            events=tuple(_event(lead_id, event, seal) for event in events),
            pseudonym=row.pseudonym,
            priority_terms=line.priority_terms,
        )

    def _line(self, row: Any) -> LeadRow:  # noqa: ANN401 - a row of `_FILES`
        seal = self._archive.keys.take(row.lead_id, row.lead_no, row.wrapped)
        text = seal.open(place("leads", row.lead_id, "document"), row.document)
        folder = codec.folders().validate_json(text)
        return LeadRow(
            lead=folder.lead,
            session=_session(row, seal, folder),
            priority=row.priority,
            priority_terms=folder.priority_terms,
        )


def _session(row: Any, seal: Seal, folder: codec.Folder) -> Session:  # noqa: ANN401
    if row.session is None:
        return codec.first_session(folder, stage=Stage(row.stage), merged_into=row.merged_into)
    where = place("sessions", row.lead_id, "document", row.version)
    return codec.sessions().validate_json(seal.open(where, row.session))


def _event(lead_id: LeadId, row: Any, seal: Seal) -> Event:  # noqa: ANN401 - a row of `inbox`
    payload = "{}"
    if row.payload is not None:
        where = place("inbox", f"{lead_id}|{row.id}", "payload")
        payload = seal.open(where, row.payload).decode()
    return Event(id=row.id, lead_id=lead_id, kind=EventKind(row.kind), payload=payload, at=row.at)


def approval_of(row: Any, seal: Seal) -> Approval:  # noqa: ANN401 - a row of `approvals`
    """A row of approvals, opened."""
    return Approval(
        id=row.id,
        lead_id=row.lead_id,
        action=row.action,
        draft=seal.open(place("approvals", row.id, "draft"), row.draft).decode(),
        content_hash=row.content_hash,
        status=ApprovalStatus(row.status),
        assignee=row.assignee,
        author=row.author,
        needs=row.needs,
        yes=codec.yes().validate_json(row.yes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        reminded_at=row.reminded_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason and seal.open(place("approvals", row.id, "reason"), row.reason).decode(),
    )


def intent_of(row: Any, seal: Seal) -> Intent:  # noqa: ANN401 - a row of `intents`
    """A row of intents, opened."""
    return Intent(
        id=row.id,
        lead_id=row.lead_id,
        kind=row.kind,
        sequence_step=row.sequence_step,
        content=seal.open(place("intents", row.id, "content"), row.content).decode(),
        content_hash=row.content_hash,
        approval_id=row.approval_id,
        state=IntentState(row.state),
        message_id=row.message_id,
        created_at=row.created_at,
        not_before=row.not_before,
        token=row.fencing_token,
        attempts=row.attempts,
        worker=row.worker,
        mailbox=row.mailbox,
        provider_id=row.provider_id,
        note=row.note,
        moved_at=row.moved_at,
    )


_COLUMNS: Final = (
    leads.c.lead_no,
    leads.c.lead_id,
    leads.c.pseudonym,
    leads.c.stage,
    leads.c.priority,
    leads.c.merged_into,
    leads.c.document,
    lead_keys.c.wrapped,
    sessions.c.version,
    sessions.c.document.label("session"),
)
_WITH_SESSION: Final = leads.join(sessions, leads.c.lead_no == sessions.c.lead_no, isouter=True)
_HAS_KEY: Final = leads.c.lead_no == lead_keys.c.lead_no
_FILES: Final = sa.select(*_COLUMNS).select_from(_WITH_SESSION.join(lead_keys, _HAS_KEY))
_FILE: Final = (
    sa.select(*_COLUMNS)
    .select_from(_WITH_SESSION.join(lead_keys, _HAS_KEY, isouter=True))
    .where(leads.c.lead_id == sa.bindparam("id"))
)
_OPEN_EVENTS: Final = (
    sa.select(inbox)
    .where(inbox.c.lead_no == sa.bindparam("number"), inbox.c.done.is_(False))
    .order_by(inbox.c.at, inbox.c.id)
)
_FIRST_TWIN: Final = (
    sa.select(twins.c.lead_id, twins.c.position)
    .where(
        twins.c.entity_id == sa.bindparam("entity_id"),
        twins.c.person == sa.bindparam("person"),
        twins.c.lead_id != sa.bindparam("lead_id"),
    )
    .order_by(twins.c.position)
    .limit(1)
)
