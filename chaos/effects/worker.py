"""A worker: works leads, carries out effects, and hears what the mail provider has to tell."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chaos.effects.people import FINISHED
from chaos.effects.stage import Setting, people_of
from chaos.effects.testimony import testify
from chaos.outside.letters import LetterCourier
from chaos.outside.mailer import PostMailer
from chaos.stage.child import CALL, Part, Tell, deadly, ready, told_to_stop
from chaos.stage.clock import WrongClock
from chaos.stage.scene import Scene
from leadwright import bootstrap
from leadwright.bootstrap import House
from leadwright.errors import LeadwrightError
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.outbox.ports import Capability, Courier, Due, OutcomeUnknown, Receipt
from leadwright.journey.sending.reconciler import TO_A_PERSON
from leadwright.settings import load

LOOKS_EVERY_S: Final = 0.1
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
    couriers = (LetterCourier(mailer=setting.mailer), setting.courier)
    with bootstrap.build(
        load(**setting.settings(scene)),
        clock=WrongClock(scene.clock, as_of=lambda: scene.today),
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
            await house.shift.work_until(stop, ready=lambda: ready(tell))
        finally:
            stop.set()
            await asyncio.gather(*asides)
        if not part.stays:
            _passed(scene).write_text(json.dumps(passed), "utf-8")
        if part.portrays:
            scene.portrait.write_text(json.dumps(await testify(house), indent=1), "utf-8")


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
    looks = 0
    while not stop.is_set():
        await _pause(stop)
        looks = looks + 1 if await _rests(house, scene) else 0
        if looks >= 3:
            stop.set()


async def _rests(house: House, scene: Scene) -> bool:
    if not any(people_of(scene).entries(FINISHED)) or house.post.sender.in_hand:
        return False
    try:
        if await house.desk.count_unrested():
            return False
        states = (IntentState.QUEUED, IntentState.SENDING, IntentState.UNCERTAIN)
        intents = await house.store.outbox.list_intents(states=states, limit=10_000)
    except LeadwrightError:
        return False
    return all(_is_at_rest(house, intent) for intent in intents)


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
