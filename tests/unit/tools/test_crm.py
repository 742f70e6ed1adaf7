"""CRM tools propose: what changes, what it was, against which version; nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from leadwright.tools.catalogue.crm import (
    CreateTaskInput,
    LogActivityInput,
    UpdateLeadInput,
    propose_note,
    propose_task,
    propose_update,
)

FIELDS = st.dictionaries(
    st.sampled_from(["stage", "owner", "next_action"]), st.none() | st.sampled_from(["a", "b"])
)


@given(before=FIELDS, after=FIELDS, version=st.integers(0, 9))
def test_only_what_changes_is_proposed_with_what_it_was(
    before: dict[str, str | None], after: dict[str, str | None], version: int
) -> None:
    asked = UpdateLeadInput(
        lead_id="l1", expected_version=version, before=before, after=after, reason="Found"
    )
    proposal = propose_update(asked)
    assert set(proposal.before) == set(proposal.after)
    told = {**before, **proposal.after}
    assert all(told.get(name) == value for name, value in after.items())
    assert all(proposal.before[name] != value for name, value in proposal.after.items())
    assert proposal.expected_version == version


def test_a_task_and_a_note_say_what_they_would_be() -> None:
    task = propose_task(CreateTaskInput(lead_id="l1", title="Call", due=date(2026, 1, 2)))
    note = propose_note(LogActivityInput(lead_id="l1", text="Called"))
    assert (task.kind, task.summary, task.after["due"]) == ("crm_task", "Call", "2026-01-02")
    assert (note.kind, note.after) == ("crm_activity", {"text": "Called"})
