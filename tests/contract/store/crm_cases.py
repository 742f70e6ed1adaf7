"""Writes into a CRM, to be made and to be looked at."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.store.examples import NOON, an_id

from leadwright.journey.crm.ports import CrmWrite, NewObject
from leadwright.leads.crm.merge import Wanted, writer_of
from leadwright.leads.crm.registry import ObjectType
from leadwright.leads.crm.values import Values

ONE, TWO = an_id(1), an_id(2)
NOTE = NewObject(type=ObjectType.ACTIVITY, fields={"text": "Wilhelmina likes tea"})
TASK = NewObject(type=ObjectType.TASK, fields={"title": "Call", "due": "2026-03-07"})


def a_write(number: int = 1, **changes: object) -> CrmWrite:
    """An agent's write of a next step, as read at version 0."""
    write = CrmWrite(
        id=f"int_{number}",
        lead_id=ONE,
        actor="agent:crm_agent",
        action="update_crm",
        at=NOON + timedelta(minutes=number),
        reason="What research found",
        run=f"{ONE}:{number}",
        intent_id=f"int_{number}",
        update=wants({"next_action": "Call on Monday"}),
    )
    return replace(write, **changes)  # type: ignore[arg-type]


def wants(
    after: Values,
    *,
    before: Values | None = None,
    seen: int = 0,
    actor: str = "agent:crm_agent",
) -> Wanted:
    """New values, against those that were seen."""
    return Wanted(before=before or {}, after=after, seen=seen, by=writer_of(actor))


def by_ann(after: Values, *, at_version: int, before: Values | None = None) -> CrmWrite:
    """What a person writes who has just looked."""
    return a_write(
        id=f"edit_{at_version}_{sorted(after)}",
        actor="user:ann",
        action="edit_crm",
        run=None,
        intent_id=None,
        expected_version=at_version,
        update=wants(after, before=before, seen=at_version, actor="user:ann"),
    )
