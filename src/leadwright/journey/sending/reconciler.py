"""The reconciler: finds out what became of effects that nobody answered for.

Time runs by this process's own steady clock, from when it first saw an attempt: two machines never
have to agree what time it is. A new start begins to wait anew, which only takes longer.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from leadwright.journey.outbox.intents import TO_A_PERSON, IntentState
from leadwright.journey.outbox.ports import Courier, Due, OutcomeUnknown, Receipt
from leadwright.journey.ports import Change
from leadwright.journey.sending.case import Case
from leadwright.journey.sending.sender import Sender
from leadwright.journey.sending.story import Teller
from leadwright.landmarks import Landmark

MOST: Final = 200
FIRST_LOOK_S, LONGEST_LOOK_S = 1.0, 300.0
_MARGIN_S: Final = 60.0
_log: Final = logging.getLogger("leadwright.outbox")


@dataclass(slots=True, kw_only=True)
class _Sight:
    """An attempt in doubt, as this process has seen it."""

    since: float
    look_at: float
    pause_s: float = FIRST_LOOK_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciler:
    """Looks after attempts whose worker went silent, and after unknown outcomes."""

    sender: Sender
    first_look_s: float = FIRST_LOOK_S
    _seen: dict[tuple[str, str, int], _Sight] = field(default_factory=dict)

    async def round(self) -> int:
        """Look at everything in doubt once; how many are."""
        found = await self.sender.outbox.open(limit=MOST)
        keys = {_key(due) for due in found}
        for gone in self._seen.keys() - keys:
            del self._seen[gone]
        for due in found:
            if due.intent_id not in self.sender.in_hand:
                await self._look_in_peace(due)
        return len(found)

    async def _look_in_peace(self, due: Due) -> None:
        try:
            await self._look(due)
        except Exception as error:  # noqa: BLE001 - one that cannot be read hides no other
            _log.warning("%s is looked at again: %r", due.intent_id, error)

    async def _look(self, due: Due) -> None:
        now = self.sender.clock.seconds()
        sight = self._seen.get(_key(due))
        if sight is None:
            sight = _Sight(since=now, look_at=now, pause_s=self.first_look_s)
            self._seen[_key(due)] = sight
        if due.state is IntentState.SENDING:
            if self._is_over(due, sight, self.sender.limits.lease_s):
                await self._is_lost(due)
        elif now >= sight.look_at:
            sight.look_at = now + sight.pause_s
            sight.pause_s = min(2 * sight.pause_s, LONGEST_LOOK_S)
            await self._find_out(due, sight)

    def _is_over(self, due: Due, sight: _Sight, seconds: float) -> bool:
        """Whether so long has passed, by this process's steady clock.

        For processes that never live so long (cron): or more than twice that by the wall clock.
        Where that is wrong, it is only asked sooner.
        """
        if self.sender.clock.seconds() - sight.since >= seconds:
            return True
        age = self.sender.clock.now() - due.moved_at if due.moved_at else timedelta()
        return age >= timedelta(seconds=2 * seconds + _MARGIN_S)

    async def _is_lost(self, due: Due) -> None:
        """Whoever held it is gone or stood still too long."""
        case = await self.sender.hands.read(due.lead_id, due.intent_id)

        def telling(found: Case) -> Change | None:
            if (found.intent.state, found.intent.token) != (IntentState.SENDING, due.token):
                return None
            return self._teller().uncertain(found, "worker_lost", at=self.sender.clock.now())

        await self.sender.hands.tell(case, telling)

    async def _find_out(self, due: Due, sight: _Sight) -> None:
        courier = self.sender.couriers.get(due.kind)
        if courier is None:
            return
        case = await self.sender.hands.read(due.lead_id, due.intent_id)
        if case.intent.state is not IntentState.UNCERTAIN:
            return
        try:
            receipt = await self._ask(courier, case)
        except OutcomeUnknown:
            if not courier.capability.looks_up:
                await self._ask_a_person(case)
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, it proves nothing
            _log.warning("%s: no answer to a look-up: %r", due.intent_id, error)
            return
        if receipt is not None:
            await self.sender.receipt(due, receipt)
        elif self._is_over(due, sight, self._settle_s(courier)):
            await self._is_absent(case, courier)

    async def _ask(self, courier: Courier, case: Case) -> Receipt | None:
        if not courier.capability.looks_up:
            raise OutcomeUnknown("it cannot be asked")
        self.sender.passing(Landmark.LOOK_UP.before)
        try:
            async with self.sender.clock.timeout(courier.capability.timeout_s):
                return await courier.find(case.intent)
        except TimeoutError:
            raise OutcomeUnknown("it did not answer in time") from None
        finally:
            self.sender.passing(Landmark.LOOK_UP.after)

    async def _is_absent(self, case: Case, courier: Courier) -> None:
        """Where handing over twice is done once, it is handed over again; else a person decides."""
        if not courier.capability.repeatable or case.intent.attempts >= self.sender.limits.tries:
            await self._ask_a_person(case)
            return
        at = self.sender.clock.now()

        def telling(found: Case) -> Change | None:
            if found.intent.state is not IntentState.UNCERTAIN:
                return None
            return self._teller().again(found, "absent", by="system", at=at)

        await self.sender.hands.tell(case, telling)

    async def _ask_a_person(self, case: Case) -> None:
        def telling(found: Case) -> Change | None:
            intent = found.intent
            if intent.state is not IntentState.UNCERTAIN or intent.note == TO_A_PERSON:
                return None
            return self._teller().to_a_person(found, TO_A_PERSON, at=self.sender.clock.now())

        await self.sender.hands.tell(case, telling)

    def _settle_s(self, courier: Courier) -> float:
        given = self.sender.limits.settle_s
        return courier.capability.settle_s if given is None else given

    def _teller(self) -> Teller:
        return Teller(release=self.sender.release, worker=self.sender.worker())


def _key(due: Due) -> tuple[str, str, int]:
    return due.intent_id, due.state.value, due.token
