"""One phase's change as rows, and many changes in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.archive import unknown
from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.repositories import ledger
from leadwright.adapters.store.tables import approvals, inbox, intents, leads, sessions
from leadwright.governance.vault import Seal, place
from leadwright.journey.ports import Change, Event, Intent, IntentState, StaleSession
from leadwright.leads.lead import LeadId
from leadwright.review.approvals import Approval, ApprovalStatus

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A change, sealed and ready to be written."""

    change: Change
    session: Row
    events: list[Row]
    approvals: list[Row]
    intents: list[Row]

    @property
    def lead_id(self) -> LeadId:
        """Whose change it is."""
        return self.change.session.lead_id


@dataclass(slots=True)
class _Book:
    """What a batch of changes writes, by statement."""

    sessions: list[Row] = field(default_factory=list)
    approvals: list[Row] = field(default_factory=list)
    intents: list[Row] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    woken: set[LeadId] = field(default_factory=set)
    resting: set[LeadId] = field(default_factory=set)
    audit: list[Any] = field(default_factory=list)


def prepare(change: Change, seals: Mapping[LeadId, Seal]) -> Sheet:
    """Seal what a change holds; costs time, so no transaction is open meanwhile."""
    session = change.session
    seal = seals[session.lead_id]
    where = place("sessions", session.lead_id, "document", session.version)
    actor = change.audit[-1].actor if change.audit else "system"
    return Sheet(
        change=change,
        session={
            "for_lead": session.lead_id,
            "version": session.version,
            "stage": session.stage.value,
            "last_updated": session.last_updated,
            "document": seal.seal(where, codec.sessions().dump_json(session)),
        },
        events=[_event(event, seals[event.lead_id]) for event in change.events_new],
        approvals=[_approval(item, seal, session.release) for item in change.approvals],
        intents=[_intent(item, seal, session.release, actor) for item in change.intents],
    )


def apply(
    database: Database, connection: sa.Connection, sheets: Sequence[Sheet]
) -> list[StaleSession | None]:
    """Write many changes; a stale one is answered with its error and writes nothing."""
    stored = _locked(connection, sheets)
    book = _Book()
    results: list[StaleSession | None] = []
    for sheet in sheets:
        row = stored[sheet.lead_id]
        if row["version"] != sheet.change.expected_version:
            results.append(_stale(sheet, row["version"]))
            continue
        _enter(book, sheet, row)
        row["version"] = sheet.change.session.version
        results.append(None)
    _write(database, connection, book)
    return results


def _locked(connection: sa.Connection, sheets: Sequence[Sheet]) -> dict[LeadId, Row]:
    # Rows of leads are locked first and in one order. Whoever adds an event to a lead's inbox
    # holds its row too, so a lead that comes to rest never overlooks it. Versions are read in a
    # second statement: the first one saw them as they were before it waited for the locks.
    wanted = {sheet.lead_id for sheet in sheets}
    wanted |= {event.lead_id for sheet in sheets for event in sheet.change.events_new}
    rows = {
        row["lead_id"]: dict(row)
        for row in connection.execute(_LOCK, {"ids": sorted(wanted)}).mappings()
    }
    for missing in wanted - set(rows):
        raise unknown(missing)
    for lead_id, version in connection.execute(_VERSIONS, {"ids": sorted(wanted)}):
        rows[lead_id]["version"] = version
    return rows


def _enter(book: _Book, sheet: Sheet, stored: Row) -> None:
    change, session = sheet.change, sheet.change.session
    book.sessions.append(sheet.session)
    named = {"campaign": stored["campaign"], "owner": stored["owner"]}
    book.approvals.extend(row | named for row in sheet.approvals)
    book.intents.extend(row | named for row in sheet.intents)
    book.withdrawn.extend(change.withdraw_approvals)
    book.done.extend(
        {"for_lead": session.lead_id, "for_id": event, "version": session.version}
        for event in change.events_done
    )
    book.events.extend(sheet.events)
    book.woken |= {e.lead_id for e in change.events_new if e.lead_id != session.lead_id}
    book.audit.extend(change.audit)
    if (stored["stage"], stored["release"]) != (session.stage.value, session.release):
        stored["stage"], stored["release"] = session.stage.value, session.release
        book.stages.append(
            {"for_lead": session.lead_id, "stage": session.stage.value, "release": session.release}
        )
    if change.rests:
        book.resting.add(session.lead_id)


def _write(database: Database, connection: sa.Connection, book: _Book) -> None:
    _many(connection, _SAVE_SESSION, book.sessions)
    _many(connection, sa.insert(approvals), book.approvals)
    _many(connection, sa.insert(intents), book.intents)
    if book.withdrawn:
        connection.execute(_WITHDRAW_APPROVALS, {"ids": book.withdrawn})
        connection.execute(_WITHDRAW_INTENTS, {"ids": book.withdrawn})
    _many(connection, _FINISH_EVENT, book.done)
    _many(connection, database.insert(inbox).on_conflict_do_nothing(), book.events)
    _many(connection, _MOVE_LEAD, book.stages)
    if book.resting:
        connection.execute(_REST, {"ids": sorted(book.resting)})
    if book.woken:
        connection.execute(_WAKE, {"ids": sorted(book.woken)})
    ledger.append(connection, book.audit)


def _many(connection: sa.Connection, statement: sa.Executable, rows: list[Row]) -> None:
    if rows:
        connection.execute(statement, rows)


def _stale(sheet: Sheet, version: int) -> StaleSession:
    return StaleSession(
        f"The session of lead {sheet.lead_id!r} stands at version {version}, not "
        f"{sheet.change.expected_version}: somebody was faster. Read it again and decide anew."
    )


def _event(event: Event, seal: Seal) -> Row:
    where = place("inbox", f"{event.lead_id}|{event.id}", "payload")
    empty = event.payload == "{}"
    return {
        "lead_id": event.lead_id,
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at,
        "done_version": None,
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
        "created_at": approval.created_at,
        "expires_at": approval.expires_at,
        "decided_by": None,
        "decided_at": None,
        "release": release,
    }


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
        "created_at": intent.created_at,
        "fencing_token": 0,
        "lease_until": None,
        "release": release,
        "actor": actor,
    }


_IDS: sa.BindParameter[str] = sa.bindparam("ids", expanding=True)
_LOCK = (
    sa.select(leads.c.lead_id, leads.c.stage, leads.c.release, leads.c.campaign, leads.c.owner)
    .where(leads.c.lead_id.in_(_IDS))
    .order_by(leads.c.lead_id)
    .with_for_update()
)
_VERSIONS = sa.select(sessions.c.lead_id, sessions.c.version).where(sessions.c.lead_id.in_(_IDS))
_SAVE_SESSION = (
    sa.update(sessions)
    .where(sessions.c.lead_id == sa.bindparam("for_lead"))
    .values(
        version=sa.bindparam("version"),
        stage=sa.bindparam("stage"),
        last_updated=sa.bindparam("last_updated"),
        document=sa.bindparam("document"),
    )
)
_FINISH_EVENT = (
    sa.update(inbox)
    .where(inbox.c.lead_id == sa.bindparam("for_lead"), inbox.c.id == sa.bindparam("for_id"))
    .values(done_version=sa.bindparam("version"))
)
_MOVE_LEAD = (
    sa.update(leads)
    .where(leads.c.lead_id == sa.bindparam("for_lead"))
    .values(stage=sa.bindparam("stage"), release=sa.bindparam("release"))
)
_STILL_OPEN = (
    sa.exists()
    .where(inbox.c.lead_id == leads.c.lead_id, inbox.c.done_version.is_(None))
    .correlate(leads)
)
_REST = (
    sa.update(leads)
    .where(leads.c.lead_id.in_(_IDS))
    .values(run_state=sa.case((_STILL_OPEN, "waiting"), else_="idle"))
)
_WAKE = (
    sa.update(leads)
    .where(leads.c.lead_id.in_(_IDS), leads.c.run_state == "idle")
    .values(run_state="waiting")
)
_WITHDRAW_APPROVALS = (
    sa.update(approvals)
    .where(approvals.c.id.in_(_IDS), approvals.c.status == ApprovalStatus.PENDING.value)
    .values(status=ApprovalStatus.WITHDRAWN.value)
)
_WITHDRAW_INTENTS = (
    sa.update(intents)
    .where(
        intents.c.approval_id.in_(_IDS),
        intents.c.state.in_([IntentState.PENDING.value, IntentState.QUEUED.value]),
    )
    .values(state=IntentState.WITHDRAWN.value)
)
