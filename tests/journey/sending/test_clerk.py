"""What a person says of an effect in doubt: it arrived, it did not, or a backup was restored."""

from pathlib import Path

import pytest
from tests.fakes.couriers import FakeCourier, once, refusing, silent
from tests.journey.conftest import OpenHouse
from tests.journey.posting import approved, mail_of, rounds
from tests.journey.sending.test_sending import QUICK
from tests.journey.test_one_lead import MAYA

from leadwright.journey.outbox.intents import IntentState
from leadwright.journey.sending.clerk import CannotConfirm, CannotResume
from leadwright.leads.stage import Stage

ANN = "user:ann"


async def test_who_knows_that_it_did_not_arrive_has_it_sent_again(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(looks_up=False)
    courier.before = once(silent)
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 30, step=5)
        doubted = await mail_of(house, lead_id)
        with pytest.raises(CannotResume, match="may have arrived"):
            await house.clerk.resume(doubted, by=ANN, not_sent=False)
        await house.clerk.resume(doubted, by=ANN, not_sent=True)
        await rounds(house, 5)
        sent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
        by_ann = [e.action for e in await house.store.audit.events() if e.actor == ANN]
    assert (sent.state, sent.attempts) == (IntentState.SENT, 2)
    assert len(courier.taken) == 1
    assert session.stage is Stage.CONTACTED
    assert by_ann == ["email.again"]


async def test_who_knows_that_it_arrived_says_so_and_nothing_is_sent(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier(looks_up=False)
    courier.after = silent
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 30, step=5)
        await house.clerk.confirm(await mail_of(house, lead_id), by=ANN)
        await rounds(house, 30, step=5)
        sent = await mail_of(house, lead_id)
        with pytest.raises(CannotConfirm):
            await house.clerk.confirm(sent, by=ANN)
        with pytest.raises(CannotResume, match="nothing to resume"):
            await house.clerk.resume(sent, by=ANN, not_sent=True)
    assert sent.state is IntentState.SENT
    assert len(courier.taken) == 1


async def test_what_failed_is_sent_again_on_a_persons_word(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    courier.before = refusing(again=False)
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 5)
        await house.clerk.resume(await mail_of(house, lead_id), by=ANN, not_sent=False)
        await rounds(house, 5)
        assert (await mail_of(house, lead_id)).state is IntentState.SENT


async def test_after_a_restore_nothing_goes_out_that_may_have_gone_out_before(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    courier = FakeCourier()
    async with open_house(couriers=[courier], outbox=QUICK) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        case = await house.post.sender.hands.read(lead_id, (await mail_of(house, lead_id)).id)
        await courier.deliver(case.intent)  # after the backup, which knows nothing of it
        assert await house.clerk.doubt_all(by=ANN) == 1
        assert (await mail_of(house, lead_id)).state is IntentState.UNCERTAIN
        await rounds(house, 30, step=5)
        assert (await mail_of(house, lead_id)).state is IntentState.SENT
    assert len(courier.taken) == 1
