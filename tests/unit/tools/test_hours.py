"""What clocks show, and when people are at work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.tools.catalogue.clock import CurrentTimeInput, current_time
from leadwright.tools.catalogue.hours import PlaceUnknown, week_of, zone
from leadwright.tools.catalogue.scheduling import NOTICE, ScheduleCallInput, propose_call

FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Riyadh", "Asia/Kathmandu", "Pacific/Auckland"]
)


@given(now=MOMENTS, name=ZONES, minutes=st.integers(10, 120), wanted=st.integers(1, 5))
def test_every_slot_lies_in_working_hours_a_day_ahead(
    now: datetime, name: str, minutes: int, wanted: int
) -> None:
    asked = ScheduleCallInput(lead_id="l1", time_zone=name, duration_minutes=minutes, slots=wanted)
    proposal = propose_call(asked, now)
    assert len(proposal.slots) == wanted
    assert len({slot.starts.date() for slot in proposal.slots}) == wanted
    assert [slot.starts for slot in proposal.slots] == sorted(s.starts for s in proposal.slots)
    for slot in proposal.slots:
        there = slot.starts.astimezone(zone(name))
        country = {"Asia/Riyadh": "SA", "Asia/Kathmandu": "NP"}.get(name)
        assert week_of(country).is_at_work(there)
        assert slot.starts - now >= NOTICE
        assert slot.ends - slot.starts == timedelta(minutes=minutes)
        assert slot.ends <= slot.starts.replace(hour=17)


def test_a_call_is_only_proposed_and_says_when() -> None:
    asked = ScheduleCallInput(lead_id="l1", country="DE", topic="Demo")
    proposal = propose_call(asked, FRIDAY_EVENING)
    times = "Mon 30 Nov 2026 10:00; Tue 01 Dec 2026 14:00; Wed 02 Dec 2026 11:00"
    assert proposal.kind == "meeting"
    assert proposal.summary == f"Call of 30 minutes, Demo: {times} (Europe/Berlin)"
    assert proposal.after["slots"] == times
    assert proposal.after["time_zone"] == "Europe/Berlin"


def test_no_slot_comes_before_the_day_asked_for() -> None:
    day = date(2027, 1, 4)
    asked = ScheduleCallInput(lead_id="l1", country="DE", not_before=day)
    assert propose_call(asked, FRIDAY_EVENING).slots[0].starts.date() == day


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({}, "give the country"),
        ({"country": "US"}, "several clocks"),
        ({"country": "XX"}, "No time zone"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"time_zone": "../../etc/passwd"}, "no time zone"),
    ],
)
def test_where_nobody_can_tell_the_time_no_call_is_proposed(
    place: dict[str, str], why: str
) -> None:
    asked = ScheduleCallInput.model_validate({"lead_id": "l1", **place})
    with pytest.raises(PlaceUnknown, match=why):
        propose_call(asked, FRIDAY_EVENING)


def test_the_time_is_told_in_one_place() -> None:
    said = current_time(CurrentTimeInput(country="DE"), FRIDAY_EVENING)
    (local,) = said.times
    assert local.local.isoformat() == "2026-11-27T19:00:00+01:00"
    assert (local.weekday, local.is_working_time, said.is_working_time) == ("Friday", False, False)
    assert local.next_work_starts.isoformat() == "2026-11-30T09:00:00+01:00"


def test_a_country_with_several_clocks_shows_each_of_them_once() -> None:
    said = current_time(CurrentTimeInput(country="US"), FRIDAY_EVENING)
    offsets = [time.local.utcoffset() for time in said.times]
    assert said.times[0].time_zone == "America/New_York"
    assert len(offsets) == len(set(offsets)) > 3
    assert not said.is_working_time  # it is early in the far west


def test_weeks_differ_and_nowhere_means_utc() -> None:
    sunday = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
    there = current_time(CurrentTimeInput(country="SA"), sunday)
    assert there.is_working_time
    assert not current_time(CurrentTimeInput(country="DE"), sunday).is_working_time
    assert current_time(CurrentTimeInput(), sunday).times[0].time_zone == "UTC"


@given(now=MOMENTS, country=st.sampled_from(["DE", "US", "SA", "AU", "NP"]))
def test_work_begins_later_than_now_on_a_working_day(now: datetime, country: str) -> None:
    for time in current_time(CurrentTimeInput(country=country), now).times:
        assert time.next_work_starts > now
        assert time.next_work_starts.isoweekday() in week_of(country).days
        assert time.local == now
