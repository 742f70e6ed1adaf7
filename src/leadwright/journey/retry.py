"""Another try: a person sends escalated leads back to research."""

from dataclasses import replace
from typing import ClassVar

from leadwright.clock import Clock
from leadwright.errors import Refused
from leadwright.journey.outbox.intents import IntentKind, IntentState
from leadwright.journey.ports import Change, Desk, Event, EventKind, Opening
from leadwright.leads.stage import Stage

_IN_DOUBT = frozenset({IntentState.SENDING, IntentState.UNCERTAIN})
AGAIN = frozenset({Stage.ESCALATED, Stage.DISQUALIFIED, Stage.UNSUBSCRIBED})


class CannotRetry(Refused):
    """Only an escalated, disqualified or unsubscribed lead can be tried again."""

    code: ClassVar[str] = "cannot_retry"


async def ask_again(desk: Desk, opening: Opening, clock: Clock) -> None:
    """Put a request for another try into a lead's inbox; the next shift works it.

    Raises:
        CannotRetry: the lead is not in a stage that may be tried again.
    """
    session = opening.session
    if session.stage not in AGAIN:
        raise CannotRetry(
            f"lead {session.lead_id} is {session.stage.value.replace('_', ' ')}; only escalated, "
            "disqualified and unsubscribed leads can be tried again"
        )
    for intent in await desk.intents(session.lead_id):
        if intent.kind == IntentKind.EMAIL and intent.state in _IN_DOUBT:
            raise CannotRetry(
                f"nobody knows yet whether the last mail to lead {session.lead_id} arrived; find "
                "out first, then `leadwright outbox reconcile ID --sent` or `leadwright outbox "
                "resume ID --not-sent`"
            )
    now, version = clock.now(), session.version + 1
    event = Event(
        id=f"{session.lead_id}/retry/{version}",
        lead_id=session.lead_id,
        kind=EventKind.RETRY,
        at=now,
    )
    again = replace(session, version=version, last_updated=now)
    await desk.apply(Change(session=again, expected_version=session.version, events_new=[event]))
