"""The audit trail only grows, and shows whoever touched it or the journal it rests on."""

import hashlib
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from tests.contract.store.examples import (
    a_change,
    a_lead,
    a_row,
    an_admission,
    an_audit_event,
    an_id,
)
from tests.integration.store import raw

from leadwright.adapters.store import Store, migrate
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.moments import as_kept
from leadwright.adapters.store.repositories.journal import clear_text
from leadwright.adapters.store.tables import audit, journal
from leadwright.governance.audit import calls_of
from leadwright.models.ports import CallState

EVENTS = 8
CALLS = 3
ONE = an_id(1)
SEGMENT = f"{ONE}:1"


@pytest.fixture
async def trail(store: Store) -> Store:
    await store.leads.admit([an_admission(a_lead(1))], [])
    for number in range(CALLS):
        await store.journal.write(a_row(ONE, number))
    for number in range(0, EVENTS, 2):
        told = (an_audit_event(number), an_audit_event(number + 1, rests_on=SEGMENT))
        await store.desk.apply(a_change(await store.desk.open(ONE), audit=told))
    return store


async def test_a_trail_nobody_touched_holds(trail: Store) -> None:
    proved = await trail.audit.verify()
    assert proved.events == EVENTS
    assert proved.calls == proved.calls_told == CALLS
    assert len(proved.head) == len(proved.root) == 64


async def test_a_trail_without_events_holds(store: Store) -> None:
    assert (await store.audit.verify())[0] == 0


@pytest.mark.parametrize("column", [column.name for column in audit.c if column.name != "seq"])
async def test_a_changed_column_is_found(trail: Store, column: str) -> None:
    number = column in {"timestamp", "cost_tokens"}
    forged = f"{column} + 1" if number else "'7'"
    raw.unlock(trail.database)
    raw.change(trail.database, f"UPDATE audit SET {column} = {forged} WHERE seq = 5")  # noqa: S608
    with pytest.raises(AuditBroken, match=r"event [56]"):
        await trail.audit.verify()


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM audit WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 8",
        "DELETE FROM audit",
        "UPDATE audit SET seq = -seq WHERE seq IN (2, 3)",
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_head SET seq = 0",
        "UPDATE audit_head SET hash = prev_hash FROM audit WHERE audit.seq = 8",
        "UPDATE audit SET cost_usd = ' ' || cost_usd WHERE seq = 3",
    ],
)
async def test_an_event_taken_away_or_moved_is_found(trail: Store, tampering: str) -> None:
    raw.unlock(trail.database)
    raw.change(trail.database, tampering)
    with pytest.raises(AuditBroken):
        await trail.audit.verify()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET reason = 'nobody knows' WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 8",
        "DELETE FROM audit",
        "UPDATE audit_head SET seq = seq - 1",
        "DELETE FROM audit_head",
    ],
)
async def test_the_database_itself_refuses_to_change_the_trail(
    trail: Store, tampering: str
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="audit trail only"):
        raw.change(trail.database, tampering)
    assert (await trail.audit.verify()).events == EVENTS


async def test_a_server_refuses_to_empty_the_trail(trail: Store) -> None:
    if trail.database.file is not None:
        return  # SQLite has no TRUNCATE
    for table in ("audit", "audit_head"):
        with pytest.raises(sa.exc.IntegrityError, match="only grows"):
            raw.change(trail.database, f"TRUNCATE {table}")


@pytest.mark.parametrize(
    "column", [column.name for column in journal.c if column.name not in {"seq", "payload"}]
)
async def test_a_changed_call_is_found(trail: Store, column: str) -> None:
    kinds = dict.fromkeys(journal.c.keys(), "'7'")
    kinds |= {"cached": "(cached = (1 = 0))", "payload_hash": "row_hash"}
    kinds |= {"row_hash": "payload_hash"}
    numbers = ("lead_no", "turn", "tokens_in", "tokens_out", "latency_ms", "started_at")
    kinds |= {name: f"{name} + 1" for name in numbers}
    raw.change(trail.database, f"UPDATE journal SET {column} = {kinds[column]} WHERE seq = 2")  # noqa: S608
    with pytest.raises(AuditBroken, match="journal"):
        await trail.audit.verify()


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE journal SET seq = seq + 100 WHERE seq = 2",
        "UPDATE journal SET payload = row_hash WHERE seq = 2",
    ],
)
async def test_a_call_taken_away_or_moved_is_found(trail: Store, tampering: str) -> None:
    raw.change(trail.database, tampering)
    with pytest.raises(AuditBroken, match="journal"):
        await trail.audit.verify()


async def test_a_call_made_up_is_found_whatever_hash_it_is_given(trail: Store) -> None:
    names = [column.name for column in journal.c if column.name not in {"seq", "key"}]
    columns = ", ".join(names)
    raw.change(
        trail.database,
        f"INSERT INTO journal (seq, key, {columns}) "  # noqa: S608
        f"SELECT 77, 'made up', {columns} FROM journal WHERE seq = 1",
    )
    _age(trail, 77)
    with pytest.raises(AuditBroken, match="journal"):
        await trail.audit.verify()


async def test_a_call_that_nothing_rests_on_yet_troubles_nobody(trail: Store) -> None:
    late = a_row(ONE, 9)
    await trail.journal.write(replace(late, state=CallState.BEFORE))
    assert (await trail.audit.verify()).calls_told == CALLS
    await trail.journal.write(late)
    proved = await trail.audit.verify()
    assert (proved.calls, proved.calls_told) == (CALLS + 1, CALLS)


async def test_what_was_said_may_be_dropped_and_the_proof_still_holds(trail: Store) -> None:
    raw.change(trail.database, "UPDATE journal SET payload = NULL")
    raw.change(trail.database, "DELETE FROM lead_keys")
    assert (await trail.audit.verify()).calls_told == CALLS


async def test_an_event_names_the_calls_it_rests_on(trail: Store) -> None:
    first, second, *_ = await trail.audit.events()
    rows = raw.ask(trail.database, "SELECT seq, row_hash FROM journal ORDER BY seq")
    assert calls_of(first.detail) == {}
    assert calls_of(second.detail) == {row.seq: bytes(row.row_hash).hex() for row in rows}
    assert json.loads(second.detail)["findings"] == 3


async def test_a_journal_of_an_older_version_is_adopted_as_it_is(store: Store) -> None:
    await store.leads.admit([an_admission(a_lead(1))], [])
    for number in range(CALLS):
        await store.journal.write(a_row(ONE, number))
    _age(store, *range(1, CALLS + 1))
    migrate.downgrade(store.database, "0006")
    migrate.upgrade(store.database)
    await store.journal.write(a_row(ONE, 7))
    proved = await store.audit.verify()
    assert (proved.events, proved.calls) == (1, CALLS + 1)
    raw.change(store.database, "UPDATE journal SET tokens_in = tokens_in + 1 WHERE seq = 2")
    _age(store, 2)  # as one would who knows how rows were hashed
    with pytest.raises(AuditBroken, match="journal"):
        await store.audit.verify()


def _age(store: Store, *places: int) -> None:
    """Rows as they were hashed before hashes were keyed."""
    with store.database.writing() as connection:
        rows = connection.execute(sa.select(*as_kept(journal)).where(journal.c.seq.in_(places)))
        for row in rows.mappings().all():
            values = {**row, "cached": bool(row["cached"])}
            values["payload_hash"] = bytes(values["payload_hash"])
            mark = hashlib.sha256(clear_text(values).encode()).digest()
            connection.execute(
                sa.update(journal).where(journal.c.seq == row["seq"]).values(row_hash=mark)
            )


async def test_events_are_found_by_whom_they_are_about(trail: Store) -> None:
    opening = await trail.desk.open(ONE)
    about = an_audit_event(99, subject="p-other")
    await trail.desk.apply(a_change(opening, audit=(about,)))
    assert await trail.audit.events(subject="p-other") == (about,)
    assert len(await trail.audit.events(limit=3)) == 3
    assert await trail.audit.events(after=EVENTS) == (about,)
