"""The audit trail shows whoever touched it."""

import pytest
from tests.contract.store.examples import a_change, a_lead, an_admission, an_audit_event, an_id
from tests.integration.store import raw

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.store.tables import audit

EVENTS = 8


@pytest.fixture
async def trail(store: Store) -> Store:
    await store.leads.admit([an_admission(a_lead(1))], [])
    for number in range(0, EVENTS, 2):
        told = (an_audit_event(number), an_audit_event(number + 1))
        await store.desk.apply(a_change(await store.desk.open(an_id(1)), audit=told))
    return store


async def test_a_trail_nobody_touched_holds(trail: Store) -> None:
    count, last = await trail.audit.verify()
    assert count == EVENTS
    assert len(last) == 64


async def test_a_trail_without_events_holds(store: Store) -> None:
    assert (await store.audit.verify())[0] == 0


@pytest.mark.parametrize("column", [column.name for column in audit.c if column.name != "seq"])
async def test_a_changed_column_is_found(trail: Store, column: str) -> None:
    number = column in {"timestamp", "cost_tokens"}
    forged = f"{column} + 1" if number else "'7'"
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
        "UPDATE audit_head SET hash = prev_hash FROM audit WHERE audit.seq = 8",
    ],
)
async def test_an_event_taken_away_or_moved_is_found(trail: Store, tampering: str) -> None:
    raw.change(trail.database, tampering)
    with pytest.raises(AuditBroken):
        await trail.audit.verify()


async def test_events_are_found_by_whom_they_are_about(trail: Store) -> None:
    opening = await trail.desk.open(an_id(1))
    about = an_audit_event(99, subject="p-other")
    await trail.desk.apply(a_change(opening, audit=(about,)))
    assert await trail.audit.events(subject="p-other") == (about,)
    assert len(await trail.audit.events(limit=3)) == 3
    assert await trail.audit.events(after=EVENTS) == (about,)
