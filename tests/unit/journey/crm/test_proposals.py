"""What a person said yes to, as it is written into a CRM."""

import json
from datetime import UTC, datetime

import pytest

from leadwright.journey.crm.ports import NewObject
from leadwright.journey.crm.proposals import ProposalUnreadable, touched_fields, write_of
from leadwright.journey.outbox.intents import Intent
from leadwright.leads.crm.registry import ObjectType, Writer
from leadwright.leads.lead import LeadId

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEAD = LeadId("lead_1")
UPDATE = {
    "lead": LEAD,
    "kind": "crm_update",
    "before": {"stage": "New", "owner": None},
    "after": {"stage": "Working", "owner": "ann"},
    "version": 3,
    "reason": "What research found",
    "run": "lead_1:2",
}
TASK = {"lead": LEAD, "kind": "crm_task", "before": {}, "after": {"title": "Call"}, "version": 0}
NOTE = {"lead": LEAD, "kind": "crm_activity", "before": {}, "after": {"text": "Tea"}, "version": 0}
CALL = {
    "lead": LEAD,
    "kind": "meeting",
    "before": {},
    "after": {
        "topic": "Introduction",
        "duration_minutes": "30",
        "time_zone": "Europe/Berlin",
        "slots": "Mon 09 Mar 2026 10:00",
    },
    "version": 0,
}


def an_intent(*parts: object) -> Intent:
    texts = {str(number): json.dumps(part) for number, part in enumerate(parts)}
    return Intent(
        id="int_1",
        lead_id=LEAD,
        kind="crm_update",
        sequence_step=0,
        content=json.dumps(texts),
        content_hash="ab",
        approval_id="apr_1",
        created_at=NOON,
    )


def test_all_that_was_said_yes_to_is_one_write_under_the_intents_own_id() -> None:
    write = write_of(an_intent(UPDATE, TASK, NOTE), NOON)
    assert (write.id, write.intent_id, write.run) == ("int_1", "int_1", "lead_1:2")
    assert (write.actor, write.reason) == ("agent:crm_agent", "What research found")
    assert write.update
    assert (write.update.seen, write.update.by) == (3, Writer.AGENT)
    assert write.update.after == {"stage": "Working", "owner": "ann"}
    assert write.new == (
        NewObject(type=ObjectType.TASK, fields={"title": "Call"}),
        NewObject(type=ObjectType.ACTIVITY, fields={"text": "Tea"}),
    )


def test_of_two_updates_the_first_saw_and_the_last_wants() -> None:
    later = {**UPDATE, "before": {"stage": "Working"}, "after": {"stage": "Contacted"}}
    update = write_of(an_intent(UPDATE, later), NOON).update
    assert update
    assert (update.before["stage"], update.after["stage"]) == ("New", "Contacted")


def test_a_call_is_a_task_for_a_person_and_invites_nobody() -> None:
    (task,) = write_of(an_intent(CALL), NOON).new
    assert task.type is ObjectType.TASK
    assert task.fields["title"] == "Arrange a call: Introduction"
    assert "10:00" in str(task.fields["text"])


def test_more_than_ten_parts_keep_their_order() -> None:
    notes = [{**NOTE, "after": {"text": str(number)}} for number in range(12)]
    assert [one.fields["text"] for one in write_of(an_intent(*notes), NOON).new] == [
        str(number) for number in range(12)
    ]


@pytest.mark.parametrize(
    "parts",
    [(), ({**TASK, "lead": "lead_2"},), ({**TASK, "kind": "payment"},), ({"lead": LEAD},), ("x",)],
)
def test_what_is_no_change_of_this_lead_is_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(ProposalUnreadable):
        write_of(an_intent(*parts), NOON)


@pytest.mark.parametrize("content", ["", "[]", "no", '{"a": "{}"}', '{"0": {}}', '{"0": "no"}'])
def test_what_is_no_list_of_changes_is_refused(content: str) -> None:
    with pytest.raises(ProposalUnreadable):
        touched_fields(content)


def test_what_a_yes_would_touch_is_told_in_the_words_of_the_crm() -> None:
    touched = touched_fields(an_intent(UPDATE, TASK).content)
    assert [(one.what, one.place, one.before, one.after) for one in touched] == [
        ("stage", "lead.Status", "New", "Working"),
        ("owner", "lead.Owner", None, "ann"),
        ("task", "task", None, "Call"),
    ]
