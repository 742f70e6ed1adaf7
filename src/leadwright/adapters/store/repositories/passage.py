"""The gate in SQL: what other leads and people decide, read where an effect begins.

Whoever suppresses or pauses holds the row `gate` alone until the commit; whoever lets an effect out
shares it. So after that commit no effect begins that did not see it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store.tables import (
    allowances,
    counters,
    inbox,
    intents,
    pauses,
    suppressions,
)
from leadwright.governance.naming import Naming, suppression_hash
from leadwright.journey.outbox.gate import EffectHeld, Gate, Hold, PauseScope
from leadwright.journey.outbox.intents import IntentState

_WEEK: Final = timedelta(days=7)
_BEGUN: Final = tuple(
    state.value for state in (IntentState.SENDING, IntentState.SENT, IntentState.UNCERTAIN)
)


class Passage:
    """Judges gates, one by one, in the transaction that begins their effects."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def held(self, connection: sa.Connection, gate: Gate, lead_no: int) -> EffectHeld | None:
        """Why the effect must not begin; None lets it pass, and counts it.

        The lead's row is locked, and whoever tells it something new waits for that.
        """
        connection.execute(_SHARE)
        return (
            _news(connection, gate, lead_no)
            or self._suppressed(connection, gate)
            or _paused(connection, gate)
            or self._company_full(connection, gate)
            or _spent(connection, gate)
        )

    def _suppressed(self, connection: sa.Connection, gate: Gate) -> EffectHeld | None:
        hashes = [
            (kind, suppression_hash(self._naming, kind, value)) for kind, value in gate.suppressible
        ]
        if not hashes:
            return None
        listed = sa.tuple_(suppressions.c.kind, suppressions.c.hash).in_(hashes)
        found = connection.execute(sa.select(suppressions.c.kind).where(listed).limit(1)).scalar()
        if found is None:
            return None
        return EffectHeld(
            Hold.SUPPRESSED, f"their {found} is on the list of those not to be contacted"
        )

    def _company_full(self, connection: sa.Connection, gate: Gate) -> EffectHeld | None:
        if gate.company is None:
            return None
        company = self._naming.blind("company", gate.company)
        if gate.mails_a_company_a_week is not None:
            # Two workers that write to one company at once: the second must see the first.
            if connection.dialect.name == "postgresql":
                number = int.from_bytes(company[:8], signed=True)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
            row = connection.execute(_COMPANY, {"a": company, "since": gate.at - _WEEK}).one()
            if row.number >= gate.mails_a_company_a_week:
                return EffectHeld(
                    Hold.COMPANY,
                    f"{row.number} people of that company were written to in the last seven days",
                    until=row.first + _WEEK,
                )
        connection.execute(_COUNT_COMPANY, {"an_id": gate.intent_id, "a": company})
        return None


def _news(connection: sa.Connection, gate: Gate, lead_no: int) -> EffectHeld | None:
    if gate.mailbox is None or connection.execute(_NEWS, {"number": lead_no}).first() is None:
        return None
    return EffectHeld(Hold.NEWS, "something new about the lead is looked at first")


def _paused(connection: sa.Connection, gate: Gate) -> EffectHeld | None:
    names: Sequence[tuple[PauseScope, str | None]] = (
        (PauseScope.ALL, ""),
        (PauseScope.AGENT, gate.agent),
        (PauseScope.CAMPAIGN, gate.campaign),
        (PauseScope.MAILBOX, gate.mailbox),
    )
    asked = [(scope.value, name) for scope, name in names if name is not None]
    listed = sa.tuple_(pauses.c.scope, pauses.c.name).in_(asked)
    found = connection.execute(sa.select(pauses.c.scope).where(listed).limit(1)).scalar()
    return EffectHeld(Hold.PAUSED, f"{found} is paused") if found is not None else None


def _spent(connection: sa.Connection, gate: Gate) -> EffectHeld | None:
    """Takes one of what the mailbox may send that day; never more than there is."""
    if gate.mails_a_day is None or gate.mailbox is None:
        return None
    day = {"a_mailbox": gate.mailbox, "a_day": gate.day.isoformat()}
    connection.execute(_NEW_DAY[connection.dialect.name], day)
    taken = connection.execute(_TAKE, day | {"cap": gate.mails_a_day})
    if taken.rowcount:
        return None
    return EffectHeld(
        Hold.ALLOWANCE,
        f"{gate.mailbox} has sent its {gate.mails_a_day} mails today",
        until=datetime.combine(gate.day + timedelta(days=1), time(), tzinfo=UTC),
    )


_NEWS: Final = (
    sa.select(inbox.c.id)
    .where(inbox.c.lead_no == sa.bindparam("number"), inbox.c.done.is_(False))
    .limit(1)
)
_SHARE: Final = (
    sa.select(counters.c.value).where(counters.c.name == "gate").with_for_update(read=True)
)
_COMPANY: Final = sa.select(
    sa.func.count(intents.c.lead_id.distinct()).label("number"),
    sa.type_coerce(sa.func.min(intents.c.moved_at), intents.c.moved_at.type).label("first"),
).where(
    intents.c.company == sa.bindparam("a"),
    intents.c.moved_at > sa.bindparam("since", type_=intents.c.moved_at.type),
    intents.c.state.in_(_BEGUN),
)
_COUNT_COMPANY: Final = (
    sa.update(intents)
    .where(intents.c.id == sa.bindparam("an_id"))
    .values(company=sa.bindparam("a"))
)


def _new_day(prefix: str, suffix: str) -> sa.TextClause:
    return sa.text(
        f"INSERT {prefix} INTO allowances (mailbox, day, used) "  # noqa: S608 - words of our own
        f"VALUES (:a_mailbox, :a_day, 0) {suffix}"
    )


_NEW_DAY: Final = {
    "sqlite": _new_day("OR IGNORE", ""),
    "postgresql": _new_day("", "ON CONFLICT DO NOTHING"),
}
_TAKE: Final = (
    sa.update(allowances)
    .where(
        allowances.c.mailbox == sa.bindparam("a_mailbox"),
        allowances.c.day == sa.bindparam("a_day"),
        allowances.c.used < sa.bindparam("cap"),
    )
    .values(used=allowances.c.used + 1)
)
