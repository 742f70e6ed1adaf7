"""How far an attempt to hand over a mail got, and what its failure therefore proves."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiosmtplib import SMTPAuthenticationError, SMTPResponseException

from leadwright.journey.outbox.ports import EffectRefused, OutcomeUnknown


class Step(StrEnum):
    """The steps of handing over, in their order. Only behind the last may a mail have arrived."""

    LINE = "line"  # to be connected, secret and let in
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"  # the server is asked to take the text
    BODY = "body"  # the first byte of it may have left


_TOLD: Final[Mapping[Step, str]] = {
    Step.LINE: "there is no line to the mail server ({}); check [mail] in the settings",
    Step.SENDER: "the mail server refused the sender ({}); check that the mailbox in "
    "seller.sender_email may send through it",
    Step.RECIPIENT: "the mail server refused the recipient ({}); check the address",
    Step.DATA: "the mail server did not want the mail ({}); ask those who run it",
    Step.BODY: "the mail server refused the mail ({}); ask those who run it",
}
_GONE: Final = 421  # it ends the line, whatever was asked
_REFUSALS: Final = range(400, 600)
_FOR_GOOD: Final = range(500, 600)
_DETAIL: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
# As Postfix, Exim, Exchange, Sendmail and large providers tell under what name they hold a mail.
_QUEUED: Final = re.compile(
    r"queued as ([!-~]+)|\bid=([!-~]+)|InternalId=(\d+)"
    r"|^(?:2\.\d\.\d )?([!-~]{8,}) Message accepted|^(?:2\.\d\.\d )?Ok:? (?!id=)([!-~]{12,})",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One mail on its way over one line."""

    step: Step = Step.LINE

    def verdict(self, error: Exception) -> EffectRefused | OutcomeUnknown:
        """What a failure at this step means for the mail.

        A real no is a no, also behind the last byte; silence is one only before the first.
        """
        if isinstance(error, SMTPResponseException) and error.code in _REFUSALS:
            for_good = error.code in _FOR_GOOD and self.step is not Step.LINE
            return EffectRefused(
                _TOLD[self.step].format(_why(error)), again=not for_good, note=f"smtp_{error.code}"
            )
        if self.step is Step.BODY:
            return OutcomeUnknown(
                "the mail server took the mail and did not say whether it keeps it; look for its "
                "Message-ID in the log of that server"
            )
        told = _TOLD[Step.LINE].format(_why(error))
        return EffectRefused(told, again=True, note="mail_server_away")

    def is_stale(self, error: Exception) -> bool:
        """Whether the line, kept from an earlier mail, was gone before this one began."""
        said = error.code if isinstance(error, SMTPResponseException) else _GONE
        return self.step is not Step.BODY and said == _GONE


def queue_id(reply: str) -> str | None:
    """What the server calls the mail from now on, if it says so."""
    found = _QUEUED.search(reply)
    named = next(filter(None, found.groups()), "") if found else ""
    return named.strip("<>()[].,;")[:128] or None


def _why(error: Exception) -> str:
    """Numbers and known words alone: what servers write may hold addresses."""
    if isinstance(error, SMTPResponseException):
        return _numbers(error)
    cause = error.__cause__ if isinstance(error.__cause__, ssl.SSLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return "no secret line could be agreed on"
    if isinstance(error, OSError):
        late = isinstance(error, TimeoutError)
        return "no answer in time" if late else "it cannot be reached, or hangs up"
    return "it offers no secret line, or no way to log in"


def _numbers(error: SMTPResponseException) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"it does not know this user and password, {error.code}"
    detail = _DETAIL.match(error.message)
    return f"{error.code} {detail[0]}" if detail else str(error.code)
