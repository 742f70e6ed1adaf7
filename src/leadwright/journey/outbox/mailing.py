"""Carries out what a person said yes to: mails, each written from its content and handed over."""

import json

from leadwright.clock import Clock
from leadwright.journey.outbox.intents import Intent, IntentKind
from leadwright.journey.outbox.letters.letter import letter
from leadwright.journey.outbox.ports import Capability, Mailer, Receipt


class MailCourier:
    """Hands mails over to a mailer."""

    kinds = frozenset({IntentKind.EMAIL.value})

    def __init__(self, mailer: Mailer, clock: Clock, *, html: bool = False) -> None:
        self._mailer = mailer
        self._clock = clock
        self._html = html

    @property
    def name(self) -> str:
        """What the mailer goes by."""
        return self._mailer.name

    @property
    def capability(self) -> Capability:
        """What the mailer can promise."""
        return self._mailer.capability

    async def deliver(self, intent: Intent) -> Receipt:
        """Write the letter and hand it over, in one attempt."""
        content = json.loads(intent.content)
        envelope = letter(content, intent.id, at=self._clock.now(), html=self._html)
        return await self._mailer.send(envelope)

    async def find(self, intent: Intent) -> Receipt | None:
        """Ask the mailer whether it has it."""
        return await self._mailer.find(intent.id, intent.message_id or "")
