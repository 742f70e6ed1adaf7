"""The house's side of the mail provider: a `Mailer`, and the news the provider has."""

import base64
from dataclasses import dataclass
from typing import Any, Final

from chaos.outside.http import Line, NobodyThere, Reply
from chaos.outside.post import LAG_S
from leadwright.journey.outbox.ports import (
    Capability,
    EffectRefused,
    Envelope,
    OutcomeUnknown,
    Receipt,
)

TIMEOUT_S: Final = 0.8
SETTLE_S: Final = LAG_S[1] + 0.2


@dataclass(frozen=True, kw_only=True)
class PostMailer:
    """Hands mails to the provider at a port."""

    port: int
    settle_s: float = SETTLE_S
    name: str = "post"

    @property
    def capability(self) -> Capability:
        """It can be asked, and must never be told twice."""
        return Capability(
            repeatable=False,
            looks_up=True,
            settle_s=self.settle_s,
            outside=True,
            timeout_s=TIMEOUT_S,
        )

    async def send(self, envelope: Envelope) -> Receipt:
        """Hand over one mail, once."""
        mail = {
            "intent": envelope.intent_id,
            "message_id": envelope.message_id,
            "sender": envelope.sender,
            "recipient": envelope.recipient,
            "message": base64.b64encode(envelope.message).decode(),
        }
        reply = await handed(self._line, "POST", "/mails", mail)
        return Receipt(provider_id=reply.body["id"])

    async def find(self, intent_id: str, message_id: str) -> Receipt | None:
        """Look a mail up; what was taken a moment ago may not be there yet."""
        del message_id
        reply = await looked_up(self._line, f"/mails/{intent_id}")
        return Receipt(provider_id=reply.body["id"]) if reply else None

    async def news(self, after: int) -> tuple[list[dict[str, Any]], int]:
        """What the provider told since, in its order; and from where to ask next."""
        try:
            reply = await self._line.ask("GET", f"/events/{after}")
        except NobodyThere as error:
            raise OutcomeUnknown(str(error)) from error
        return reply.body["events"], reply.body["next"]

    @property
    def _line(self) -> Line:
        return Line(port=self.port, timeout_s=TIMEOUT_S)


async def handed(line: Line, method: str, path: str, body: dict[str, Any]) -> Reply:
    """The answer to something handed over.

    Raises:
        EffectRefused: a definite no.
        OutcomeUnknown: it may have been done.
    """
    try:
        reply = await line.ask(method, path, body)
    except NobodyThere as error:
        raise EffectRefused(str(error), again=True, note="unreachable") from error
    match reply.status:
        case 200 | 202:
            return reply
        case 400:
            raise EffectRefused("it said no", again=reply.body["again"])
        case 409:
            raise EffectRefused("it was changed meanwhile", again=True, note="changed")
        case 429:
            wait = reply.headers.get("Retry-After")
            raise EffectRefused(
                "too many", again=True, retry_after_s=float(wait) if wait else None, note="busy"
            )
        case 503 if reply.body.get("error") == "overloaded":  # its handbook: nothing was done
            raise EffectRefused("overloaded", again=True, note="overloaded")
    raise OutcomeUnknown(f"status {reply.status} proves nothing")


async def looked_up(line: Line, path: str) -> Reply | None:
    """The answer to a question whether something was done; None: not known there.

    Raises:
        OutcomeUnknown: it does not answer.
    """
    try:
        reply = await line.ask("GET", path)
    except NobodyThere as error:
        raise OutcomeUnknown(str(error)) from error
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise OutcomeUnknown(f"status {reply.status} to a look-up")
    return reply
