"""A worker: works leads, carries out effects, and hears what the mail provider has to tell."""

import asyncio
import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chaos.effects.people import FINISHED
from chaos.effects.stage import Setting, people_of
from chaos.effects.testimony import testify
from chaos.outside.mailer import PostMailer
from chaos.stage.child import CALL, SLOT, Part, Tell, deadly, ready, told_to_stop
from chaos.stage.clock import WrongClock
from chaos.stage.scene import Scene
from leadwright import bootstrap
from leadwright.bootstrap import House
from leadwright.errors import LeadwrightError
from leadwright.journey.outbox.intents import TO_A_PERSON, Intent, IntentState
from leadwright.journey.outbox.mailing import MailCourier
from leadwright.journey.outbox.ports import Capability, Courier, Due, OutcomeUnknown, Receipt
from leadwright.settings import load

LOOKS_EVERY_S: Final = 0.1
_LOOKS: Final = 3
_TOLD_EVERY_S: Final = 20.0
_SOON_S: Final = 15.0  # what waits longer is at rest
_PASSING: Final = {"clock", "allowance", "company"}


@dataclass(frozen=True, kw_only=True)
class Telling:
    """The courier it wraps; says when an attempt is made."""

    wrapped: Courier
    tell: Tell

    @property
    def name(self) -> str:
        return self.wrapped.name

    @property
    def kinds(self) -> frozenset[str]:
        return self.wrapped.kinds

    @property
    def capability(self) -> Capability:
        return self.wrapped.capability

    async def deliver(self, intent: Intent) -> Receipt:
        self.tell(CALL)
        return await self.wrapped.deliver(intent)

    async def find(self, intent: Intent) -> Receipt | None:
        return await self.wrapped.find(intent)


@contextmanager
def housed(scene: Scene, part: Part, tell: Tell, passed: Counter[str]) -> Iterator[House]:
    """A house with those outside that are played."""
    setting = Setting.of(scene)
    clock = WrongClock(scene.clock, as_of=lambda: scene.today)
    couriers: tuple[Courier, ...] = (MailCourier(setting.mailer, clock), setting.courier)
    with bootstrap.build(
        load(**setting.settings(scene)),
        clock=clock,
        couriers=[Telling(wrapped=courier, tell=tell) for courier in couriers],
        passing=deadly(part, passed),
    ) as house:
        yield house


async def play(scene: Scene, part: Part, tell: Tell) -> None:
    """Work until told to stop; who does not stay ends when all is at rest."""
    passed = Counter[str]()
    with housed(scene, part, tell, passed) as house:
        stop = told_to_stop()
        asides = [
            asyncio.create_task(_hear(house, Setting.of(scene).mailer, stop)),
            asyncio.create_task(house.post.work_until(stop)),
        ]
        if not part.stays:
            asides.append(asyncio.create_task(_watch(house, scene, stop)))
        try:
            await house.shift.work_until(stop, ready=lambda: _ready(house, tell))
        finally:
            stop.set()
            await asyncio.gather(*asides)
        if not part.stays:
            _passed(scene).write_text(json.dumps(passed), "utf-8")
        if part.portrays:
            scene.portrait.write_text(json.dumps(await testify(house), indent=1), "utf-8")


def _ready(house: House, tell: Tell) -> None:
    tell(f"{SLOT}{house.engine.name.rpartition('-')[2]}")
    ready(tell)


def passed_in(scene: Scene) -> dict[str, int]:
    """The places that the worker passed which came to the end, and how often."""
    found: dict[str, int] = json.loads(_passed(scene).read_text("utf-8"))
    return found


def _passed(scene: Scene) -> Path:
    return scene.place / "passed.json"


async def _hear(house: House, mailer: PostMailer, stop: asyncio.Event) -> None:
    """Take in what the provider tells: from its beginning, so that every start hears it again."""
    after = 0
    while not stop.is_set():
        with contextlib.suppress(OutcomeUnknown):
            events, after = await mailer.news(after)
            for event in events:
                await _heard(house, event["intent"], event["id"])
        await _pause(stop)


async def _heard(house: House, intent_id: str, provider_id: str) -> None:
    with contextlib.suppress(LeadwrightError):  # nobody knows it, or not now: it is told again
        intent = await house.store.outbox.get(intent_id)
        due = Due(
            intent_id=intent.id,
            lead_id=intent.lead_id,
            kind=intent.kind,
            state=intent.state,
            token=intent.token,
        )
        await house.post.sender.receipt(due, Receipt(provider_id=provider_id))


async def _watch(house: House, scene: Scene, stop: asyncio.Event) -> None:
    """Tell everybody to stop once people have done what they wanted, and nothing is left to do."""
    looks, told = 0, house.clock.seconds()
    while not stop.is_set():
        await _pause(stop)
        left = await _left(house, scene)
        looks = 0 if left else looks + 1
        if looks >= _LOOKS:
            stop.set()
        elif house.clock.seconds() - told > _TOLD_EVERY_S:
            told = house.clock.seconds()
            sys.stderr.write(f"not at rest: {left}\n")


async def _left(house: House, scene: Scene) -> str:
    """What is still to be done; empty when everything rests."""
    if not any(people_of(scene).entries(FINISHED)):
        return "people are not done"
    try:
        if unrested := await house.desk.count_unrested():
            return f"{unrested} leads"
        states = (IntentState.QUEUED, IntentState.SENDING, IntentState.UNCERTAIN)
        intents = await house.store.outbox.list_intents(states=states, limit=10_000)
    except LeadwrightError as error:
        return error.code
    return ", ".join(
        f"{one.id} ({one.state}, {one.note or 'no note'}, not before {one.not_before})"
        for one in intents
        if one.id in house.post.sender.in_hand or not _is_at_rest(house, one)
    )


def _is_at_rest(house: House, intent: Intent) -> bool:
    match intent.state:
        case IntentState.UNCERTAIN:
            return intent.note == TO_A_PERSON
        case IntentState.QUEUED:
            waits = intent.not_before and intent.not_before - house.clock.now()
            return intent.note in _PASSING or bool(waits and waits.total_seconds() > _SOON_S)
    return False


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), LOOKS_EVERY_S)
