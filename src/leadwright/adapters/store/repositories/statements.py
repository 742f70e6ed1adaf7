"""The statements a change is written with, each for all leads of a batch at once."""

import sqlalchemy as sa

from leadwright.adapters.store.engine import Database
from leadwright.adapters.store.tables import approvals, inbox, intents, leads, sessions
from leadwright.journey.outbox.intents import IntentState
from leadwright.review.approvals import ApprovalStatus


class Statements:
    """Every one takes its leads, events or approvals as `ids`."""

    def __init__(self, database: Database) -> None:
        these = database.among(leads.c.lead_no, "ids")
        self.lock = (
            sa.select(
                leads.c.lead_no,
                leads.c.lead_id,
                leads.c.stage,
                leads.c.release,
                leads.c.campaign,
                leads.c.owner,
            )
            .where(database.among(leads.c.lead_id, "ids"))
            .order_by(leads.c.lead_id)
            .with_for_update()
        )
        self.versions = sa.select(sessions.c.lead_no, sessions.c.version).where(
            database.among(sessions.c.lead_no, "ids")
        )
        self.move = (
            sa.update(leads)
            .where(these)
            .values(
                stage=_of_session(sessions.c.stage),
                release=_of_session(sessions.c.release),
                merged_into=_of_session(sessions.c.merged_into),
            )
        )
        self.rest = (
            sa.update(leads)
            .where(these)
            .values(run_state=sa.case((_unfinished(), "waiting"), else_="idle"))
        )
        self.wake = (
            sa.update(leads).where(these, leads.c.run_state == "idle").values(run_state="waiting")
        )
        self.finish_events = (
            sa.update(inbox)
            .where(sa.tuple_(inbox.c.lead_no, inbox.c.id).in_(sa.bindparam("ids", expanding=True)))
            .values(done=True)
        )
        self.withdraw_approvals = _withdrawn_approvals(database.among(approvals.c.id, "ids"))
        self.withdraw_intents = _withdrawn_intents(database.among(intents.c.approval_id, "ids"))


def _withdrawn_approvals(these: sa.ColumnElement[bool]) -> sa.Update:
    pending = approvals.c.status == ApprovalStatus.PENDING.value
    return sa.update(approvals).where(these, pending).values(status=ApprovalStatus.WITHDRAWN.value)


def _withdrawn_intents(these: sa.ColumnElement[bool]) -> sa.Update:
    unsent = intents.c.state.in_([IntentState.PENDING.value, IntentState.QUEUED.value])
    return sa.update(intents).where(these, unsent).values(state=IntentState.WITHDRAWN.value)


def _of_session(column: sa.ColumnElement[str]) -> sa.ScalarSelect[str]:
    return (
        sa.select(column)
        .where(sessions.c.lead_no == leads.c.lead_no)
        .correlate(leads)
        .scalar_subquery()
    )


def _unfinished() -> sa.Exists:
    return (
        sa.exists()
        .where(inbox.c.lead_no == leads.c.lead_no, inbox.c.done.is_(False))
        .correlate(leads)
    )
