"""What a person may do with effects: say that one arrived, or send one again on their word."""

from dataclasses import dataclass
from typing import ClassVar

from leadwright.errors import Refused
from leadwright.journey.outbox.gate import EffectHeld, Hold
from leadwright.journey.outbox.intents import Intent, IntentKind, IntentState
from leadwright.journey.outbox.ports import Receipt
from leadwright.journey.ports import Change
from leadwright.journey.sending.case import Case
from leadwright.journey.sending.sender import Sender
from leadwright.journey.sending.story import Teller

_SOME, _MOST = 500, 100_000
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
        if intent.state is not IntentState.FAILED and not not_sent:
            raise CannotResume(
                f"intent {intent.id} may have arrived; find out from the recipient or the mail "
                "server, then say `--not-sent`, or `leadwright outbox reconcile ID --sent`"
            )

        def telling(case: Case) -> Change | None:
            if not _is_as_seen(case.intent, intent):
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
            if not _is_as_seen(case.intent, intent):
                return None
            receipt = Receipt(provider_id=case.intent.provider_id or "")
            return self._teller().sent(case, receipt, at=self.sender.clock.now(), by=by)

        case = await self.sender.hands.read(intent.lead_id, intent.id)
        await self.sender.hands.tell(case, telling)

    async def doubt_all(self, *, by: str) -> int:
        """After a restore: what the backup says may be no longer true.

        What was queued or under way is looked up, or asked about, before it is sent. Mails that
        wait for a yes may have got it and gone out since: they are taken back, and their leads
        stand before a person. Returns how many effects that were.
        """
        number = 0
        while some := await self._not_yet_doubted():
            for intent in some:
                number += await self._doubt(intent, by)
        return number

    async def _not_yet_doubted(self) -> list[Intent]:
        states = [IntentState.QUEUED, IntentState.SENDING]
        found = await self.sender.outbox.list_intents(states=states, limit=_SOME)
        waiting = await self.sender.outbox.list_intents(states=[IntentState.PENDING], limit=_MOST)
        mails = [intent for intent in waiting if intent.kind == IntentKind.EMAIL]
        return [*found, *mails[:_SOME]]

    async def _doubt(self, intent: Intent, by: str) -> int:
        def telling(case: Case) -> Change | None:
            at = self.sender.clock.now()
            if case.intent.state is IntentState.PENDING:
                hold = EffectHeld(Hold.RESTORED, "it may have gone out after the backup was made")
                return self._teller().held_for_good(case, hold, at=at, by=by)
            if case.intent.state not in {IntentState.QUEUED, IntentState.SENDING}:
                return None
            return self._teller().uncertain(case, "restored", at=at, by=by)

        case = await self.sender.hands.read(intent.lead_id, intent.id)
        return int(await self.sender.hands.tell(case, telling) is not None)

    def _teller(self) -> Teller:
        return Teller(release=self.sender.release, worker="person")


def _is_as_seen(found: Intent, seen: Intent) -> bool:
    """Whether the word was given about this very attempt."""
    return (found.state, found.token) == (seen.state, seen.token)
