"""A `Courier` of mails over any `Mailer`, as plain as can be."""

import json
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from leadwright.journey.outbox.intents import Intent, IntentKind
from leadwright.journey.outbox.ports import Capability, Envelope, Mailer, Receipt


@dataclass(frozen=True, kw_only=True)
class LetterCourier:
    """Writes the mail that was approved, and hands it over."""

    mailer: Mailer
    name: str = "letters"
    kinds: frozenset[str] = frozenset({IntentKind.EMAIL.value})

    @property
    def capability(self) -> Capability:
        """The mailer's."""
        return self.mailer.capability

    async def deliver(self, intent: Intent) -> Receipt:
        """Send it."""
        content = json.loads(intent.content)
        message = EmailMessage(policy=SMTP)
        headers = {"To": content["to"], "From": content["from"], "Subject": content["subject"]}
        for name, value in (headers | content["headers"]).items():
            message[name] = value
        message.set_content(content["body"])
        return await self.mailer.send(
            Envelope(
                intent_id=intent.id,
                message_id=intent.message_id or "",
                sender=parseaddr(content["from"])[1],
                recipient=content["to"],
                message=bytes(message),
            )
        )

    async def find(self, intent: Intent) -> Receipt | None:
        """Look it up."""
        return await self.mailer.find(intent.id, intent.message_id or "")
