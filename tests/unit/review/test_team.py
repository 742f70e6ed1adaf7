"""Who decides for whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.review.team import Member, NotInTeam, Team

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 6)
ANN = Member(name="ann", absent_from=TUESDAY, absent_until=FRIDAY, delegate="bo")
BO = Member(name="bo")


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (MONDAY, "ann"),
        (TUESDAY, "bo"),
        (date(2026, 11, 4), "bo"),
        (FRIDAY, "bo"),
        (date(2026, 11, 7), "ann"),
    ],
)
def test_a_delegate_decides_from_the_first_to_the_last_day_of_an_absence(
    day: date, who: str
) -> None:
    assert Team(members=(ANN, BO)).decides_for("ann", day) == who


def test_an_absence_may_have_no_first_or_no_last_day() -> None:
    gone = Member(name="ann", absent_from=TUESDAY)
    back = Member(name="ann", absent_until=TUESDAY)
    assert [gone.is_away(day) for day in (MONDAY, TUESDAY, FRIDAY)] == [False, True, True]
    assert [back.is_away(day) for day in (MONDAY, TUESDAY, FRIDAY)] == [True, True, False]
    assert not BO.is_away(MONDAY)


def test_a_delegate_who_is_away_too_has_a_delegate() -> None:
    team = Team(
        members=(ANN, Member(name="bo", absent_from=MONDAY, delegate="cy"), Member(name="cy"))
    )
    assert team.decides_for("ann", TUESDAY) == "cy"
    assert team.decides_for("bo", TUESDAY) == "cy"


def test_what_nobody_can_take_over_waits_for_whom_it_was_meant() -> None:
    alone = Team(members=(Member(name="ann", absent_from=MONDAY),))
    circle = Team(members=(ANN, Member(name="bo", absent_from=MONDAY, delegate="ann")))
    assert alone.decides_for("ann", MONDAY) == "ann"
    assert circle.decides_for("ann", TUESDAY) == "ann"
    assert circle.decides_for("bo", TUESDAY) == "bo"


def test_whom_the_team_does_not_know_decides_alone() -> None:
    assert Team(members=(ANN,)).decides_for("zoe", TUESDAY) == "zoe"
    assert Team(members=(ANN,)).decides_for(None, TUESDAY) is None
    assert Team().decides_for("ann", TUESDAY) == "ann"


def test_a_name_that_is_none_of_the_team_is_refused_where_there_is_one() -> None:
    Team(members=(ANN, BO)).check("bo")
    Team().check("zoe")
    with pytest.raises(NotInTeam, match="there are ann, bo"):
        Team(members=(ANN, BO)).check("zoe")


NAMES = st.sampled_from(["a", "b", "c", "d"])
MEMBERS = st.builds(
    Member,
    name=NAMES,
    absent_from=st.none() | st.just(MONDAY),
    delegate=st.none() | NAMES,
)


@given(members=st.lists(MEMBERS, max_size=6), asked=NAMES)
def test_somebody_always_decides(members: list[Member], asked: str) -> None:
    team = Team(members=tuple(members))
    who = team.decides_for(asked, TUESDAY)
    present = {member.name for member in team.members if not member.is_away(TUESDAY)}
    assert who == asked or who in present or who not in {m.name for m in team.members}
