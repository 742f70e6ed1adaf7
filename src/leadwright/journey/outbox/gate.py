"""What must be true in the very transaction that lets an effect out.

A lead's own matters (stage, approval, consent, events) are held by the version of its session.
What other leads and people outside it decide is read again here: suppression, pauses, allowances.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from leadwright.errors import Refused


class Hold(StrEnum):
    """Why an effect does not go out now."""

    SUPPRESSED = "suppressed"
    PAUSED = "paused"
    ALLOWANCE = "allowance"  # the mailbox has sent what it may today
    COMPANY = "company"  # enough people there hear from us this week
    NOT_APPROVED = "not_approved"
    CHANGED = "changed"  # the bytes are not those that were approved
    RECIPIENT = "recipient"  # not the lead's own address
    CONSENT = "consent"
    DO_NOT_TOUCH = "do_not_touch"
    STAGE = "stage"
    LATE = "late"  # the window it was approved for has passed
    EARLIER = "earlier"  # an earlier mail to the lead is in doubt
    NEWS = "news"  # something happened to the lead that nobody has looked at
    RESTORED = "restored"  # from a backup: it may have gone out since
    CLOCK = "clock"  # the time given lies before what was recorded


# These pass by themselves; every other hold withdraws the effect and asks a person.
PASSING = frozenset(
    {Hold.PAUSED, Hold.ALLOWANCE, Hold.COMPANY, Hold.NEWS, Hold.CLOCK, Hold.EARLIER}
)


class PauseScope(StrEnum):
    """What can be told to stand still."""

    ALL = "all"
    AGENT = "agent"
    CAMPAIGN = "campaign"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What must let an effect pass; read in the transaction that begins it."""

    intent_id: str
    agent: str
    campaign: str
    mailbox: str | None
    suppressible: tuple[tuple[str, str], ...] = ()  # (kind, value) as the list keeps them
    company: str | None = None  # web domain, where mails to one company are counted
    day: date
    at: datetime
    mails_a_day: int | None = None
    mails_a_company_a_week: int | None = None


class EffectHeld(Refused):
    """The gate did not let an effect pass; it stays where it is."""

    code: ClassVar[str] = "effect_held"

    def __init__(self, hold: Hold, why: str, *, until: datetime | None = None) -> None:
        super().__init__(why)
        self.hold = hold
        self.until = until
