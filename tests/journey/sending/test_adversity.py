"""What would let a mail go out twice, never, or unseen: found by looking for it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.fakes.couriers import FakeCourier, once, silent
from tests.journey.conftest import NOW, OpenHouse
from tests.journey.posting import approve, approved, mail_of, rounds
from tests.journey.sending.test_gate import write
from tests.journey.sending.test_sending import QUICK
from tests.journey.story import leads_file, open_lead, work
from tests.journey.test_one_lead import MAYA

from leadwright.adapters.store import tables
from leadwright.bootstrap import House
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.outbox.ports import Receipt
from leadwright.journey.ports import Change
from leadwright.journey.retry import CannotRetry, ask_again
from leadwright.journey.sending import case as cases
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage

SOON_S = 30


def later(house: House, **by: float) -> None:
    assert isinstance(house.clock, FrozenClock)
    house.clock.advance(timedelta(**by))


async def begun_and_killed(house: House, folder: Path) -> LeadId:
    lead_id = await approved(house, folder, MAYA)
    case = await house.post.sender.hands.read(lead_id, (await mail_of(house, lead_id)).id)
    assert await house.post.sender._begin(case)
    return lead_id


async def test_short_lives_find_what_a_killed_one_left(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await begun_and_killed(house, tmp_path)
    for minute in range(1, 8):
        async with open_house(couriers=[courier], outbox=QUICK) as house:
            later(house, minutes=minute)
            await house.post.once()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        intent = await mail_of(house, lead_id)
    assert intent.state is IntentState.UNCERTAIN
    assert intent.note == "to_a_person"


async def test_a_paused_agent_stands_in_nobodys_way(open_house: OpenHouse, tmp_path: Path) -> None:
    mail, crm = FakeCourier(), FakeCourier("crm_update")
    async with open_house(couriers=[mail, crm], outbox=QUICK | {"at_once": 1}) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        row = {"scope": "agent", "name": "outreach", "reason": "", "actor": "user:ann", "at": NOW}
        write(house, tables.pauses, row)
        await approve(house, lead_id, "update_crm")
        async with asyncio.timeout(SOON_S):
            assert await house.post.once() == 1
    assert (len(mail.taken), len(crm.taken)) == (0, 1)


class Broken(FakeCourier):
    """Its look-ups end as nobody foresaw."""

    async def find(self, intent: Intent) -> Receipt | None:
        raise ConnectionResetError(intent.id)


async def test_a_look_up_that_fails_unforeseen_is_no_answer(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = Broken()
    courier.before = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 100, step=5)
        assert (await mail_of(house, lead_id)).state is IntentState.UNCERTAIN


async def test_a_round_that_fails_unforeseen_is_not_the_last(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier, stop, failures = FakeCourier(), asyncio.Event(), []

    async def broken() -> None:
        failures.append(1)
        raise RuntimeError

    async with open_house(couriers=[courier], outbox=QUICK) as house:
        await approved(house, tmp_path, MAYA)
        post = replace(house.post, sweeps=(broken,), every_s=0.01)
        async with asyncio.timeout(SOON_S):
            task = asyncio.create_task(post.work_until(stop))
            while not courier.taken or not failures:  # noqa: ASYNC110 - two things, in any order
                await asyncio.sleep(0.01)
            stop.set()
            await task


async def test_nobody_is_drafted_for_anew_while_a_mail_is_in_doubt(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(looks_up=False)
    courier.after = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 30, step=5)
        opening = await house.desk.open(lead_id)
        assert opening.session.stage is Stage.ESCALATED
        with pytest.raises(CannotRetry, match="nobody knows yet"):
            await ask_again(house.desk, opening, house.clock)


async def test_a_mail_whose_place_another_has_taken_does_not_go_out(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        session = (await house.desk.open(lead_id)).session
        other = replace(session, version=session.version + 1, approval_id="apr_other")
        await house.desk.apply(Change(session=other, expected_version=session.version))
        await rounds(house, 5)
        assert (await mail_of(house, lead_id)).state is IntentState.WITHDRAWN
        assert (await house.desk.open(lead_id)).session.stage is Stage.APPROVED
    assert courier.taken == []


async def test_news_that_come_in_the_last_moment_are_looked_at_first(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        sender = house.post.sender
        case = await sender.hands.read(lead_id, (await mail_of(house, lead_id)).id)
        assert cases.held(case, sender.policy, house.clock.now()) is None
        with house.store.database.writing() as connection:
            number = connection.execute(sa.select(tables.leads.c.lead_no)).scalar_one()
            news = {"lead_no": number, "id": "e1", "kind": "retry", "at": NOW, "done": False}
            connection.execute(sa.insert(tables.inbox), news | {"payload": None})
        assert await sender._begin(case) is None
        intent = await mail_of(house, lead_id)
    assert (intent.state, intent.note) == (IntentState.QUEUED, "news")


async def test_a_short_lease_only_makes_attempts_short(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(outbox=QUICK | {"lease_s": 20}, mail={"folder": tmp_path / "out"}) as h:
        lead_id = await approved(h, tmp_path, MAYA)
        await rounds(h, 5)
        assert (await mail_of(h, lead_id)).state is IntentState.SENT
    assert len(list((tmp_path / "out").glob("*.eml"))) == 1


async def test_a_word_is_good_for_the_attempt_it_was_given_about(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(looks_up=False)
    courier.before = once(silent)
    courier.after = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 30, step=5)
        seen = await mail_of(house, lead_id)
        await house.clerk.resume(seen, by="user:bob", not_sent=True)
        await rounds(house, 30, step=5)
        await house.clerk.resume(seen, by="user:ann", not_sent=True)  # of the first attempt
        await rounds(house, 30, step=5)
    assert len(courier.taken) == 1


async def test_after_a_restore_a_mail_that_waits_for_a_yes_is_taken_back(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with open_house(couriers=[FakeCourier()], outbox=QUICK) as house:
        await work(house, leads_file(tmp_path / "leads.jsonl", [MAYA]))
        assert await house.clerk.doubt_all(by="user:ann") == 1
        opening = await open_lead(house, "M-1")
    assert opening.session.stage is Stage.ESCALATED
    assert opening.session.halt is not None
    assert opening.session.halt.reasons == ("held_restored",)
