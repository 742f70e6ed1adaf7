"""What everybody promises who carries out effects: an honest answer, and once where it says so."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from chaos.outside import http
from chaos.outside.courier import RecordsCourier
from chaos.outside.diary import Diary
from chaos.outside.records import Records
from chaos.outside.weather import CALM, Weather
from tests.contract.store.examples import NOON, a_lead, an_admission, an_id
from tests.fakes.couriers import FakeCourier, refusing

from leadwright.adapters.crm.courier import CrmCourier
from leadwright.adapters.mail.folder import FolderMailer
from leadwright.adapters.store import Database, Store
from leadwright.clock import FrozenClock
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.outbox.mailing import MailCourier
from leadwright.journey.outbox.ports import Courier, EffectRefused, OutcomeUnknown

PORT = "leadwright.journey.outbox.ports:Courier"
IMPLEMENTATIONS = [
    "leadwright.adapters.crm.courier:CrmCourier",
    "leadwright.journey.outbox.mailing:MailCourier",
    "tests.fakes.couriers:FakeCourier",
]

pytestmark = pytest.mark.contract

LEAD = an_id(1)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A courier, something for it to do, something it refuses, and how often it did something."""

    courier: Courier
    intent: Intent
    unfit: Intent
    done: Callable[[], Awaitable[Sequence[object]]]


def an_intent(kind: str, content: object) -> Intent:
    return Intent(
        id=f"int_{kind}",
        lead_id=LEAD,
        kind=kind,
        sequence_step=0,
        content=json.dumps(content),
        content_hash="ab" * 32,
        approval_id="apr_1",
        created_at=NOON,
    )


def a_change(field: str) -> dict[str, str]:
    change = {"lead": LEAD, "kind": "crm_update", "before": {}, "after": {field: "x"}, "version": 0}
    return {"0": json.dumps(change)}


@asynccontextmanager
async def crm(folder: Path) -> AsyncIterator[Held]:
    database = Database.open(f"sqlite:///{folder / 'crm.db'}")
    store = Store.open(database, key_file=folder / "leadwright.key")
    try:
        await store.leads.admit([an_admission(a_lead(1))], [])
        yield Held(
            courier=CrmCourier(store.crm, FrozenClock(NOON)),
            intent=an_intent("crm_update", a_change("next_action")),
            unfit=replace(an_intent("crm_update", a_change("shoe_size")), id="int_unfit"),
            done=store.crm.log,
        )
    finally:
        store.close()


def a_mail(**changes: str) -> dict[str, object]:
    return {
        "to": "ann@acme.example",
        "from": "Nora Lind <nora@northwind.example>",
        "subject": "Invoices",
        "body": "Hi Ann.",
        "headers": {"Message-ID": "<int_email@northwind.example>"},
        "window": {"until": "2026-12-01T12:00:00+00:00"},
        **changes,
    }


@asynccontextmanager
async def mail(folder: Path) -> AsyncIterator[Held]:
    async def done() -> list[Path]:
        return await asyncio.to_thread(lambda: sorted(folder.iterdir()))

    yield Held(
        courier=MailCourier(FolderMailer(folder), FrozenClock(NOON)),
        intent=an_intent("email", a_mail()),
        unfit=replace(an_intent("email", a_mail(to="a@b.example\r\nBcc: c@d.example")), id="int_2"),
        done=done,
    )


@asynccontextmanager
async def fake(_: Path) -> AsyncIterator[Held]:
    courier = FakeCourier(repeatable=True)
    unfit = replace(an_intent("email", {}), id="int_unfit")

    def mood(intent: Intent) -> None:
        if intent.id == unfit.id:
            refusing(again=False)(intent)

    courier.before = mood

    async def done() -> list[Intent]:
        return courier.taken

    yield Held(courier=courier, intent=an_intent("email", {}), unfit=unfit, done=done)


@asynccontextmanager
async def played(folder: Path) -> AsyncIterator[Held]:
    diary = Diary(path=folder / "writes")
    weather = Weather("1", CALM)
    records = Records(diary=diary, weather=weather, is_repeatable=True, lag_s=(0, 0))
    server = await http.serve(records.answer)

    async def done() -> list[object]:
        return [*diary.entries("accepted")]

    yield Held(
        courier=RecordsCourier(port=server.sockets[0].getsockname()[1], is_repeatable=True),
        intent=an_intent("crm_update", a_change("next_action")),
        unfit=replace(an_intent("crm_update", a_change("shoe_size")), id="int_unfit"),
        done=done,
    )
    server.close()


Opened = Callable[[Path], AbstractAsyncContextManager[Held]]


@pytest.fixture(
    params=[crm, mail, fake, played],
    ids=["CrmCourier", "MailCourier", "FakeCourier", "RecordsCourier"],
)
async def held(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Held]:
    opened: Opened = request.param
    async with opened(tmp_path) as one:
        yield one


async def test_it_says_who_it_is_and_what_it_can_promise(held: Held) -> None:
    courier = held.courier
    assert courier.name
    assert held.intent.kind in courier.kinds
    assert courier.capability.timeout_s > 0
    assert courier.capability.settle_s >= 0


async def test_what_was_done_can_be_found_by_the_intent_alone(held: Held) -> None:
    if not held.courier.capability.looks_up:
        with pytest.raises(OutcomeUnknown):
            await held.courier.find(held.intent)
        return
    assert await held.courier.find(held.intent) is None
    receipt = await held.courier.deliver(held.intent)
    found = await held.courier.find(held.intent)
    assert found
    assert found.provider_id == receipt.provider_id != ""
    assert isinstance(json.loads(found.told), dict)
    assert await held.courier.find(replace(held.intent, id="int_another")) is None


async def test_whoever_says_that_it_can_be_repeated_does_it_once(held: Held) -> None:
    if not held.courier.capability.repeatable:
        pytest.skip("it does not say so")
    first = await held.courier.deliver(held.intent)
    assert await held.courier.deliver(replace(held.intent, token=2, attempts=2)) == first
    assert len(await held.done()) == 1


async def test_a_definite_no_leaves_nothing_behind(held: Held) -> None:
    with pytest.raises(EffectRefused) as refused:
        await held.courier.deliver(held.unfit)
    assert not refused.value.again
    assert refused.value.note.isidentifier()
    assert list(await held.done()) == []
    assert await held.courier.find(held.unfit) is None
