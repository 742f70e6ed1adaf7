"""What reaches a folder or a mail server is what was approved, and it reaches it once."""

import json
from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.posting import approved, mail_of, rounds
from tests.journey.test_one_lead import MAYA
from tests.services import mail_server
from tests.services.mail_server import MailServer, Mood

from leadwright.adapters.mail.choosing import MailNotReady
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.outbox.letters.letter import content_of
from leadwright.review.approvals import content_hash

QUICK = {"lease_s": 60, "first_pause_s": 10, "tries": 3, "settle_s": 20}
SELLER = {"postal_address": "1 Harbour Street, Hobart"}


def lawful(desk: MailServer) -> dict[str, object]:
    return {
        "mailer": "smtp",
        "host": mail_server.HOST,
        "port": desk.port,
        "security": "none",
        "timeout_s": 20,
        "legal_name": "Northwind Ledger Pty Ltd",
        "unsubscribe_url": "https://mail.northwind.example",
    }


def is_as_approved(message: bytes, intent: Intent) -> bool:
    window = json.loads(intent.content)["window"]
    return content_hash(content_of(message) | {"window": window}) == intent.content_hash


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
async def test_the_folder_holds_the_approved_bytes(
    open_house: OpenHouse, tmp_path: Path, html: bool
) -> None:
    folder = tmp_path / "outbox"
    async with open_house(outbox=QUICK, mail={"folder": folder, "html": html}) as house:
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 5)
        intent = await mail_of(house, lead_id)
    assert intent.state is IntentState.SENT
    assert intent.provider_id == f"{intent.id}.eml"
    (file,) = folder.iterdir()
    assert is_as_approved(file.read_bytes(), intent)


async def test_a_mail_server_gets_the_approved_bytes_once(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with (
        mail_server.running() as desk,
        open_house(outbox=QUICK, seller=SELLER, mail=lawful(desk)) as house,
    ):
        lead_id = await approved(house, tmp_path, MAYA)
        desk.mood = Mood.PUTS_OFF_RECIPIENT
        await rounds(house, 2)
        put_off = await mail_of(house, lead_id)
        desk.mood = Mood.FINE
        await rounds(house, 30)
        intent = await mail_of(house, lead_id)
    assert (put_off.state, put_off.note) == (IntentState.QUEUED, "smtp_450")
    assert (intent.state, intent.provider_id) == (IntentState.SENT, "4Q1")
    assert len(desk.taken) == 1
    assert is_as_approved(desk.taken[0], intent)
    assert desk.envelopes == [("nora@northwind.example", [str(MAYA["email"])])]


async def test_a_mail_server_that_takes_a_mail_and_says_nothing_gets_it_once(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    async with (
        mail_server.running() as desk,
        open_house(outbox=QUICK, seller=SELLER, mail=lawful(desk)) as house,
    ):
        desk.mood = Mood.TAKES_AND_HANGS_UP
        lead_id = await approved(house, tmp_path, MAYA)
        await rounds(house, 300, step=30)
        desk.mood = Mood.FINE
        await rounds(house, 300, step=30)
        intent = await mail_of(house, lead_id)
        session = (await house.desk.open(lead_id)).session
    assert intent.state is IntentState.UNCERTAIN
    assert len(desk.taken) == 1
    assert session.halt is not None  # a person is asked


async def test_a_house_that_may_not_write_yet_does_not_open(open_house: OpenHouse) -> None:
    with pytest.raises(MailNotReady, match=r"seller\.postal_address"):
        async with open_house(mail={"mailer": "smtp"}):
            pass
