"""One phase's change as rows, and many changes in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import unknown
from leadwright.adapters.store.blinds import Blinds
from leadwright.adapters.store.bulk import KEEPING, Bulk, replacing
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.keyring import Folio
from leadwright.adapters.store.repositories import corrections, ledger, moves
from leadwright.adapters.store.repositories.passage import Passage
from leadwright.adapters.store.repositories.statements import Statements
from leadwright.adapters.store.tables import approvals, audit, inbox, intents, micros, sessions
from leadwright.errors import Refused
from leadwright.governance.audit import AuditEvent
from leadwright.governance.vault import Seal, place
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.ports import Change, Event, StaleSession
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A change, sealed and ready to be written."""

    change: Change
    session: Row
    events: list[tuple[LeadId, Row]]
    approvals: list[Row]
    intents: list[Row]
    slips: list[corrections.Slip]
    moves: dict[str, Row]

    @property
    def lead_id(self) -> LeadId:
        """Whose change it is."""
        return self.change.session.lead_id


@dataclass(slots=True)
class _Book:
    """What a batch of changes writes, by statement."""

    sessions: dict[int, Row] = field(default_factory=dict)
    approvals: list[Row] = field(default_factory=list)
    intents: list[Row] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    done: list[tuple[int, str]] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    woken: set[int] = field(default_factory=set)
    resting: set[int] = field(default_factory=set)
    slips: list[corrections.Slip] = field(default_factory=list)
    audit: list[AuditEvent] = field(default_factory=list)


def prepare(change: Change, folios: Mapping[LeadId, Folio], blinds: Blinds) -> Sheet:
    """Seal what a change holds; costs time, so no transaction is open meanwhile."""
    session, right = change.session, change.correction
    folio = folios[session.lead_id]
    seal = folio.seal
    where = place("sessions", session.lead_id, "document", session.version)
    actor = change.audit[-1].actor if change.audit else "system"
    return Sheet(
        change=change,
        session={
            "version": session.version,
            "stage": session.stage.value,
            "release": session.release,
            "merged_into": session.merged_into,
            "last_updated": micros(session.last_updated),
            "document": seal.seal(where, codec.sessions().dump_json(session)),
        },
        events=[
            (event.lead_id, _event(event, folios[event.lead_id].seal))
            for event in change.events_new
        ],
        approvals=[_approval(item, seal, session.release) for item in change.approvals],
        intents=[_intent(item, seal, session.release, actor) for item in change.intents],
        slips=[corrections.prepare(right, folio, blinds)] if right else [],
        moves=moves.prepared(change, seal),
    )


class Applying:
    """Writes changes of many leads in a fixed number of statements."""

    def __init__(self, database: Database, passage: Passage) -> None:
        self._database = database
        self._passage = passage
        self._sessions = Bulk(database, sessions, conflict=replacing(sessions, "lead_no"))
        self._approvals = Bulk(database, approvals)
        self._intents = Bulk(database, intents)
        self._events = Bulk(database, inbox, conflict=KEEPING)
        self._audit = Bulk(database, audit)
        self._text = Statements(database)
        self._correcting = corrections.Correcting(database)

    def apply(self, connection: sa.Connection, sheets: Sequence[Sheet]) -> list[Refused | None]:
        """A change that cannot be made is answered with its error and writes nothing."""
        stored = self._locked(connection, sheets)
        book = _Book()
        results: list[Refused | None] = []
        for sheet in sheets:
            refusal = self._obstacle(connection, sheet, stored[sheet.lead_id])
            results.append(refusal)
            if refusal is None:
                moves.make(connection, sheet.change, sheet.moves)
                _enter(book, sheet, stored)
        self._write(connection, book)
        return results

    def _obstacle(self, connection: sa.Connection, sheet: Sheet, row: Row) -> Refused | None:
        change = sheet.change
        version, lead_no = row["version"], row["lead_no"]
        if version != change.expected_version:
            return _stale(sheet, version)
        refusal = moves.obstacle(connection, change)
        if refusal is None and change.gate is not None:  # last: it counts what it lets pass
            refusal = self._passage.held(connection, change.gate, lead_no)
        return refusal

    def _locked(self, connection: sa.Connection, sheets: Sequence[Sheet]) -> dict[LeadId, Row]:
        # Rows of leads are locked first and in one order. Whoever adds an event to a lead's inbox
        # holds its row too, so a lead that comes to rest never overlooks it. Versions are read in
        # a second statement: the first one saw them as they were before it waited for the locks.
        wanted = {sheet.lead_id for sheet in sheets}
        wanted |= {lead_id for sheet in sheets for lead_id, _ in sheet.events}
        names = {"ids": self._database.listed(wanted)}
        found = connection.execute(self._text.lock, names).mappings()
        rows = {row["lead_id"]: dict(row) for row in found}
        for missing in wanted - set(rows):
            raise unknown(missing)
        numbers = {"ids": self._database.listed(row["lead_no"] for row in rows.values())}
        versions = {
            row.lead_no: row.version for row in connection.execute(self._text.versions, numbers)
        }
        for row in rows.values():
            row["version"] = versions.get(row["lead_no"], 0)
        return rows

    def _write(self, connection: sa.Connection, book: _Book) -> None:
        text, listed = self._text, self._database.listed
        self._sessions.insert(connection, list(book.sessions.values()))
        self._correcting.write(connection, book.slips)
        self._approvals.insert(connection, book.approvals)
        self._intents.insert(connection, book.intents)
        if book.withdrawn:
            connection.execute(text.withdraw_approvals, {"ids": listed(book.withdrawn)})
            connection.execute(text.withdraw_intents, {"ids": listed(book.withdrawn)})
        if book.done:
            connection.execute(text.finish_events, {"ids": book.done})
        self._events.insert(connection, book.events)
        if book.moved:
            connection.execute(text.move, {"ids": listed(book.moved)})
        if book.resting:
            connection.execute(text.rest, {"ids": listed(book.resting)})
        if book.woken:
            connection.execute(text.wake, {"ids": listed(book.woken)})
        ledger.append(connection, self._audit, book.audit)


def _enter(book: _Book, sheet: Sheet, stored: Mapping[LeadId, Row]) -> None:
    change, session, row = sheet.change, sheet.change.session, stored[sheet.lead_id]
    lead_no = row["lead_no"]
    book.sessions[lead_no] = sheet.session | {"lead_no": lead_no}
    named = {"campaign": row["campaign"], "owner": row["owner"]}
    book.approvals.extend(item | named for item in sheet.approvals)
    book.intents.extend(item | named for item in sheet.intents)
    book.withdrawn.extend(change.withdraw_approvals)
    book.done.extend((lead_no, event) for event in change.events_done)
    book.audit.extend(change.audit)
    book.slips.extend(sheet.slips)
    for lead_id, event in sheet.events:
        other = stored[lead_id]["lead_no"]
        book.events.append(event | {"lead_no": other})
        book.woken.add(other)  # only a lead at rest wakes
    if (row["stage"], row["release"]) != (session.stage.value, session.release):
        book.moved.add(lead_no)
    if change.rests:
        book.resting.add(lead_no)
    row |= {"version": session.version, "stage": session.stage.value, "release": session.release}


def _stale(sheet: Sheet, version: int) -> StaleSession:
    return StaleSession(
        f"The session of lead {sheet.lead_id!r} stands at version {version}, not "
        f"{sheet.change.expected_version}: somebody was faster. Read it again and decide anew."
    )


def _event(event: Event, seal: Seal) -> Row:
    where = place("inbox", f"{event.lead_id}|{event.id}", "payload")
    empty = event.payload == "{}"
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": micros(event.at),
        "done": False,
        "payload": None if empty else seal.seal(where, event.payload.encode()),
    }


def _approval(approval: Approval, seal: Seal, release: str) -> Row:
    return {
        "id": approval.id,
        "lead_id": approval.lead_id,
        "action": approval.action,
        "draft": seal.seal(place("approvals", approval.id, "draft"), approval.draft.encode()),
        "content_hash": approval.content_hash,
        "status": approval.status.value,
        "assignee": approval.assignee,
        "created_at": micros(approval.created_at),
        "expires_at": micros(approval.expires_at),
        "decided_by": approval.decided_by,
        "decided_at": approval.decided_at and micros(approval.decided_at),
        "author": approval.author,
        "needs": approval.needs,
        "yes": codec.yes().dump_json(approval.yes).decode(),
        "reminded_at": approval.reminded_at and micros(approval.reminded_at),
        "reason": _sealed_reason(approval, seal),
        "release": release,
    }


def _sealed_reason(approval: Approval, seal: Seal) -> bytes | None:
    if approval.reason is None:
        return None
    return seal.seal(place("approvals", approval.id, "reason"), approval.reason.encode())


def _intent(intent: Intent, seal: Seal, release: str, actor: str) -> Row:
    return {
        "id": intent.id,
        "lead_id": intent.lead_id,
        "kind": intent.kind,
        "sequence_step": intent.sequence_step,
        "content": seal.seal(place("intents", intent.id, "content"), intent.content.encode()),
        "content_hash": intent.content_hash,
        "approval_id": intent.approval_id,
        "state": intent.state.value,
        "message_id": intent.message_id,
        "created_at": micros(intent.created_at),
        "fencing_token": intent.token,
        "attempts": intent.attempts,
        "not_before": intent.not_before and micros(intent.not_before),
        "moved_at": intent.moved_at and micros(intent.moved_at),
        "worker": intent.worker,
        "mailbox": intent.mailbox,
        "company": None,
        "provider_id": intent.provider_id,
        "note": intent.note,
        "release": release,
        "actor": actor,
    }
