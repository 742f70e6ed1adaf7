"""What is judged again in the moment an effect begins: it does not go out, and says why."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.fakes.couriers import FakeCourier
from tests.journey.conftest import NOW, OpenHouse
from tests.journey.posting import approve, approved, mail_of, rounds
from tests.journey.story import leads_file, work
from tests.journey.test_one_lead import MAYA

from leadwright.adapters.store import tables
from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.governance.naming import suppression_hash
from leadwright.journey.outbox.gate import PauseScope
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.leads.stage import Stage


def write(house: House, table: sa.Table, row: Mapping[str, object]) -> None:
    with house.store.database.writing() as connection:
        connection.execute(sa.insert(table), row)


def rub_out(house: House, table: sa.Table) -> None:
    with house.store.database.writing() as connection:
        connection.execute(sa.delete(table))


def suppress(house: House, kind: str, value: str) -> None:
    hashed = suppression_hash(house.store.vault.naming, kind, value)
    row = {"kind": kind, "hash": hashed, "reason": "asked", "source": "test"}
    write(house, tables.suppressions, row | {"actor": "user:ann", "at": NOW})


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "maya.brandt@harborline.example"), ("domain", "harborline.example")],
)
async def test_who_is_suppressed_after_the_approval_is_not_written_to(
    open_house: OpenHouse, tmp_path: Path, kind: str, value: str
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        suppress(house, kind, value)
        await rounds(house, 5)
        intent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert courier.taken == []
    assert (intent.state, intent.note) == (IntentState.WITHDRAWN, "suppressed")
    assert session.stage is Stage.ESCALATED


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (PauseScope.ALL, ""),
        (PauseScope.AGENT, "outreach"),
        (PauseScope.CAMPAIGN, "default"),
        (PauseScope.MAILBOX, "nora@northwind.example"),
    ],
)
async def test_what_is_paused_waits_until_it_is_resumed(
    open_house: OpenHouse, tmp_path: Path, scope: PauseScope, name: str
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        row = {"scope": scope.value, "name": name, "reason": "", "actor": "user:ann", "at": NOW}
        write(house, tables.pauses, row)
        await rounds(house, 5)
        assert courier.taken == []
        assert (await mail_of(house, lead_id)).state is IntentState.QUEUED
        rub_out(house, tables.pauses)
        await rounds(house, 5)
    assert len(courier.taken) == 1


async def test_another_campaigns_pause_stops_nobody(open_house: OpenHouse, tmp_path: Path) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        await approved(house, tmp_path, MAYA)
        row = {"scope": "campaign", "name": "autumn", "reason": "", "actor": "a", "at": NOW}
        write(house, tables.pauses, row)
        await rounds(house, 5)
    assert len(courier.taken) == 1


async def colleagues(house: House, folder: Path, number: int) -> None:
    """So many people of one company, their mails approved."""
    names = ("Maya Brandt", "Owen Castellanos", "Priya Raman", "Tomas Nyberg", "Una Okafor")
    rows: list[dict[str, object]] = [
        MAYA
        | {
            "lead_id": f"C-{n}",
            "name": name,
            "email": f"{name.split()[0].lower()}@harborline.example",
        }
        for n, name in enumerate(names[:number])
    ]
    await work(house, leads_file(folder / "colleagues.jsonl", rows))
    for row in await house.desk.list_leads(limit=100):
        await approve(house, row.lead.lead_id)


def queued(intents: tuple[Intent, ...]) -> list[Intent]:
    return [i for i in intents if i.state is IntentState.QUEUED]


async def test_a_mailbox_sends_no_more_a_day_than_it_may(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], mail={"a_day": 2, "a_company_a_week": 9}) as house:
        await colleagues(house, tmp_path, 5)
        await rounds(house, 5)
        assert len(courier.taken) == 2
        waiting = queued(await house.store.outbox.list_intents())
        assert {(i.note, i.not_before) for i in waiting} == {
            ("allowance", NOW.replace(hour=0) + timedelta(days=1))
        }
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(days=1))
        await rounds(house, 5)
    assert len(courier.taken) == 4


async def test_no_more_people_of_a_company_are_written_to_in_a_week_than_may_be(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], mail={"a_company_a_week": 2}) as house:
        await colleagues(house, tmp_path, 3)
        await rounds(house, 5)
        assert len(courier.taken) == 2
        (waiting,) = queued(await house.store.outbox.list_intents())
        assert waiting.note == "company"
        assert waiting.not_before == NOW + timedelta(days=7)


async def test_an_approval_is_only_good_for_its_window(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        assert isinstance(house.clock, FrozenClock)
        house.clock.advance(timedelta(days=30))
        await rounds(house, 5)
        assert (await mail_of(house, lead_id)).note == "late"
    assert courier.taken == []


async def test_changed_bytes_are_not_what_was_approved(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        with house.store.database.writing() as connection:
            connection.execute(
                sa.update(tables.intents)
                .where(tables.intents.c.kind == "email")
                .values(content_hash="0" * 64)
            )
        await rounds(house, 5)
        assert (await mail_of(house, lead_id)).note == "changed"
        assert any(e.outcome == "refused" for e in await house.store.audit.events())
    assert courier.taken == []


async def test_an_intent_without_its_approval_goes_nowhere(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier]) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        with house.store.database.writing() as connection:
            connection.execute(sa.update(tables.intents).values(state="queued"))
        await rounds(house, 5)
        intents = await house.store.outbox.list_intents()
    assert courier.taken == []
    assert {i.note for i in intents if i.kind == "email"} == {"not_approved"}
