"""What a person may do with effects: say that one arrived, or send one again on their word."""

from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.journey.outbox.intents import Intent, IntentState
from leadwright.journey.outbox.ports import Receipt
from leadwright.journey.ports import Change
from leadwright.journey.sending.case import Case
from leadwright.journey.sending.sender import Sender
from leadwright.journey.sending.story import Teller

_IN_DOUBT = frozenset({IntentState.UNCERTAIN, IntentState.FAILED})


class CannotResume(Refused):
    """Only what failed, or what nobody knows the outcome of, can be sent again."""

    code: ClassVar[str] = "cannot_resume"


class CannotConfirm(Refused):
    """Only an effect in doubt can be said to have arrived."""

    code: ClassVar[str] = "cannot_confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Does what a person says; every word of theirs is in the audit trail."""

    sender: Sender

    async def resume(self, intent: Intent, *, by: str, not_sent: bool) -> None:
        """Queue an effect again.

        Raises:
            CannotResume: it is in no such state, or may have arrived and nobody vouches for the
                contrary.
        """
        if intent.state not in _IN_DOUBT:
            raise CannotResume(f"intent {intent.id} is {intent.state}; there is nothing to resume")
        if intent.state is IntentState.UNCERTAIN and not not_sent:
            raise CannotResume(
                f"intent {intent.id} may have arrived; find out from the recipient or the mail "
                "server, then say `--not-sent`, or `leadwright outbox reconcile ID --sent`"
            )

        def telling(case: Case) -> Change | None:
            if case.intent.state not in _IN_DOUBT:
                return None
            return self._teller().again(case, "person", by=by, at=self.sender.clock.now())

        case = await self.sender.hands.read(intent.lead_id, intent.id)
        await self.sender.hands.tell(case, telling)

    async def confirm(self, intent: Intent, *, by: str) -> None:
        """A person says that it arrived.

        Raises:
            CannotConfirm: it is in no doubt.
        """
        if intent.state not in _IN_DOUBT:
            raise CannotConfirm(f"intent {intent.id} is {intent.state}; nobody doubts it")

        def telling(case: Case) -> Change | None:
            if case.intent.state not in _IN_DOUBT:
                return None
            receipt = Receipt(provider_id=case.intent.provider_id or "")
            return self._teller().sent(case, receipt, at=self.sender.clock.now(), by=by)

        case = await self.sender.hands.read(intent.lead_id, intent.id)
        await self.sender.hands.tell(case, telling)

    async def doubt_all(self, *, by: str) -> int:
        """After a restore: what was queued or under way may have gone out since the backup.

        Returns how many are in doubt now; each is looked up, or asked about, before it is sent.
        """
        number, done = 0, False
        while not done:
            queued = await self._under_way()
            for intent in queued:
                number += await self._doubt(intent, by)
            done = not queued
        return number

    async def _under_way(self) -> tuple[Intent, ...]:
        return await self.sender.outbox.list_intents(
            states=[IntentState.QUEUED, IntentState.SENDING], limit=500
        )

    async def _doubt(self, intent: Intent, by: str) -> int:
        def telling(case: Case) -> Change | None:
            if case.intent.state not in {IntentState.QUEUED, IntentState.SENDING}:
                return None
            at = self.sender.clock.now()
            return self._teller().uncertain(case, "restored", at=at, by=by)

        case = await self.sender.hands.read(intent.lead_id, intent.id)
        return int(await self.sender.hands.tell(case, telling) is not None)

    def _teller(self) -> Teller:
        return Teller(release=self.sender.release, worker="person")
