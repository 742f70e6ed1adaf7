"""The mail provider and the CRM that are played: what they keep, what they say, what is heard."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chaos.outside import http
from chaos.outside.courier import NOTHING_LEFT, RecordsCourier
from chaos.outside.diary import Diary
from chaos.outside.mailer import PostMailer
from chaos.outside.post import LAG_S, Post
from chaos.outside.records import Records
from chaos.outside.weather import CALM, RATES, UNKNOWN, Fate, Weather

from leadwright.journey.outbox.intents import Intent
from leadwright.journey.outbox.ports import EffectRefused, Envelope, OutcomeUnknown
from leadwright.leads.lead import LeadId

_MAIL = Envelope(
    intent_id="int_1",
    message_id="<int_1@acme.example>",
    sender="ann@acme.example",
    recipient="bo@customer.example",
    message=b"Subject: Hello\r\n\r\nHello",
)
_DEFINITE = {Fate.REFUSED, Fate.BUSY, Fate.BUSY_MUTE, Fate.STORM}


@asynccontextmanager
async def _post(place: Path, rates: Mapping[Fate, float]) -> AsyncIterator[tuple[PostMailer, Post]]:
    post = Post(diary=Diary(path=place / "mails"), weather=Weather("1", rates))
    server = await http.serve(post.answer)
    yield PostMailer(port=server.sockets[0].getsockname()[1]), post
    server.close()


@asynccontextmanager
async def _records(
    place: Path, *, is_repeatable: bool
) -> AsyncIterator[tuple[RecordsCourier, Records]]:
    records = Records(
        diary=Diary(path=place / "writes"), weather=Weather("1", CALM), is_repeatable=is_repeatable
    )
    server = await http.serve(records.answer)
    port = server.sockets[0].getsockname()[1]
    yield RecordsCourier(port=port, is_repeatable=is_repeatable), records
    server.close()


def _change(intent_id: str = "int_2", **after: str) -> Intent:
    change = {"kind": "crm_update", "before": dict.fromkeys(after), "after": after}
    return Intent(
        id=intent_id,
        lead_id=LeadId("lead_1"),
        kind="crm_update",
        sequence_step=0,
        content=json.dumps({"0": json.dumps(change)}),
        content_hash="",
        approval_id=None,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


async def test_a_mail_is_found_only_after_a_while(tmp_path: Path) -> None:
    async with _post(tmp_path, CALM) as (mailer, post):
        receipt = await mailer.send(_MAIL)
        assert await mailer.find("int_1", _MAIL.message_id) is None
        await asyncio.sleep(LAG_S[1])
        assert await mailer.find("int_1", _MAIL.message_id) == receipt
        (entry,) = post.diary.entries("accepted")
        assert (entry["intent"], entry["recipient"]) == ("int_1", "bo@customer.example")


async def test_a_mail_handed_over_twice_is_sent_twice(tmp_path: Path) -> None:
    async with _post(tmp_path, CALM) as (mailer, post):
        await mailer.send(_MAIL)
        await mailer.send(_MAIL)
        assert len([*post.diary.entries("accepted")]) == 2


@pytest.mark.parametrize("fate", sorted(_DEFINITE))
async def test_a_no_is_told_and_nothing_is_kept(fate: Fate, tmp_path: Path) -> None:
    async with _post(tmp_path, {fate: 1.0}) as (mailer, post):
        with pytest.raises(EffectRefused):
            await mailer.send(_MAIL)
        assert not [*post.diary.entries("accepted")]


@pytest.mark.parametrize("fate", sorted(UNKNOWN))
async def test_a_silence_is_no_answer(fate: Fate, tmp_path: Path) -> None:
    async with _post(tmp_path, {fate: 1.0}) as (mailer, post):
        with pytest.raises(OutcomeUnknown):
            await mailer.send(_MAIL)
        kept = [*post.diary.entries("accepted")]
        assert len(kept) <= (fate is not Fate.LOST)
        assert kept or fate is not Fate.UNANSWERED


async def test_where_nobody_listens_nothing_was_handed_over() -> None:
    with pytest.raises(EffectRefused) as refusal:
        await PostMailer(port=1).send(_MAIL)
    assert refusal.value.again


async def test_news_of_a_mail_come_late_and_can_be_heard_again(tmp_path: Path) -> None:
    async with _post(tmp_path, CALM) as (mailer, _):
        for number in range(20):
            await mailer.send(
                Envelope(
                    intent_id=f"int_{number}",
                    message_id=f"<int_{number}@acme.example>",
                    sender=_MAIL.sender,
                    recipient=_MAIL.recipient,
                    message=_MAIL.message,
                )
            )
        await asyncio.sleep(LAG_S[1])
        events, after = await mailer.news(0)
        heard = [event["intent"] for event in events]
        assert len({*heard}) >= 15
        assert heard != sorted(heard, key=lambda name: int(name.rpartition("_")[2]))
        assert (await mailer.news(0))[0][: len(events)] == events
        assert (await mailer.news(after))[1] >= after


@pytest.mark.parametrize("is_repeatable", [True, False])
async def test_a_record_is_written_once_where_the_crm_promises_it(
    is_repeatable: bool, tmp_path: Path
) -> None:
    async with _records(tmp_path, is_repeatable=is_repeatable) as (courier, records):
        first = await courier.deliver(_change(stage="contacted"))
        again = await courier.deliver(_change(stage="contacted"))
        assert again == first if is_repeatable else again.provider_id == NOTHING_LEFT
        await asyncio.sleep(LAG_S[1])
        assert await courier.find(_change()) == first
        assert len([*records.diary.entries("accepted")]) == 1


async def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    async with _records(tmp_path, is_repeatable=True) as (courier, records):
        await courier.deliver(_change(owner="ann"))
        editing = asyncio.create_task(records.edit())
        await asyncio.sleep(0.5)
        editing.cancel()
        assert [*records.diary.entries("human")]
        receipt = await courier.deliver(_change("int_3", owner="bo"))
        assert receipt.provider_id == NOTHING_LEFT


def test_weather_is_made_from_a_seed_and_leaves_nothing_out() -> None:
    def dealt(seed: str) -> list[Fate]:
        weather = Weather(seed, seconds=lambda: 0.0)
        return [weather.next() for _ in range(2000)]

    assert dealt("1") == dealt("1")
    assert {*dealt("1")} == {*Fate}
    assert 0.6 < dealt("1").count(Fate.WELL) / 2000 < 1 - sum(RATES.values()) / 2
