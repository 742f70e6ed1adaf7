"""What may be decided about an approval: the laws, and every refusal by its name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.errors import Refused
from leadwright.leads.lead import LeadId
from leadwright.review import decisions
from leadwright.review.approvals import (
    Approval,
    ApprovalMoved,
    ApprovalStatus,
    ReasonCode,
    Yes,
)
from leadwright.review.decisions import Act, Policy

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NEXT_DAY = NINE + timedelta(days=1)
OPEN = Policy()
FOUR_EYES = Policy(four_eyes=True)
WAITS = Approval(
    id="apr_1",
    lead_id=LeadId("lead_1"),
    action="send_email",
    draft="Hello",
    content_hash="ab" * 32,
    assignee="ann",
    created_at=NINE,
    expires_at=NEXT_DAY,
)
FINAL = [one for one in ApprovalStatus if one is not ApprovalStatus.PENDING]
TICK = timedelta(microseconds=1)


def act(by: str = "ann", *, hours: float = 1, at: datetime | None = None) -> Act:
    return Act(by=by, at=at or NINE + timedelta(hours=hours))


DECIDING: list[Callable[[Approval, Act], Approval]] = [
    lambda approval, one: decisions.approve(approval, one, OPEN),
    lambda approval, one: decisions.reject(approval, one, ReasonCode.TONE, "stiff"),
    lambda approval, one: decisions.edit(approval, one, ReasonCode.TONE, "stiff"),
    lambda approval, one: decisions.assign(approval, "bo", one.at),
]
CLOSING = [*DECIDING, lambda approval, one: decisions.withdraw(approval, one, "gone")]


def test_one_yes_approves_and_tells_who_and_when() -> None:
    said = decisions.approve(WAITS, act("ann"), OPEN)
    assert said.status is ApprovalStatus.APPROVED
    assert (said.decided_by, said.decided_at) == ("ann", act().at)
    assert said.yes == (Yes(by="ann", at=act().at),)
    assert said.reason is None


def test_a_yes_changes_nothing_but_the_decision() -> None:
    said = decisions.approve(WAITS, act(), OPEN)
    same = replace(said, status=WAITS.status, yes=(), decided_by=None, decided_at=None, reason=None)
    assert same == WAITS


def test_a_no_tells_its_reason() -> None:
    said = decisions.reject(WAITS, act("bo"), ReasonCode.LENGTH, "far too long")
    assert said.status is ApprovalStatus.REJECTED
    assert (said.decided_by, said.decided_at) == ("bo", act().at)
    assert said.reason == "length: far too long"
    assert decisions.reject(WAITS, act(), ReasonCode.LENGTH, "").reason == "length"


def test_an_edit_closes_the_old_text() -> None:
    said = decisions.edit(WAITS, act("bo"), ReasonCode.FACT, "no such round")
    assert said.status is ApprovalStatus.EDITED
    assert (said.decided_by, said.reason) == ("bo", "fact: no such round")
    assert said.yes == ()


def test_what_does_not_hold_any_more_is_withdrawn_even_late() -> None:
    said = decisions.withdraw(WAITS, act("house", at=NEXT_DAY), "its draft was rejected")
    assert said.status is ApprovalStatus.WITHDRAWN
    assert (said.decided_by, said.reason) == ("house", "its draft was rejected")


@pytest.mark.parametrize("decide", CLOSING)
@pytest.mark.parametrize("status", FINAL)
def test_nothing_leads_out_of_a_final_status(
    decide: Callable[[Approval, Act], Approval], status: ApprovalStatus
) -> None:
    decided = replace(WAITS, status=status, decided_by="bo", decided_at=NINE)
    with pytest.raises(ApprovalMoved, match="already decided") as refused:
        decide(decided, act())
    assert "bo at 2026-11-02 09:00:00 UTC" in str(refused.value)


@pytest.mark.parametrize("decide", DECIDING)
def test_it_can_be_decided_until_the_very_moment_it_expires(
    decide: Callable[[Approval, Act], Approval],
) -> None:
    decide(WAITS, act(at=NEXT_DAY - TICK))
    for at in (NEXT_DAY, NEXT_DAY + TICK):
        with pytest.raises(decisions.ApprovalExpired, match="2026-11-03 09:00:00 UTC"):
            decide(WAITS, act(at=at))


@pytest.mark.parametrize("decide", CLOSING)
def test_a_clock_that_went_back_decides_nothing(
    decide: Callable[[Approval, Act], Approval],
) -> None:
    decide(WAITS, act(at=NINE))
    with pytest.raises(decisions.ClockWentBack, match="set the clock right"):
        decide(WAITS, act(at=NINE - TICK))
    reminded = replace(WAITS, reminded_at=NINE + timedelta(hours=2))
    with pytest.raises(decisions.ClockWentBack):
        decide(reminded, act(hours=1))
    half = replace(WAITS, needs=2, yes=(Yes(by="cy", at=NINE + timedelta(hours=2)),))
    with pytest.raises(decisions.ClockWentBack):
        decide(half, act(hours=1))
    decide(half, act(hours=2))


def test_only_what_was_looked_at_is_approved() -> None:
    with pytest.raises(decisions.ContentChanged, match=WAITS.content_hash):
        decisions.approve(WAITS, act(), OPEN, seen="cd" * 32)
    with pytest.raises(decisions.ContentChanged):
        decisions.approve(WAITS, act(), OPEN, seen=WAITS.content_hash[:-1])
    with pytest.raises(decisions.ContentChanged):
        decisions.approve(WAITS, act(), OPEN, seen="")
    seen = f" {WAITS.content_hash.upper()}\n"
    assert decisions.approve(WAITS, act(), OPEN, seen=seen).status is ApprovalStatus.APPROVED


@pytest.mark.parametrize("name", ["ann", "Ann", " ann ", "ANN"])
def test_with_four_eyes_nobody_approves_what_they_wrote(name: str) -> None:
    own = replace(WAITS, author="user:ann")
    with pytest.raises(decisions.OwnDraft, match="somebody else must say yes"):
        decisions.approve(own, act(name.strip()), FOUR_EYES)
    assert decisions.approve(own, act("bo"), FOUR_EYES).status is ApprovalStatus.APPROVED
    assert decisions.approve(own, act("ann"), OPEN).status is ApprovalStatus.APPROVED


def test_who_acts_is_a_person_unless_it_is_said_otherwise() -> None:
    assert not act("ann").is_house
    assert act("ann").author == "user:ann"
    assert WAITS.author == "agent:outreach"


def test_an_agent_is_nobody_who_could_have_the_persons_name() -> None:
    drafted = replace(WAITS, author="agent:outreach")
    assert decisions.approve(drafted, act("outreach"), FOUR_EYES).status is ApprovalStatus.APPROVED


def test_the_author_may_say_no_to_their_own_draft() -> None:
    own = replace(WAITS, author="user:ann")
    said = decisions.reject(own, act("ann"), ReasonCode.OTHER, "")
    assert said.status is ApprovalStatus.REJECTED


def test_two_people_are_needed_where_two_are_asked_for() -> None:
    first = decisions.approve(replace(WAITS, needs=2), act("ann"), OPEN)
    assert first.status is ApprovalStatus.PENDING
    assert (first.decided_by, first.decided_at) == (None, None)
    second = decisions.approve(first, act("bo", hours=2), OPEN)
    assert second.status is ApprovalStatus.APPROVED
    assert [yes.by for yes in second.yes] == ["ann", "bo"]
    assert second.decided_by == "bo"


@pytest.mark.parametrize("again", ["ann", "Ann", "ANN", " ann", "ann "])
def test_two_yeses_of_one_person_are_one(again: str) -> None:
    first = decisions.approve(replace(WAITS, needs=2), act("ann"), OPEN)
    with pytest.raises(decisions.SamePersonTwice, match="2 different people"):
        decisions.approve(first, act(again, hours=2), OPEN)


def test_a_yes_is_taken_back_by_anybody_and_only_once() -> None:
    said = decisions.approve(WAITS, act("ann"), OPEN)
    gone = decisions.take_back(said, act("bo", hours=2))
    assert gone.status is ApprovalStatus.WITHDRAWN
    assert (gone.decided_by, gone.decided_at) == ("bo", act(hours=2).at)
    assert gone.reason == "taken back"
    assert gone.yes == said.yes
    with pytest.raises(decisions.NothingToTakeBack):
        decisions.take_back(gone, act("bo", hours=3))


@pytest.mark.parametrize(
    "status", [one for one in ApprovalStatus if one is not ApprovalStatus.APPROVED]
)
def test_only_a_yes_can_be_taken_back(status: ApprovalStatus) -> None:
    with pytest.raises(decisions.NothingToTakeBack, match=status.value):
        decisions.take_back(replace(WAITS, status=status), act())


def test_a_yes_is_not_taken_back_before_it_was_said() -> None:
    said = decisions.approve(WAITS, act(hours=2), OPEN)
    with pytest.raises(decisions.ClockWentBack):
        decisions.take_back(said, act(hours=1))
    assert decisions.take_back(said, act(hours=2)).status is ApprovalStatus.WITHDRAWN


def test_what_is_approved_in_time_can_be_taken_back_after_it_would_have_expired() -> None:
    said = decisions.approve(WAITS, act(at=NEXT_DAY - TICK), OPEN)
    assert decisions.take_back(said, act(at=NEXT_DAY)).status is ApprovalStatus.WITHDRAWN


def test_silence_expires_and_never_approves() -> None:
    with pytest.raises(decisions.NotDue):
        decisions.expire(WAITS, NEXT_DAY - TICK)
    gone = decisions.expire(WAITS, NEXT_DAY)
    assert gone.status is ApprovalStatus.EXPIRED
    assert (gone.decided_by, gone.decided_at) == (None, NEXT_DAY)


@pytest.mark.parametrize("status", FINAL)
def test_what_was_decided_does_not_expire(status: ApprovalStatus) -> None:
    with pytest.raises(ApprovalMoved):
        decisions.expire(replace(WAITS, status=status), NEXT_DAY)


def test_a_reminder_is_due_after_a_share_of_the_time_and_once() -> None:
    due = NINE + timedelta(hours=18)
    with pytest.raises(decisions.NotDue):
        decisions.remind(WAITS, due - TICK, after=0.75)
    told = decisions.remind(WAITS, due, after=0.75)
    assert told.reminded_at == due
    assert told.status is ApprovalStatus.PENDING
    with pytest.raises(decisions.NotDue):
        decisions.remind(told, due + TICK, after=0.75)
    assert decisions.remind(WAITS, NEXT_DAY - TICK, after=0.75).reminded_at == NEXT_DAY - TICK
    with pytest.raises(decisions.NotDue):
        decisions.remind(WAITS, NEXT_DAY, after=0.75)


@pytest.mark.parametrize("status", FINAL)
def test_nobody_is_reminded_of_what_is_decided(status: ApprovalStatus) -> None:
    with pytest.raises(decisions.NotDue):
        decisions.remind(replace(WAITS, status=status), NEXT_DAY - TICK, after=0.75)


def test_it_can_wait_for_somebody_else() -> None:
    assert decisions.assign(WAITS, "bo", NINE) == replace(WAITS, assignee="bo")


def test_what_stands_in_its_place_has_all_its_time_and_nobodys_yes() -> None:
    half = replace(WAITS, needs=2, yes=(Yes(by="ann", at=NINE),), reminded_at=NINE)
    closed = decisions.edit(half, act(hours=3), ReasonCode.TONE, "stiff")
    at = closed.decided_at or NINE
    fresh = decisions.renewed(
        closed,
        approval_id="apr_2",
        draft="Hello Maya",
        content_hash="cd" * 32,
        author="user:ann",
        at=at,
    )
    assert fresh == replace(
        WAITS,
        id="apr_2",
        draft="Hello Maya",
        content_hash="cd" * 32,
        author="user:ann",
        needs=2,
        created_at=at,
        expires_at=at + timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("value", "people"), [(None, 1), (0.0, 1), (49_999.99, 1), (50_000.0, 2), (1e9, 2)]
)
def test_dear_leads_need_two_people(value: float | None, people: int) -> None:
    assert Policy(two_people_from_usd=50_000).people_for(value) == people
    assert OPEN.people_for(value) == 1


def test_from_nothing_on_two_people_are_needed_for_every_lead_with_a_value() -> None:
    assert Policy(two_people_from_usd=0).people_for(0) == 2
    assert Policy(two_people_from_usd=0).people_for(None) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "reject", "edit", "withdraw", "expire", "remind", "assign"]),
        st.sampled_from(["ann", "Ann", "bo", "cy"]),
        st.integers(0, 4),
    ),
    max_size=12,
)


def _step(approval: Approval, what: str, one: Act, policy: Policy) -> Approval:
    steps: dict[str, Callable[[], Approval]] = {
        "approve": lambda: decisions.approve(approval, one, policy),
        "reject": lambda: decisions.reject(approval, one, ReasonCode.OTHER, ""),
        "edit": lambda: decisions.edit(approval, one, ReasonCode.OTHER, ""),
        "withdraw": lambda: decisions.withdraw(approval, one, "gone"),
        "expire": lambda: decisions.expire(approval, one.at),
        "remind": lambda: decisions.remind(approval, one.at, after=0.5),
        "assign": lambda: decisions.assign(approval, one.by, one.at),
    }
    return steps[what]()


@given(steps=STEPS, needs=st.integers(1, 3), four_eyes=st.booleans())
def test_whatever_people_do_a_yes_is_used_once_and_said_by_different_people(
    steps: list[tuple[str, str, int]], needs: int, four_eyes: bool
) -> None:
    policy = Policy(four_eyes=four_eyes)
    approval = replace(WAITS, needs=needs, author="user:ann")
    hours = 0
    for what, by, later in steps:
        hours += later
        before = approval
        try:
            approval = _step(approval, what, act(by, hours=hours), policy)
        except Refused:
            continue
        assert before.status is ApprovalStatus.PENDING
        assert (approval.id, approval.draft, approval.content_hash) == (
            WAITS.id,
            WAITS.draft,
            WAITS.content_hash,
        )
    people = {yes.by.casefold() for yes in approval.yes}
    assert len(people) == len(approval.yes) <= needs
    if four_eyes:
        assert "ann" not in people
    if approval.status is ApprovalStatus.APPROVED:
        assert len(approval.yes) == needs
        assert approval.decided_at is not None
        assert approval.decided_at < approval.expires_at
