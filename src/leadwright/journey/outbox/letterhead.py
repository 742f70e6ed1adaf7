"""A mail before it is sent: every byte that a person says yes to, but for the date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from leadwright.journey.outbox.unsubscribing import Unsubscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What every mail of ours carries: who writes, how to be left alone, how long it holds."""

    sender_name: str
    mailbox: str  # the bare address it goes out from
    unsubscriber: Unsubscriber
    within: timedelta  # an approved mail goes out in that time, or not at all
    legal_name: str | None = None

    @property
    def sender(self) -> str:
        """As people write it; a name may hold anything, the address stands behind the last `<`."""
        return f"{self.sender_name} <{self.mailbox}>"

    def mail(
        self, intent_id: str, *, to: str, subject: str, text: str, decided_by: datetime
    ) -> dict[str, object]:
        """The content of an intent; an edited text may hold the footer already.

        Args:
            intent_id: The message id follows from it, so that every attempt carries the same one.
            to: The lead's own address.
            subject: Of the mail.
            text: What is said, without the footer.
            decided_by: When its approval expires.
        """
        headers: Mapping[str, str] = self.unsubscriber.headers(to, self.mailbox)
        return {
            "to": to,
            "from": self.sender,
            "subject": subject,
            "body": self.said(text, to) + self.footer(to),
            "headers": {"Message-ID": self.message_id(intent_id), **headers},
            "window": {"until": (decided_by + self.within).isoformat()},
        }

    def said(self, body: str, to: str) -> str:
        """The text of a mail without its footer: what a person may edit."""
        return body.rstrip().removesuffix(self.footer(to).strip()).rstrip()

    def footer(self, to: str) -> str:
        """Who we are before the law, and how to be left alone."""
        lines = (self.legal_name, self.unsubscriber.line(to))
        return "\n\n" + "\n".join(line for line in lines if line) + "\n"

    def message_id(self, intent_id: str) -> str:
        """Fixed at creation (RFC 5322 section 3.6.4)."""
        return f"<{intent_id}@{self.mailbox.rpartition('@')[2] or 'localhost'}>"
