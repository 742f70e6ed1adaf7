"""The sender: carries out approved effects, each at most once.

An intent is `sending` in the database before anybody outside hears of it. What answers is told;
what does not answer is `uncertain`, and the reconciler finds out. Nothing is retried blindly.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from leadwright.clock import Clock
from leadwright.errors import LeadwrightError, Refused, Unavailable
from leadwright.journey.outbox.gate import PASSING, EffectHeld, Hold
from leadwright.journey.outbox.intents import IntentState
from leadwright.journey.outbox.ports import Courier, Due, EffectRefused, Outbox, Receipt
from leadwright.journey.ports import Change
from leadwright.journey.sending import case as cases
from leadwright.journey.sending.case import Case, Policy
from leadwright.journey.sending.hands import Hands
from leadwright.journey.sending.story import Teller
from leadwright.landmarks import Landmark, Passing, unnoticed

_SOON: Final = timedelta(seconds=2)
_REST_S: Final = 60.0
_log: Final = logging.getLogger("leadwright.outbox")
Note = Callable[[Case, datetime], Awaitable[object]]


async def _unnoted(case: Case, at: datetime) -> None:
    del case, at


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many effects at once, how long, how often."""

    at_once: int = 10
    lease_s: float = 90.0
    tries: int = 8
    first_pause_s: float = 30.0
    longest_pause_s: float = 3600.0
    settle_s: float | None = None  # None: as the courier says

    def pause(self, intent_id: str, attempts: int, asked_s: float | None) -> timedelta:
        """How long to wait after so many refused attempts: doubling, and not all at once."""
        longest = min(self.longest_pause_s, self.first_pause_s * 2.0 ** max(0, attempts - 1))
        part = hashlib.sha256(f"{intent_id}:{attempts}".encode()).digest()[0] / 255
        return timedelta(seconds=max(longest * (0.5 + part / 2), asked_s or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Begins what is due and hands it over; `courier_of` says who carries out which kind."""

    outbox: Outbox
    hands: Hands
    couriers: Mapping[str, Courier]
    policy: Policy
    limits: Limits
    clock: Clock
    release: str
    worker: Callable[[], str]
    note: Note = _unnoted  # in the CRM, that a mail went out; again and again is once
    passing: Passing = unnoticed
    in_hand: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _failed: dict[str, float] = field(default_factory=dict)

    async def round(self, *, skip: Collection[str] = ()) -> set[str]:
        """Begin what is due, as far as hands are free; what was taken up."""
        free = self.limits.at_once - len(self._tasks)
        if free <= 0:
            return set()
        out = self.in_hand | {*skip} | self._resting()
        due = await self.outbox.due(self.clock.now(), limit=free + len(out))
        some = [item for item in due if item.intent_id not in out][:free]
        for item in some:
            self.in_hand.add(item.intent_id)
            task = asyncio.create_task(self._carry_out(item))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return {item.intent_id for item in some}

    def _resting(self) -> set[str]:
        """What could not be read or begun a moment ago, so that it stands in nobody's way."""
        now = self.clock.seconds()
        for intent_id in [one for one, until in self._failed.items() if until <= now]:
            del self._failed[intent_id]
        return set(self._failed)

    async def drain(self) -> None:
        """Wait for what is under way; each attempt ends within its courier's time."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def receipt(self, due: Due, receipt: Receipt) -> None:
        """Somebody outside says that it has an effect, at whatever time: then it was sent."""
        case = await self.hands.read(due.lead_id, due.intent_id)
        await self._is_sent(case, receipt)

    async def _carry_out(self, due: Due) -> None:
        try:
            await self._attempt(due)
        except Unavailable as error:
            _log.warning("%s is looked at again: %s", due.intent_id, error)
        except Exception:  # noqa: BLE001 - one effect stops no other
            self._failed[due.intent_id] = self.clock.seconds() + _REST_S
            _log.exception("%s could not be carried out", due.intent_id)
        finally:
            self.in_hand.discard(due.intent_id)

    async def _attempt(self, due: Due) -> None:
        case = await self.hands.read(due.lead_id, due.intent_id)
        courier = self.couriers.get(case.intent.kind)
        if courier is None or not _is_due(case, self.clock.now()):
            return
        taken_at = self.clock.seconds()  # before it is begun, so that the lease is never longer
        begun = await self._begin(case)
        if begun is not None:
            await self._hand_over(begun, courier, taken_at)

    async def _begin(self, case: Case) -> Case | None:
        now = self.clock.now()
        hold = cases.held(case, self.policy, now)
        if hold is None:
            gate = cases.gate(case, self.policy, now)
            begun = self._teller().begun(case, gate, at=now)
            refusal = await self.hands.try_to_tell(begun)
            if refusal is None:
                return await self.hands.read(case.lead.lead_id, case.intent.id)
            if not isinstance(refusal, EffectHeld):
                return None  # somebody was faster; the next round looks again
            hold = refusal
        await self._hold(case, hold)
        return None

    async def _hold(self, case: Case, hold: EffectHeld) -> None:
        now = self.clock.now()
        if hold.hold is Hold.PAUSED:
            return  # it is not even due until somebody resumes
        if hold.hold in PASSING:
            until = hold.until or now + _SOON
            change = self._teller().waits(case, until, hold.hold.value, at=now)
        else:
            change = self._teller().held_for_good(case, hold, at=now)
        await self.hands.try_to_tell(change)

    async def _hand_over(self, case: Case, courier: Courier, taken_at: float) -> None:
        limit = min(courier.capability.timeout_s, self.limits.lease_s / 2)
        token = case.intent.token
        if case.intent.worker != self.worker() or case.intent.state is not IntentState.SENDING:
            return
        if self.clock.seconds() - taken_at > self.limits.lease_s - limit:
            return  # this process stood still: by now others take the attempt for lost
        self.passing(Landmark.DELIVERY.before)
        try:
            async with self.clock.timeout(limit):
                receipt = await courier.deliver(case.intent)
        except EffectRefused as refusal:
            self.passing(Landmark.DELIVERY.after)
            await self._is_refused(case, token, refusal)
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have arrived
            await self._is_unknown(case, token, error)
        else:
            self.passing(Landmark.DELIVERY.after)
            await self._is_sent(case, receipt)

    async def _is_sent(self, case: Case, receipt: Receipt) -> None:
        if case.is_mail:
            await self._note_contact(case)

        def telling(now: Case) -> Change | None:
            if now.intent.state in {IntentState.SENT, IntentState.PENDING, IntentState.WITHDRAWN}:
                return None
            return self._teller().sent(now, receipt, at=self.clock.now())

        await self.hands.tell(case, telling)

    async def _note_contact(self, case: Case) -> None:
        """Before it is told as sent, so that whoever is cut off in between comes here again."""
        try:
            await self.note(case, self.clock.now())
        except LeadwrightError as error:  # the mail is out, whatever the CRM says
            _log.warning("%s: the CRM does not say yet that it was sent: %s", case.intent.id, error)

    async def _is_refused(self, case: Case, token: int, refusal: EffectRefused) -> None:
        now, attempts = self.clock.now(), case.intent.attempts
        pause = self.limits.pause(case.intent.id, attempts, refusal.retry_after_s)

        def telling(found: Case) -> Change | None:
            if not _is_ours(found, token):
                return None
            if refusal.again and attempts < self.limits.tries:
                return self._teller().waits(
                    found, now + pause, refusal.note, at=now, given_back=True
                )
            return self._teller().failed(found, str(refusal), refusal.note, at=now)

        await self.hands.tell(case, telling)

    async def _is_unknown(self, case: Case, token: int, error: Exception) -> None:
        note = getattr(error, "code", None) or (
            "timeout" if isinstance(error, TimeoutError) else type(error).__name__
        )
        if not isinstance(error, Refused | Unavailable | TimeoutError):
            _log.error("%s: no outcome: %r", case.intent.id, error)

        def telling(found: Case) -> Change | None:
            if not _is_ours(found, token):
                return None
            return self._teller().uncertain(found, str(note), at=self.clock.now())

        await self.hands.tell(case, telling)

    def _teller(self) -> Teller:
        return Teller(release=self.release, worker=self.worker())


def _is_due(case: Case, now: datetime) -> bool:
    """Whether it still waits, and its time has come: another worker may have put it off."""
    intent = case.intent
    return intent.state is IntentState.QUEUED and (
        intent.not_before is None or intent.not_before <= now
    )


def _is_ours(case: Case, token: int) -> bool:
    """Whether this attempt still holds the intent."""
    return case.intent.state is IntentState.SENDING and case.intent.token == token
